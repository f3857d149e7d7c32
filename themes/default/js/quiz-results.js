// The results of the quiz, which stay in this browser.

import { remember, remembered } from "./dom.js";
import { daysBetween } from "./review-rules.js";

/** The grade of a question and the day it was given, by the question's id.
 * @typedef {Record<string, [grade: string, day: string] | undefined>} Results */

const STORE = "kb-quiz";
/** Days that results are kept: longer than any step of a usual ladder. */
const KEPT = 60;

/** What is kept of earlier sessions.
 * @param {string} now
 * @returns {Results} */
export function restore(now) {
  try {
    /** @type {[string, [string, string]][]} */
    const all = Object.entries(JSON.parse(remembered(STORE) ?? "{}"));
    return Object.fromEntries(all.filter(([, [, day]]) => daysBetween(day, now) <= KEPT));
  } catch {
    // Something else has written there.
    return {};
  }
}

/** @param {Results} results
 * @returns {void} */
export function keep(results) {
  remember(STORE, JSON.stringify(results));
}
