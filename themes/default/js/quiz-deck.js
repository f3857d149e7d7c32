// The questions that the chosen scope has. Further pages of questions are fetched when they are needed.

import { need } from "./dom.js";
import { statusOn } from "./review-rules.js";
import { refresh } from "./review-words.js";

/** @typedef {import("./review-rules.js").State} State */

/** `/quiz/topics.json`: the topics with questions, and the pages that have them.
 * @typedef {{ topics: { name: string, notes: number, pages: number[] }[] }} Topics */

/** The state of a note; none where it is not for review.
 * @param {HTMLElement} note
 * @param {string} now
 * @returns {State | null} */
export function stateOf(note, now) {
  return note.dataset.plan ? statusOn(note.dataset, now).state : null;
}

/** @param {HTMLElement} note
 * @param {string} now
 * @returns {boolean} */
export function isDue(note, now) {
  return ["due", "overdue"].includes(stateOf(note, now) ?? "");
}

/** Notes of a page, in its order.
 * @param {ParentNode} page
 * @returns {HTMLElement[]} */
function notesOf(page) {
  return [...page.querySelectorAll(".kb-quiz-note")].filter((note) => note instanceof HTMLElement);
}

/** Questions of a note, or of several.
 * @param {ParentNode} root
 * @param {string} [selector]
 * @returns {HTMLDetailsElement[]} */
export function cardsOf(root, selector = ".kb-card") {
  return [...root.querySelectorAll(selector)].filter((card) => card instanceof HTMLDetailsElement);
}

/** The notes of the page, and the questions of those in the scope. */
export class Deck {
  /** @param {HTMLElement} main
   * @param {string} now
   * @param {(card: HTMLDetailsElement) => void} adopted called with each question that comes into the page */
  constructor(main, now, adopted) {
    this.main = main;
    this.now = now;
    this.adopted = adopted;
    /** @type {HTMLElement} */
    this.list = need(main, ".kb-quiz-notes");
    /** @type {HTMLSelectElement} */
    this.scope = need(main, ".kb-quiz-tools select");
    /** The page of questions that this page is. */
    this.here = Number(this.list.dataset.page);
    this.fetched = new Set([this.here]);
    /** Pages still to be fetched for the scope.
     * @type {number[]} */
    this.queue = [];
    /** The scope's questions, as far as they are fetched.
     * @type {HTMLDetailsElement[]} */
    this.cards = [];
    /** Counts changes of the scope. */
    this.round = 0;
    this.adopt(notesOf(this.list));
  }

  /** The notes that are in the scope.
   * @returns {HTMLElement[]} */
  shown() {
    return notesOf(this.list).filter((note) => !note.hidden);
  }

  /** Takes notes into the page: their words are brought up to date.
   * @param {HTMLElement[]} notes
   * @returns {void} */
  adopt(notes) {
    for (const note of notes) {
      if (note.dataset.plan) refresh(note, this.now);
      cardsOf(note).forEach(this.adopted);
    }
  }

  /** @param {HTMLElement} note
   * @returns {boolean} */
  isWanted(note) {
    const { value } = this.scope;
    if (value === "due") return isDue(note, this.now);
    if (!value.startsWith("topic:")) return true;
    const topic = value.slice("topic:".length);
    const names = [...note.querySelectorAll("[data-topic]")].map((chip) => chip.textContent ?? "");
    return names.some((name) => name === topic || name.startsWith(`${topic}/`));
  }

  /** Hides the notes that the scope leaves out, and says how many questions there are.
   * @returns {void} */
  gather() {
    for (const note of notesOf(this.list)) note.hidden = !this.isWanted(note);
    this.cards = cardsOf(this.list, ".kb-quiz-note:not([hidden]) .kb-card");
    /** @type {HTMLButtonElement} */
    const start = need(this.main, ".kb-quiz-start");
    need(start, ".kb-n").textContent = this.cards.length + (this.queue.length ? "+" : "");
    start.disabled = !this.cards.length;
    /** @type {HTMLElement} */
    const none = need(this.main, ".kb-quiz-none");
    none.hidden = this.cards.length > 0;
    /** @type {HTMLElement} */
    const result = need(this.main, "[data-do='result']");
    result.hidden = !this.cards.some((card) => card.dataset.grade);
  }

  /** Fetches the next page of the queue.
   * @returns {Promise<void>} */
  async fetchPage() {
    const round = this.round;
    const number = this.queue.shift();
    if (number === undefined) return;
    this.fetched.add(number);
    const { first } = this.list.dataset;
    const answer = await fetch(number === 1 ? `${first}` : `${first}page/${number}/`);
    if (!answer.ok) return;
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    const notes = notesOf(other).map((note) => document.adoptNode(note));
    this.list.append(...notes);
    this.adopt(notes);
    // The notes are in the order of urgency: past a page without any that is due there are no more.
    const over = this.scope.value === "due" && !notes.some((note) => isDue(note, this.now));
    if (round === this.round && over) this.queue = [];
    this.gather();
  }

  /** Puts the pages of the scope into the queue, and fetches until there is a question.
   * @returns {Promise<void>} */
  async choose() {
    this.round += 1;
    this.queue = this.pagesOfScope().filter((number) => !this.fetched.has(number));
    this.gather();
    while (!this.cards.length && this.queue.length) await this.fetchPage();
  }

  /** @returns {number[]} */
  pagesOfScope() {
    const topic = this.scope.selectedOptions[0]?.dataset.pages;
    if (topic) return topic.split(" ").map(Number);
    const all = Array.from({ length: Number(this.list.dataset.pages) }, (_, ix) => ix + 1);
    if (this.scope.value === "all") return all.filter((number) => number > this.here);
    return notesOf(this.list).slice(-1).some((note) => isDue(note, this.now)) ? all : [];
  }

  /** Adds the topics to the scopes; true where the page's address asks for one of them.
   * @returns {Promise<boolean>} */
  async loadTopics() {
    const group = need(this.scope, "optgroup");
    const answer = await fetch(this.list.dataset.topics ?? "");
    if (!answer.ok) return false;
    /** @type {Topics} */
    const { topics } = await answer.json();
    const asked = new URLSearchParams(location.search).get("topic")?.toLowerCase();
    let found = false;
    for (const { name, notes, pages } of topics) {
      const option = new Option(`${name} (${notes})`, `topic:${name}`);
      option.dataset.pages = pages.join(" ");
      group.append(option);
      if (name.toLowerCase() === asked) {
        option.selected = true;
        found = true;
      }
    }
    return found;
  }
}
