// A picture as large as the window. The picture itself is the button that closes it; so does Esc, which dialogs do.

import { make } from "./dom.js";

/** Shows a picture of the page in a dialog.
 * @param {HTMLImageElement} picture
 * @returns {void} */
export function show(picture) {
  const [width, height] = [picture.naturalWidth || picture.width, picture.naturalHeight || picture.height];
  // Pixels that are enlarged more than twice show nothing new; a drawing has no pixels.
  const most = /\.svg([?#]|$)/.test(picture.currentSrc) ? Infinity : Math.max(2, picture.width / width);
  const scale = Math.min((innerWidth * 0.94) / width, (innerHeight * 0.92) / height, most);
  const large = new Image(width * scale, height * scale);
  large.src = picture.currentSrc || picture.src;
  large.alt = picture.alt;
  const button = make("button", { type: "button" }, large);
  const dialog = make("dialog", { className: "kb-lightbox", ariaLabel: picture.alt }, button);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    picture.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}
