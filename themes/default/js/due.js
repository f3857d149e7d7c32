// The due page: groups, counts and words for the reader's today, and sorting and filtering without a reload.
//
// Notes that the page has no room for come from rest.json, once they are needed. Only some rows of a group are in the
// document at a time, so a filter is as quick with thousands of notes as with ten.

import { make, need, remember, remembered } from "./dom.js";
import { makeRow } from "./due-row.js";
import { byLevel, byUrgency, groupOf, statusOn } from "./review-rules.js";
import { refresh, showAge } from "./review-words.js";
import { say } from "./words.js";

/** @typedef {import("./review-rules.js").Build} Build */
/** @typedef {import("./due-row.js").Rest} Rest */
/** @typedef {import("./due-row.js").RestNote} RestNote */
/** @typedef {import("./due-row.js").Chip} Chip */

/** A note of the page: one with a row, or one of `rest.json` whose row is made when it is shown.
 * @typedef {import("./review-rules.js").Ranked & {
 *   title: string, topic: string[], subject: string[], row?: HTMLElement, note?: RestNote, chips?: Chip[],
 * }} Item */

/** The page, and what the reader has done to it. `rooms` is how many rows each group shows.
 * @typedef {object} View
 * @property {HTMLElement} page
 * @property {HTMLElement} root the element of all groups
 * @property {string} now the reader's day
 * @property {Item[]} items
 * @property {Record<string, number | undefined>} rooms
 * @property {Promise<boolean>} [loaded] */

/** Rows of a group, and how many more a click shows. */
const ROOM = 100;

/** Which of the two views was chosen last. */
const VIEW_KEY = "kb-due-view";

/** @type {Record<string, (a: Item, b: Item) => number>} */
const ORDERS = {
  urgency: byUrgency,
  title: (a, b) => a.title.localeCompare(b.title, document.documentElement.lang),
  level: byLevel,
};

/** Starts the page on day `now`.
 * @param {Build} build
 * @param {string} now
 * @returns {Promise<void>} */
export async function start(build, now) {
  /** @type {HTMLElement} */
  const page = need(document, ".kb-due");
  /** @type {HTMLElement} */
  const root = need(page, ".kb-groups");
  /** @type {NodeListOf<HTMLElement>} */
  const rows = root.querySelectorAll(".kb-entry[data-plan]");
  /** @type {View} */
  const view = { page, root, now, items: [...rows].map((row) => itemOf(row, now)), rooms: {} };
  showAge(build.date, now);
  controls(view);
  rememberView(page);
  if (now !== build.date && (await loadRest(view))) {
    for (const { row } of view.items) if (row) refresh(row, now);
    recount(view);
    draw(view);
  }
}

/** The note of a row.
 * @param {HTMLElement} row
 * @param {string} now
 * @returns {Item} */
function itemOf(row, now) {
  /** @param {string} kind
   * @returns {string[]} */
  const labels = (kind) => [...row.querySelectorAll(`[data-${kind}]`)].map((chip) => chip.textContent ?? "");
  const data = row.dataset;
  return {
    row, data, title: need(row, ".kb-entry-title").textContent ?? "", order: Number(data.order),
    topic: labels("topic"), subject: labels("subject"), now: statusOn(data, now),
  };
}

/** A note of `rest.json`.
 * @param {RestNote} note
 * @param {Chip[]} all the chips of all notes
 * @param {string} now
 * @returns {Item} */
function itemOfRest(note, all, now) {
  const chips = note.chips.map((ix) => all[ix]);
  /** @param {"topic" | "subject"} kind
   * @returns {string[]} */
  const labels = (kind) => chips.filter((chip) => chip[kind]).map((chip) => chip.label);
  const { title, order } = note;
  return {
    note, chips, data: note, title, order, topic: labels("topic"), subject: labels("subject"), now: statusOn(note, now),
  };
}

/** Fetches the notes that the page has no room for, once; false where they cannot be loaded.
 * @param {View} view
 * @returns {Promise<boolean>} */
function loadRest(view) {
  const { rest } = view.root.dataset;
  view.loaded ??= rest ? fetchRest(view, rest) : Promise.resolve(true);
  return view.loaded;
}

/** @param {View} view
 * @param {string} address
 * @returns {Promise<boolean>} */
async function fetchRest(view, address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return false;
    /** @type {Rest} */
    const { chips, notes } = await answer.json();
    view.items.push(...notes.map((note) => itemOfRest(note, chips, view.now)));
    return true;
  } catch {
    return false;
  }
}

/** The states of all notes, above the groups, in the navigation and in the stamps.
 * @param {View} view
 * @returns {void} */
