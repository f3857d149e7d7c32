// The due page: groups, counts and words for the reader's today, and sorting and filtering without a reload. What it
// needs of the entry module comes with the call: two modules that import each other cannot be named by their content.
//
// Notes that the page has no room for come from rest.json, once they are needed. Only some rows of a group are in the
// document at a time, so a filter is as quick with thousands of notes as with ten.

const SOON = 7;
/** Rows of a group, and how many more a click shows. */
const ROOM = 100;
const LEVELS = { low: 0, medium: 1, high: 3 };

/** The group that a note belongs to on day `now`. */
export function groupOf({ state, date }, now, { daysBetween }) {
  if (state === "upcoming" || state === "not-started") return daysBetween(now, date) <= SOON ? "soon" : "later";
  return state === "ahead" ? "later" : state;
}

const level = (item) => LEVELS[item.data.level] ?? 2;
const urgency = (item) => item.now.late / Number(item.data.step || 1);

/** Overdue by days late per step, the rest by date; then the least confident first, then by path, as the build sorts. */
export function byUrgency(a, b) {
  const byDate = a.now.late ? 0 : (a.now.date ?? "").localeCompare(b.now.date ?? "");
  return urgency(b) - urgency(a) || byDate || level(a) - level(b) || a.order - b.order;
}
const byTitle = (a, b) => a.title.localeCompare(b.title, document.documentElement.lang);
const ORDERS = { urgency: byUrgency, title: byTitle, level: (a, b) => level(a) - level(b) || byUrgency(a, b) };

export async function start(data, now, review) {
  const page = document.querySelector(".kb-due");
  const root = page.querySelector(".kb-groups");
  const items = [...root.querySelectorAll(".kb-entry[data-plan]")].map(ofRow);
  const view = { page, root, items, data, now, review, rooms: {} };
  for (const item of items) item.now = review.stateOn(item.data, now);
  showAge(view);
  controls(view);
  rememberView(page);
  if (now !== data.date && (await loadRest(view))) {
    for (const { row } of items) if (row) review.refresh(row, now, data.words);
    recount(view);
    draw(view);
  }
}

/** A note of the page. */
function ofRow(row) {
  const labels = (kind) => [...row.querySelectorAll(`[data-${kind}]`)].map((chip) => chip.textContent);
  const title = row.querySelector(".kb-entry-title").textContent;
  return { row, data: row.dataset, title, order: Number(row.dataset.order), topic: labels("topic"), subject: labels("subject") };
}

/** Fetches the notes that the page has no room for, once; false where they cannot be had. */
function loadRest(view) {
  return (view.loaded ??= view.root.dataset.rest ? fetchRest(view) : Promise.resolve(true));
}

async function fetchRest(view) {
  try {
    const answer = await fetch(view.root.dataset.rest);
    if (!answer.ok) return false;
    const { chips, notes } = await answer.json();
    for (const note of notes) {
      const own = note.chips.map((ix) => chips[ix]);
      const labels = (kind) => own.filter((chip) => chip[kind]).map((chip) => chip.label);
      const { plan, first, at, step, level, order, title } = note;
      const data = { plan, first, at, step, level };
      const item = { data, title, order, note, own, topic: labels("topic"), subject: labels("subject") };
      item.now = view.review.stateOn(data, view.now);
      view.items.push(item);
    }
    return true;
  } catch {
    return false;
  }
}

/** The states of all notes, above the groups, in the navigation and in the stamps. */
function recount({ page, items, data: { words }, now, review: { say } }) {
  const states = {};
  for (const item of items) states[item.now.state] = (states[item.now.state] ?? 0) + 1;
  for (const count of page.querySelectorAll(".kb-counts [data-state]")) {
    count.dataset.n = count.querySelector("b").textContent = states[count.dataset.state] ?? 0;
  }
  const n = (states.overdue ?? 0) + (states.due ?? 0);
  page.querySelector(".kb-due-sum").textContent = n ? say(words, "summary", { n }) : say(words, "nothing");
  for (const stamp of page.querySelectorAll(".kb-stamp")) stamp.textContent = say(words, "stamp", { date: now });
  const count = document.querySelector(".kb-nav a[aria-current='page'] .kb-count");
  if (count) count.textContent = count.dataset.n = n;
}

/** Says how old the build is, where it is old. */
function showAge({ page, now, data: { words, date }, review: { daysBetween, say } }) {
  const age = daysBetween(date, now);
  const old = page.querySelector(".kb-old");
  if (age > 0 && old) {
    old.textContent = say(words, "old", { n: age });
    old.hidden = false;
  }
}

