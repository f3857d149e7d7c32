// Brings review words of a page up to the reader's own day.

import { need } from "./dom.js";
import { daysBetween, statusOn, today } from "./review-rules.js";
import { say, sayDate } from "./words.js";

/** @typedef {import("./review-rules.js").Build} Build */
/** @typedef {import("./review-rules.js").Status} Status */

/** Shows a text, or hides the element that has none.
 * @param {HTMLElement | null} element
 * @param {string} text
 * @returns {void} */
function put(element, text) {
  if (!element) return;
  element.textContent = text;
  element.hidden = !text;
}

/** Brings one element with a plan up to day `now`, and returns its status.
 * @param {HTMLElement} element
 * @param {string} now
 * @returns {Status} */
export function refresh(element, now) {
  const status = statusOn(element.dataset, now);
  element.dataset.state = status.state;
  element.dataset.late = String(status.late);
  refreshWhen(element.querySelector(".kb-when"), status);
  /** @type {HTMLElement | null} */
  const step = element.querySelector(".kb-step");
  if (step) step.hidden = status.state === "not-started";
  put(element.querySelector(".kb-state"), say(`state_${status.state}`));
  put(element.querySelector(".kb-late"), status.late ? say("late", { n: status.late }) : "");
  /** @type {HTMLTimeElement | null} */
  const next = element.querySelector(".kb-next");
  if (next) next.hidden = next.dateTime < now;
  const number = element.querySelector(".kb-day-number");
  if (number && element.dataset.first) {
    number.textContent = say("day_number", { n: daysBetween(element.dataset.first, now) });
  }
  refreshDots(element, status, now);
  return status;
}

/** The day that a status names, in words.
 * @param {HTMLTimeElement | null} when
 * @param {Status} status
 * @returns {void} */
function refreshWhen(when, { state, date }) {
  if (!when) return;
  const said = date ? sayDate(date) : "";
  if (date) when.dateTime = date;
  if (state === "extra") put(when, say("since", { date: said }));
  else if (state === "not-started") put(when, say("starts", { date: said }));
  else put(when, said);
}

/** The dots of a ladder: of the boxes that are not ticked some become missed ones.
 * @param {HTMLElement} element
 * @param {Status} status
 * @param {string} now
 * @returns {void} */
function refreshDots(element, { state }, now) {
  /** @type {NodeListOf<HTMLElement>} */
  const dots = element.querySelectorAll("[data-dot]:not([data-dot='done'])");
  for (const dot of dots) {
    const day = dot.dataset.date ?? dot.querySelector("time")?.dateTime;
    if (!day) continue;
    const isNext = "next" in dot.dataset && state !== "not-started";
    const kind = isNext ? "next" : day <= now ? "missed" : "open";
    dot.dataset.dot = kind;
    put(dot.querySelector(".kb-vh"), say(`dot_${kind}`));
  }
}

/** Says how old the build is, where it is old.
 * @param {string} date
 * @param {string} now
 * @returns {void} */
export function showAge(date, now) {
  const age = daysBetween(date, now);
  if (age > 0) put(document.querySelector(".kb-old"), say("old", { n: age }));
}

/** A page that is not the due page: the note's own state is brought up to date; lists and counts, of which the page
 * holds only a part, keep the words and the stamp of the build, and say how old they are.
 * @param {Build} build
 * @param {string} now
 * @returns {void} */
function refreshPage({ date }, now) {
  /** @type {HTMLElement} */
  const block = need(document, "script#kb-data");
  block.dataset.old = String(daysBetween(date, now));
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".kb-review");
  for (const element of boxes) {
    refresh(element, now);
    put(element.querySelector(".kb-stamp"), say("stamp", { date: now }));
  }
  /** @type {NodeListOf<HTMLElement>} */
  const counts = document.querySelectorAll(".kb-nav .kb-count");
  for (const count of counts) {
    count.title = say("stamp", { date });
    count.dataset.n = "";
  }
  showAge(date, now);
}

/** Brings this page up to the reader's day; the due page and the quiz have scripts of their own for that.
 * @returns {Promise<void>} */
export async function reviewWords() {
  const block = document.querySelector("script#kb-data");
  if (!block) return;
  /** @type {Build} */
  const build = JSON.parse(block.textContent ?? "");
  const now = today(build);
  if (document.querySelector(".kb-due")) (await import("./due.js")).start(build, now);
  else if (document.querySelector(".kb-quiz")) (await import("./quiz.js")).start(now);
  else if (now !== build.date) refreshPage(build, now);
}
