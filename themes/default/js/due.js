// The due page: groups, counts and words for the reader's today, and sorting and filtering without a reload. What it
// needs of the entry module comes with the call: two modules that import each other cannot be named by their content.

const SOON = 7;
const LEVELS = { low: 0, medium: 1, "": 2, high: 3 };

const level = (entry) => LEVELS[entry.dataset.level ?? ""];
const title = (entry) => entry.querySelector(".kb-entry-title").textContent;
const late = (entry) => Number(entry.dataset.late) / Number(entry.dataset.step ?? 1);
const date = (entry) => entry.querySelector(".kb-when:not([hidden])")?.dateTime ?? "";
const order = (entry) => Number(entry.dataset.order);
const labels = (entry, kind) => [...entry.querySelectorAll(`[data-${kind}]`)].map((chip) => chip.textContent);

/** The group that a note belongs to on day `now`. */
function groupOf({ state, date }, now, { daysBetween }) {
  if (state === "upcoming" || state === "not-started") return daysBetween(now, date) <= SOON ? "soon" : "later";
  return state === "ahead" ? "later" : state;
}

/** Overdue by days late per step, the rest by date; then the least confident first, then by path, as the build sorts. */
function byUrgency(a, b) {
  const byDate = late(a) ? 0 : date(a).localeCompare(date(b));
  return late(b) - late(a) || byDate || level(a) - level(b) || order(a) - order(b);
}
const byTitle = (a, b) => title(a).localeCompare(title(b), document.documentElement.lang);
const ORDERS = { urgency: byUrgency, title: byTitle, level: (a, b) => level(a) - level(b) || byUrgency(a, b) };

export function start(data, now, review) {
  const page = document.querySelector(".kb-due");
  const entries = [...page.querySelectorAll(".kb-entry[data-plan]")];
  for (const entry of entries) entry.dataset.late = review.stateOn(entry.dataset, now).late;
  // A page that shows only the first notes of a group keeps the build's groups: the others could not move.
  if (now !== data.date && !page.querySelector("[data-part]")) regroup(page, entries, now, data, review);
  showAge(page, now, data, review);
  filters(page, entries);
  rememberView(page);
}

function regroup(page, entries, now, { words, date }, review) {
  const { refresh, say } = review;
  const states = {};
  for (const entry of entries) {
    const result = refresh(entry, now, words);
    states[result.state] = (states[result.state] ?? 0) + 1;
    page.querySelector(`[data-group="${groupOf(result, now, review)}"] .kb-entries`).append(entry);
  }
  for (const item of page.querySelectorAll(".kb-counts [data-state]")) {
    const n = states[item.dataset.state] ?? 0;
    item.dataset.n = item.querySelector("b").textContent = n;
  }
  const n = (states.overdue ?? 0) + (states.due ?? 0);
  page.querySelector(".kb-due-sum").textContent = n ? say(words, "summary", { n }) : say(words, "nothing");
  for (const stamp of page.querySelectorAll(".kb-stamp")) stamp.textContent = say(words, "stamp", { date: now });
  const count = document.querySelector(".kb-nav a[aria-current='page'] .kb-count");
  if (count) count.textContent = count.dataset.n = n;
  arrange(page, ORDERS.urgency);
}

/** Says how old the build is, where it is old. */
function showAge(page, now, { words, date }, { daysBetween, say }) {
  const age = daysBetween(date, now);
  const old = page.querySelector(".kb-old");
  if (age > 0 && old) {
    old.textContent = say(words, "old", { n: age });
    old.hidden = false;
  }
}

/** Sorts each group, and counts what is shown of it. */
function arrange(page, order) {
  for (const group of page.querySelectorAll(".kb-group")) {
    const list = group.querySelector(".kb-entries");
    if (order) list.append(...[...list.children].sort(order));
    const shown = [...list.children].filter((entry) => !entry.hidden).length;
    group.querySelector(".kb-n").textContent = shown;
    group.querySelector(".kb-empty").hidden = shown > 0;
  }
}

function filters(page, entries) {
  const bar = page.querySelector(".kb-filters");
  const selects = [...bar.querySelectorAll("[data-filter]")];
  for (const select of selects) {
    const names = [...new Set(entries.flatMap((entry) => labels(entry, select.dataset.filter)))];
    names.sort((a, b) => a.localeCompare(b, document.documentElement.lang));
    select.append(...names.map((name) => new Option(name, name)));
    select.parentElement.hidden = !names.length;
  }
  const sort = bar.querySelector("[data-sort]");
  bar.addEventListener("change", () => {
    for (const entry of entries) {
      entry.hidden = !selects.every(({ value, dataset }) => !value || labels(entry, dataset.filter).includes(value));
    }
    arrange(page, ORDERS[sort.value]);
  });
  bar.hidden = false;
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
