// What a link leads to, beside the link. Asked for by a pointer that rests or by the keyboard, fetched once, gone with
// Esc or when both turn away.

import { make, need, within } from "./dom.js";
import { contents } from "./preview-content.js";

/** Milliseconds that a pointer rests before the preview, and is away before it goes. */
const [REST, LEAVE] = [320, 220];

/** The documents that were fetched, by their addresses.
 * @type {Map<string, Document>} */
const pages = new Map();

/** The open preview.
 * @type {HTMLElement | undefined} */
let panel;
/** The link whose preview is open or on its way.
 * @type {Element | undefined} */
let link;
/** @type {AbortController | undefined} */
let waiting;
let timer = 0;

/** The document at an address, fetched once; what is aborted or fails is forgotten, so that it may be asked for again.
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<Document>} */
async function read(address, signal) {
  if (address === location.href.split("#")[0]) return document;
  const known = pages.get(address);
  if (known) return known;
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  pages.set(address, page);
  return page;
}

/** Puts the preview beside its link, where there is room.
 * @param {HTMLElement} shown
 * @param {Element} beside
 * @returns {void} */
function place(shown, beside) {
  const box = beside.getClientRects()[0] ?? beside.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = shown;
  const left = Math.min(Math.max(box.left, 8), document.documentElement.clientWidth - width - 8);
  const below = box.bottom + 6;
  const top = below + height > innerHeight - 8 && box.top - height - 6 > 8 ? box.top - height - 6 : below;
  shown.style.left = `${left + scrollX}px`;
  shown.style.top = `${top + scrollY}px`;
}

/** The address of a link; one of a drawing has it elsewhere.
 * @param {Element} of
 * @returns {string} */
function addressOf(of) {
  return of instanceof SVGAElement ? of.href.baseVal : of.getAttribute("href") ?? "";
}

/** Shows the preview of a link.
 * @param {Element} next
 * @returns {Promise<void>} */
async function show(next) {
  hide();
  link = next;
  waiting = new AbortController();
  const { signal } = waiting;
  try {
    const url = new URL(addressOf(next), location.href);
    const page = await read(url.href.split("#")[0], signal);
    if (signal.aborted) return;
    const parts = contents(next, page, url);
    if (!parts.length) return;
    panel = make("div", { className: "kb-preview", popover: "manual" }, ...parts);
    panel.addEventListener("pointerenter", () => clearTimeout(timer));
    panel.addEventListener("pointerleave", leave);
    need(document, "main").append(panel);
    panel.showPopover();
    place(panel, next);
  } catch {
    // Without its preview the link still works.
  }
}

/** @returns {void} */
function hide() {
  clearTimeout(timer);
  waiting?.abort();
  panel?.remove();
  panel = link = undefined;
}

/** @returns {void} */
function leave() {
  clearTimeout(timer);
  timer = setTimeout(hide, LEAVE);
}

/** Shows the preview of a link in a moment.
 * @param {Element} next
 * @returns {void} */
function ask(next) {
  clearTimeout(timer);
  if (next !== link) timer = setTimeout(() => show(next), REST);
}

/** Begins with the link that asked first.
 * @param {string} selector the links that have a preview
 * @param {Element} first
 * @returns {void} */
export function start(selector, first) {
  addEventListener("pointerover", (event) => {
    const next = event.pointerType === "touch" ? null : within(event, selector);
    if (next) ask(next);
  });
  addEventListener("pointerout", (event) => {
    const left = within(event, selector);
    if (!left || (event.relatedTarget instanceof Node && left.contains(event.relatedTarget))) return;
    if (link) leave();
    else clearTimeout(timer);
    if (!panel && link === left) hide();
  });
  addEventListener("focusin", (event) => {
    const next = within(event, selector);
    if (next?.matches(":focus-visible")) ask(next);
    else if (link) hide();
  });
  addEventListener("focusout", (event) => {
    if (!within(event, selector)) return;
    if (link) leave();
    else clearTimeout(timer);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // With the preview open, Esc is for it alone.
    if (panel) event.stopPropagation();
    hide();
  }, true);
  addEventListener("pointerdown", (event) => {
    if (!(event.target instanceof Node && panel?.contains(event.target))) hide();
  });
  if (first.matches(":hover, :focus-visible")) ask(first);
}
