// What a session of the quiz ends with: the score, and what is to be ticked.

import { make, need } from "./dom.js";
import { cardsOf, isDue, stateOf } from "./quiz-deck.js";

/** A note with a question that was graded today; 0 for a question without a grade.
 * @typedef {{ note: HTMLElement, grades: number[] }} Answered */

/** What is to be ticked: notes that are up for review and have every question answered.
 * @param {HTMLElement[]} notes
 * @param {string} now
 * @returns {Answered[]} */
export function finished(notes, now) {
  const gradeOf = (/** @type {HTMLElement} */ card) => Number(card.dataset.grade ?? 0);
  const answered = notes.map((note) => ({ note, grades: cardsOf(note).map(gradeOf) }));
  return answered.filter(({ note, grades }) =>
    grades.length && grades.every(Boolean)
    && (isDue(note, now) || stateOf(note, now) === "extra") && note.querySelector(".kb-quiz-tick"));
}

/** The worst of some grades in words: those of the button that gives it.
 * @param {HTMLElement} main
 * @param {number[]} grades
 * @returns {string} */
function worstWord(main, grades) {
  return need(main, `.kb-quiz-bar [data-grade='${Math.min(...grades)}']`).textContent ?? "";
}

/** Fills the section of results.
 * @param {HTMLElement} main
 * @param {HTMLDetailsElement[]} cards the scope's questions
 * @param {Answered[]} done
 * @returns {void} */
export function showSummary(main, cards, done) {
  /** @type {HTMLElement} */
  const result = need(main, ".kb-quiz-result");
  /** @type {HTMLElement} */
  const score = need(result, ".kb-quiz-score");
  const graded = cards.filter((card) => card.dataset.grade).length;
  score.textContent = (score.dataset.words ?? "").replace("#", String(graded)).replace("%", String(cards.length));
  need(result, ".kb-quiz-ticks").replaceChildren(...done.map((one) => itemOf(main, one)));
  /** @type {HTMLElement} */
  const empty = need(result, ".kb-empty");
  empty.hidden = done.length > 0;
  /** @type {NodeListOf<HTMLButtonElement>} */
  const exports = result.querySelectorAll("[data-do='copy'], [data-do='save']");
  for (const button of exports) button.disabled = !done.length;
}

/** @param {HTMLElement} main
 * @param {Answered} answered
 * @returns {HTMLLIElement} */
function itemOf(main, { note, grades }) {
  const level = make("span", { className: "kb-quiz-level", textContent: worstWord(main, grades) });
  level.dataset.grade = String(Math.min(...grades));
  const [link, tick] = ["h2 a", ".kb-quiz-tick"].map((selector) => need(note, selector).cloneNode(true));
  const item = make("li", {}, link, " ", level, tick);
  const box = writeBox(main, note, Math.min(...grades));
  if (box) item.append(box);
  return item;
}

/** Where the preview may write (`kbgen serve --write`): a button that ticks the note, with the grade.
 * @param {HTMLElement} main
 * @param {HTMLElement} note
 * @param {number} grade
 * @returns {HTMLElement | null} */
function writeBox(main, note, grade) {
  const write = globalThis.kbgenWrite;
  /** @type {HTMLAnchorElement} */
  const link = need(note, "h2 a");
  const path = decodeURIComponent(new URL(link.href).pathname).normalize("NFC");
  if (!write?.notes[path]) return null;
  /** @type {HTMLElement} */
  const list = need(main, ".kb-quiz-ticks");
  const said = make("span", { role: "status" });
  const button = make("button", { type: "button", className: "kb-button", textContent: list.dataset.write ?? "" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { ok, message } = await write.done(path, { grade });
    said.textContent = ` ${message}`;
    button.disabled = ok;
  });
  return make("p", {}, button, said);
}

/** The list to tick, as Markdown.
 * @param {HTMLElement} main
 * @param {Answered[]} done
 * @param {string} now
 * @returns {string} */
export function asText(main, done, now) {
  /** @param {Answered} answered
   * @returns {string} */
  const line = ({ note, grades }) => {
    /** @type {HTMLElement} */
    const tick = need(note, ".kb-quiz-tick");
    const what = [tick.dataset.property, tick.dataset.command].filter(Boolean).map((text) => `\`${text}\``).join(" · ");
    return `- [ ] ${need(note, "h2").textContent?.trim()} (${worstWord(main, grades)}): ${what}`;
  };
  return `${now}\n\n${done.map(line).join("\n")}\n`;
}
