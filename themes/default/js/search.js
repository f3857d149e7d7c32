// Opens the search: a dialog anywhere, the field of the search page there. Imported on first use: by `/`, by the link
// in the header, and by the search page.

import { make } from "./dom.js";
import { Finder } from "./search-finder.js";

/** The dialog, once it was opened, and its finder.
 * @type {{ box: HTMLDialogElement, finder: Finder } | undefined} */
let dialog;

/** The finder of the search page, where this is that page.
 * @type {Finder | undefined} */
let own;

/** Opens the search: its field on the search page, elsewhere a dialog.
 * @param {HTMLAnchorElement} link the link to the search page
 * @returns {Promise<void>} */
export async function open(link) {
  if (own) {
    own.focus();
    return;
  }
  dialog ??= await makeDialog(link);
  if (!dialog.box.open) dialog.box.showModal();
  dialog.finder.focus();
}

/** @param {HTMLAnchorElement} link
 * @returns {Promise<{ box: HTMLDialogElement, finder: Finder }>} */
async function makeDialog(link) {
  const box = make("dialog", { className: "kb-dialog" });
  const finder = await Finder.open(link, () => box.close());
  box.ariaLabel = finder.say("label");
  box.append(finder.root);
  box.addEventListener("click", (event) => event.target === box && box.close());
  // The key that ends a composition does not close the dialog too.
  box.addEventListener("cancel", (event) => finder.composing && event.preventDefault());
  document.body.append(box);
  return { box, finder };
}

/** Puts the field into the search page, with the query of its address.
 * @param {HTMLAnchorElement} link
 * @param {HTMLElement} place
 * @returns {Promise<void>} */
export async function mount(link, place) {
  /** @type {HTMLElement | null} */
  const titles = document.querySelector(".kb-titles");
  const finder = await Finder.open(link);
  finder.onquery = (query) => {
    if (titles) titles.hidden = Boolean(query);
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(null, "", url);
  };
  own = finder;
  place.append(finder.root);
  finder.ask(new URL(location.href).searchParams.get("q") ?? "");
  finder.field.focus();
}