/** Puts the notes that pass the filters into their groups, in the chosen order. */
function draw(view) {
  const { page, root, items, now, review } = view;
  const filters = [...page.querySelectorAll("[data-filter]")].filter(({ value }) => value);
  const passes = (item) => filters.every(({ value, dataset }) =>
    item[dataset.filter].some((label) => label === value || label.startsWith(`${value}/`)));
  const groups = {};
  for (const item of items) if (passes(item)) (groups[groupOf(item.now, now, review)] ??= []).push(item);
  const order = ORDERS[page.querySelector("[data-sort]").value];
  for (const group of root.querySelectorAll(".kb-group")) {
    const all = (groups[group.dataset.group] ?? []).sort(order);
    const room = view.rooms[group.dataset.group] ?? ROOM;
    group.querySelector(".kb-entries").replaceChildren(...all.slice(0, room).map((item) => rowOf(view, item)));
    group.querySelector(".kb-n").textContent = all.length;
    group.querySelector(".kb-empty").hidden = all.length > 0;
    const more = group.querySelector(".kb-more");
    more.hidden = all.length <= room;
    more.firstElementChild.textContent = more.dataset.words.replace("#", all.length - room);
  }
}

function controls(view) {
  const { page, root } = view;
  const bar = page.querySelector(".kb-filters");
  const redraw = async () => (await loadRest(view), draw(view));
  bar.addEventListener("change", redraw);
  bar.hidden = false;
  for (const more of root.querySelectorAll(".kb-more")) {
    const button = make("button", { className: "kb-button", type: "button", textContent: more.textContent });
    button.addEventListener("click", () => {
      const { group } = more.parentElement.dataset;
      view.rooms[group] = (view.rooms[group] ?? more.parentElement.querySelectorAll(".kb-entry").length) + ROOM;
      redraw();
    });
    more.replaceChildren(button);
  }
}

const make = (name, values) => Object.assign(document.createElement(name), values);

/** The row of a note; made as the theme's `parts/entry.html` has it where the page had no room for it. */
function rowOf({ root, now, data, review }, item) {
  if (item.row) return item.row;
  const { note, own } = item;
  const words = root.dataset;
  const row = make("li", { className: "kb-entry" });
  for (const [name, value] of Object.entries(item.data)) if (value !== undefined) row.dataset[name] = value;
  const main = make("div", { className: "kb-entry-main" });
  const meta = make("div", { className: "kb-meta" });
  meta.append(...own.map(({ label, href, topic, subject }) => {
    const chip = make("a", { className: "kb-chip", href, dir: "auto", textContent: label });
    if (topic) chip.dataset.topic = "";
    if (subject) chip.dataset.subject = "";
    return chip;
  }));
  if (note.level) {
    const known = words[`level${note.level[0].toUpperCase()}${note.level.slice(1)}`];
    const level = make("span", { className: "kb-level", textContent: `${words.level} ${known}` });
    level.dataset.level = note.level;
    meta.append(level);
  }
  main.append(make("a", { className: "kb-entry-title", href: note.href, dir: "auto", textContent: note.title }), meta);
  const tick = note.command && root.querySelector(".kb-tick")?.cloneNode(true);
  if (tick) {
    const codes = [...tick.querySelectorAll("code")];
    codes.at(-1).textContent = note.command;
    if (codes.length > 1 && note.property) codes[0].textContent = note.property;
    else if (codes.length > 1) codes[0].parentElement.remove();
    tick.open = false;
    main.append(tick);
  }
  const side = make("div", { className: "kb-entry-side" });
  side.append(make("span", { className: "kb-state" }));
  if (note.step) side.append(" ", make("strong", { className: "kb-step", textContent: words.step.replace("#", note.step) }));
  side.append(" ", make("time", { className: "kb-when" }), " ", make("span", { className: "kb-late" }));
  if (note.dots.length) side.append(" ", dotsOf(note, words));
  row.append(main, side);
  review.refresh(row, now, data.words);
  // The preview may tick boxes (`kbgen serve --write`).
  globalThis.kbgenWrite?.inRow(row);
  item.row = row;
  return row;
}

function dotsOf({ dots, long_term, step }, words) {
  const ticked = dots.filter(([, date]) => !date).length + Number(long_term);
  const all = make("span", { className: "kb-dots", role: "img" });
  all.ariaLabel = words.progress.replace("#", ticked).replace("%", dots.length + 1);
  for (const [days, date] of [...dots, [null, long_term ? null : ""]]) {
    const dot = make("i", {});
    dot.dataset.dot = date === null ? "done" : "open";
    if (date) dot.dataset.date = date;
    if (days === null) dot.dataset.last = "";
    else if (days === step) dot.dataset.next = "";
    all.append(dot);
  }
  return all;
}

/** The view, list or board, stays what the reader chose last. */
function rememberView(page) {
  try {
    if (localStorage.getItem("kb-due-view") === "board") page.querySelector("#kb-view-board").checked = true;
    page.querySelector(".kb-views").addEventListener("change", (event) => {
      localStorage.setItem("kb-due-view", event.target.value);
    });
  } catch {
    // Storage may be forbidden; the list it is.
  }
}
