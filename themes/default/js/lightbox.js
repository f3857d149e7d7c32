// A picture as large as the window. The picture itself is the button that closes it; so does Esc, which dialogs do.

export function show(picture) {
  const [width, height] = [picture.naturalWidth || picture.width, picture.naturalHeight || picture.height];
  // Pixels that are enlarged more than twice show nothing new; a drawing has no pixels.
  const most = /\.svg([?#]|$)/.test(picture.currentSrc) ? Infinity : Math.max(2, picture.width / width);
  const scale = Math.min((innerWidth * 0.94) / width, (innerHeight * 0.92) / height, most);
  const dialog = document.createElement("dialog");
  dialog.className = "kb-lightbox";
  const button = document.createElement("button");
  button.type = "button";
  const large = new Image(width * scale, height * scale);
  large.src = picture.currentSrc || picture.src;
  large.alt = picture.alt;
  button.append(large);
  dialog.ariaLabel = picture.alt;
  dialog.append(button);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    picture.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}
