// The rows of notes that the due page has no room for, made as the theme's `parts/entry.html` makes them.

import { make } from "./dom.js";

/** A topic or subject of a note.
 * @typedef {{ label: string, href: string, topic: boolean, subject: boolean }} Chip */

/** A note in `rest.json`. A dot has a box's step, and its day where it is not ticked; `chips` are indices.
 * @typedef {object} RestNote
 * @property {string} title
 * @property {string} href
 * @property {string} plan
 * @property {string} [first]
 * @property {string} [at]
 * @property {number} [step]
 * @property {"low" | "medium" | "high"} [level]
 * @property {number} order
 * @property {[number, string | null][]} dots
 * @property {boolean} long_term
 * @property {number[]} chips
 * @property {string} [property]
 * @property {string} [command] */

/** `/due/rest.json`.
 * @typedef {{ notes: RestNote[], chips: Chip[] }} Rest */

/** A row without the words of its state.
 * @param {HTMLElement} root the element of all groups, whose attributes have the words
 * @param {RestNote} note
 * @param {Chip[]} chips the note's own
 * @returns {HTMLLIElement} */
export function makeRow(root, note, chips) {
  const row = make("li", { className: "kb-entry" });
  const { plan, first, at, step, level } = note;
  for (const [name, value] of Object.entries({ plan, first, at, step, level })) {
    if (value !== undefined) row.dataset[name] = String(value);
  }
  const title = make("a", { className: "kb-entry-title", href: note.href, dir: "auto", textContent: note.title });
  const main = make("div", { className: "kb-entry-main" }, title, metaOf(note, chips, root.dataset));
  const tick = tickOf(note, root.querySelector(".kb-tick"));
  if (tick) main.append(tick);
  row.append(main, sideOf(note, root.dataset));
  return row;
}

/** @param {RestNote} note
 * @param {Chip[]} chips
 * @param {DOMStringMap} words
 * @returns {HTMLElement} */
function metaOf({ level }, chips, words) {
  const meta = make("div", { className: "kb-meta" }, ...chips.map(({ label, href, topic, subject }) => {
    const chip = make("a", { className: "kb-chip", href, dir: "auto", textContent: label });
    if (topic) chip.dataset.topic = "";
    if (subject) chip.dataset.subject = "";
    return chip;
  }));
  if (level) {
    const known = words[`level${level[0].toUpperCase()}${level.slice(1)}`];
    const shown = make("span", { className: "kb-level", textContent: `${words.level} ${known}` });
    shown.dataset.level = level;
    meta.append(shown);
  }
  return meta;
}

/** How the note is ticked off, after the pattern of a row of the page.
 * @param {RestNote} note
 * @param {HTMLDetailsElement | null} pattern
 * @returns {HTMLDetailsElement | null} */
function tickOf({ command, property }, pattern) {
  if (!command || !pattern) return null;
  const tick = /** @type {HTMLDetailsElement} */ (pattern.cloneNode(true));
  const codes = [...tick.querySelectorAll("code")];
  codes[codes.length - 1].textContent = command;
  if (codes.length > 1 && property) codes[0].textContent = property;
  else if (codes.length > 1) codes[0].parentElement?.remove();
  tick.open = false;
  return tick;
}

/** @param {RestNote} note
 * @param {DOMStringMap} words
 * @returns {HTMLElement} */
function sideOf(note, words) {
  const side = make("div", { className: "kb-entry-side" }, make("span", { className: "kb-state" }));
  if (note.step) {
    const textContent = (words.step ?? "").replace("#", String(note.step));
    side.append(" ", make("strong", { className: "kb-step", textContent }));
  }
  side.append(" ", make("time", { className: "kb-when" }), " ", make("span", { className: "kb-late" }));
  if (note.dots.length) side.append(" ", dotsOf(note, words));
  return side;
}

/** @param {RestNote} note
 * @param {DOMStringMap} words
 * @returns {HTMLElement} */
function dotsOf({ dots, long_term, step }, words) {
  const ticked = dots.filter(([, date]) => !date).length + Number(long_term);
  const all = make("span", { className: "kb-dots", role: "img" });
  all.ariaLabel = (words.progress ?? "").replace("#", String(ticked)).replace("%", String(dots.length + 1));
  /** @type {[number | null, string | null][]} */
  const boxes = [...dots, [null, long_term ? null : ""]];
  for (const [days, date] of boxes) {
    const dot = document.createElement("i");
    dot.dataset.dot = date === null ? "done" : "open";
    if (date) dot.dataset.date = date;
    if (days === null) dot.dataset.last = "";
    else if (days === step) dot.dataset.next = "";
    all.append(dot);
  }
  return all;
}
