// Aids to reading whose own modules are fetched by the first use: pictures as large as the window, and previews of
// links.

import { within } from "./dom.js";

/** Makes a picture that is not a link open as large as the window.
 * @returns {void} */
export function pictures() {
  /** @type {NodeListOf<HTMLImageElement>} */
  const all = document.querySelectorAll(".markdown-rendered img[alt]:not([alt=''])");
  for (const picture of all) {
    if (picture.closest("a, button, summary") || picture.clientWidth < 120) continue;
    picture.role = "button";
    picture.tabIndex = 0;
  }
  /** @param {Event} event */
  const open = (event) => {
    const picture = within(event, ".markdown-rendered img[role=button]");
    if (!(picture instanceof HTMLImageElement)) return;
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    import("./lightbox.js").then(({ show }) => show(picture));
  };
  addEventListener("click", open);
  addEventListener("keydown", open);
}

/** The links that have a preview. */
const PREVIEWED = [
  ".markdown-rendered a:is(.internal-link, .footnote-link)[href]",
  ".kb-properties a.internal-link",
  ".kb-backlinks a",
  ".kb-graph svg a",
].join(", ");

/** Shows what links lead to beside them.
 * @returns {void} */
export function previews() {
  /** @param {Event} event */
  const first = (event) => {
    const link = within(event, PREVIEWED);
    if (!link || (event instanceof PointerEvent && event.pointerType === "touch")) return;
    if (event.type === "focusin" && !link.matches(":focus-visible")) return;
    removeEventListener("pointerover", first);
    removeEventListener("focusin", first);
    import("./preview.js").then(({ start }) => start(PREVIEWED, link));
  };
  addEventListener("pointerover", first);
  addEventListener("focusin", first);
}