function recount({ page, items, now }) {
  /** @param {string | undefined} state
   * @returns {number} */
  const inState = (state) => items.filter((item) => item.now.state === state).length;
  /** @type {NodeListOf<HTMLElement>} */
  const counts = page.querySelectorAll(".kb-counts [data-state]");
  for (const count of counts) {
    count.dataset.n = need(count, "b").textContent = String(inState(count.dataset.state));
  }
  const n = inState("overdue") + inState("due");
  need(page, ".kb-due-sum").textContent = n ? say("summary", { n }) : say("nothing");
  for (const stamp of page.querySelectorAll(".kb-stamp")) stamp.textContent = say("stamp", { date: now });
  /** @type {HTMLElement | null} */
  const count = document.querySelector(".kb-nav a[aria-current='page'] .kb-count");
  if (count) count.textContent = count.dataset.n = String(n);
}

/** Puts the notes that pass the filters into their groups, in the chosen order.
 * @param {View} view
 * @returns {void} */
function draw(view) {
  const { page, root, items, now } = view;
  /** @type {NodeListOf<HTMLSelectElement>} */
  const selects = page.querySelectorAll("[data-filter]");
  const filters = [...selects].filter(({ value }) => value);
  /** @param {Item} item
   * @returns {boolean} */
  const passes = (item) => filters.every(({ value, dataset }) => {
    const labels = dataset.filter === "topic" ? item.topic : item.subject;
    return labels.some((label) => label === value || label.startsWith(`${value}/`));
  });
  /** @type {Record<string, Item[] | undefined>} */
  const groups = {};
  for (const item of items) if (passes(item)) (groups[groupOf(item.now, now)] ??= []).push(item);
  /** @type {HTMLSelectElement} */
  const sort = need(page, "[data-sort]");
  /** @type {NodeListOf<HTMLElement>} */
  const shown = root.querySelectorAll(".kb-group");
  for (const group of shown) drawGroup(view, group, (groups[group.dataset.group ?? ""] ?? []).sort(ORDERS[sort.value]));
}

/** @param {View} view
 * @param {HTMLElement} group
 * @param {Item[]} all
 * @returns {void} */
function drawGroup(view, group, all) {
  const room = view.rooms[group.dataset.group ?? ""] ?? ROOM;
  need(group, ".kb-entries").replaceChildren(...all.slice(0, room).map((item) => rowOf(view, item)));
  need(group, ".kb-n").textContent = String(all.length);
  /** @type {HTMLElement} */
  const empty = need(group, ".kb-empty");
  empty.hidden = all.length > 0;
  /** @type {HTMLElement} */
  const more = need(group, ".kb-more");
  more.hidden = all.length <= room;
  need(more, "button").textContent = (more.dataset.words ?? "").replace("#", String(all.length - room));
}

/** The row of a note, made where the page had no room for it.
 * @param {View} view
 * @param {Item} item
 * @returns {HTMLElement} */
function rowOf({ root, now }, item) {
  if (item.row) return item.row;
  if (!item.note) throw new Error(`no row of ${item.title}`);
  const row = makeRow(root, item.note, item.chips ?? []);
  refresh(row, now);
  // The preview may tick boxes (`kbgen serve --write`).
  globalThis.kbgenWrite?.inRow(row);
  item.row = row;
  return row;
}

/** Shows what filters and sorts, and makes a button of each group's line that says how many more there are.
 * @param {View} view
 * @returns {void} */
function controls(view) {
  const { page, root } = view;
  /** @type {HTMLElement} */
  const bar = need(page, ".kb-filters");
  const redraw = async () => {
    await loadRest(view);
    draw(view);
  };
  bar.addEventListener("change", redraw);
  bar.hidden = false;
  for (const more of root.querySelectorAll(".kb-more")) {
    const button = make("button", { className: "kb-button", type: "button", textContent: more.textContent });
    button.addEventListener("click", () => {
      /** @type {HTMLElement | null} */
      const group = more.closest(".kb-group");
      const name = group?.dataset.group ?? "";
      view.rooms[name] = (view.rooms[name] ?? group?.querySelectorAll(".kb-entry").length ?? 0) + ROOM;
      redraw();
    });
    more.replaceChildren(button);
  }
}

/** The view, list or board, stays what the reader chose last.
 * @param {HTMLElement} page
 * @returns {void} */
function rememberView(page) {
  /** @type {HTMLInputElement} */
  const board = need(page, "#kb-view-board");
  if (remembered(VIEW_KEY) === "board") board.checked = true;
  need(page, ".kb-views").addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) remember(VIEW_KEY, target.value);
  });
}
