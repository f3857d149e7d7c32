// What the header's links do with the search index: search where the reader is, and a note by chance.

import { hasModifier, isTaken } from "./dom.js";

/** The link to the search page, which is the address of the index as well.
 * @returns {HTMLAnchorElement | null} */
const searchLink = () => document.querySelector("a.kb-search");

/** Search is a page; with scripts it opens where the reader is, by the link and by `/`.
 * @returns {void} */
export function search() {
  const link = searchLink();
  if (!link) return;
  const load = () => import("./search.js");
  // Where the script cannot be loaded, the page still can.
  const open = () => load().then((module) => module.open(link)).catch(() => location.assign(link.href));
  link.addEventListener("click", (event) => {
    if (hasModifier(event) || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || isTaken(event)) return;
    event.preventDefault();
    open();
  });
  /** @type {HTMLElement | null} */
  const place = document.querySelector("[data-find]");
  // Without an index the page still is an index of titles.
  if (place) load().then((module) => module.mount(link, place)).catch(() => {});
}

/** The link to a note by chance leads to one that is drawn now; without an index to draw from, to those of the build.
 * @returns {void} */
export function randomNote() {
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector(".kb-nav a[data-icon=random]");
  const find = searchLink();
  if (!link || !find) return;
  /** @returns {Promise<string>} */
  const draw = async () => {
    const { Index } = await import("./search-index.js");
    return (await Index.open(find.href)).anyNote(location.href);
  };
  link.addEventListener("click", (event) => {
    if (hasModifier(event) || event.shiftKey) return;
    event.preventDefault();
    draw().catch(() => link.href).then((address) => location.assign(address));
  });
}
