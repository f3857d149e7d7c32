// The quiz: a session of one question at a time over the page's own <details>, with the keyboard or one thumb.

import { isTaken, need, within } from "./dom.js";
import { Deck } from "./quiz-deck.js";
import { keep, restore } from "./quiz-results.js";
import { asText, finished, showSummary } from "./quiz-summary.js";

/** What a button or key does; a button is handed in.
 * @typedef {(button?: Element & HTMLOrSVGElement) => unknown} Deed */

/** One reader's session. */
class Session {
  /** @param {HTMLElement} main
   * @param {string} now */
  constructor(main, now) {
    this.main = main;
    this.now = now;
    /** @type {HTMLElement} */
    this.bar = need(main, ".kb-quiz-bar");
    /** @type {HTMLElement} */
    this.result = need(main, ".kb-quiz-result");
    /** @type {HTMLDialogElement} */
    this.help = need(main, ".kb-quiz-help");
    this.results = restore(now);
    /** The question that is asked.
     * @type {HTMLDetailsElement | undefined} */
    this.card = undefined;
    this.deck = new Deck(main, now, (card) => this.adopt(card));
    /** By the attribute `data-do` of a button.
     * @type {Record<string, Deed>} */
    this.deeds = {
      start: () => this.go(this.firstOpen()),
      prev: () => this.go(this.at() - 1),
      next: () => this.go(this.at() + 1),
      help: () => (this.help.open ? this.help.close() : this.help.showModal()),
      result: () => this.finish(),
      reveal: () => this.reveal(),
      leave: () => this.leave(),
      copy: (button) => button && this.copy(button),
      save: () => this.save(),
      forget: () => this.forget(),
    };
  }

  /** A question comes into the page: an earlier grade of today is shown.
   * @param {HTMLDetailsElement} card
   * @returns {void} */
  adopt(card) {
    const [grade, day] = this.results[card.id] ?? [];
    if (grade && day === this.now) card.dataset.grade = grade;
    card.addEventListener("toggle", () => {
      if (card === this.card) this.show();
    });
  }

  /** The place of the current question; -1 without one.
   * @returns {number} */
  at() {
    return this.card ? this.deck.cards.indexOf(this.card) : -1;
  }

  /** The place of the first question that was not graded today; of the first of all where none is left.
   * @returns {number} */
  firstOpen() {
    return Math.max(0, this.deck.cards.findIndex((card) => !card.dataset.grade));
  }

  /** Shows the current question, and what can be done with it.
   * @returns {void} */
  show() {
    const { card, bar, deck } = this;
    this.main.toggleAttribute("data-on", Boolean(card));
    bar.hidden = !card;
    for (const old of deck.list.querySelectorAll("[data-current]")) old.removeAttribute("data-current");
    if (!card) return;
    card.dataset.current = "";
    card.closest(".kb-quiz-note")?.setAttribute("data-current", "");
    const more = deck.queue.length ? "+" : "";
    need(bar, "[role='status']").textContent = `${this.at() + 1} / ${deck.cards.length}${more}`;
    /** @type {HTMLElement[]} */
    const [reveal, grades] = [need(bar, ".kb-quiz-reveal"), need(bar, ".kb-quiz-grades")];
    reveal.hidden = card.open;
    grades.hidden = !card.open;
    /** @type {NodeListOf<HTMLElement>} */
    const buttons = bar.querySelectorAll("[data-grade]");
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.grade === card.dataset.grade));
    }
  }

  /** Asks the question at a place; past the last one the session is over.
   * @param {number} to
   * @returns {Promise<void>} */
  async go(to) {
    const { deck } = this;
    if (to < 0 || !deck.cards.length) return;
    while (to >= deck.cards.length && deck.queue.length) await deck.fetchPage();
    this.result.hidden = true;
    if (to >= deck.cards.length) {
      this.finish();
      return;
    }
    this.card = deck.cards[to];
    if (to >= deck.cards.length - 2 && deck.queue.length) deck.fetchPage().then(() => this.show());
    this.show();
    scrollTo(0, 0);
    /** @type {HTMLElement} */
    const summary = need(this.card, "summary");
    summary.focus({ preventScroll: true });
  }

  /** Shows the answer; begins where no question is asked.
   * @returns {Promise<void>} */
  async reveal() {
    if (!this.card) await this.go(this.firstOpen());
    if (this.card) this.card.open = true;
  }

  /** Grades the current question once its answer is shown, and asks the next.
   * @param {string} value
   * @returns {void} */
  grade(value) {
    if (!this.card?.open) return;
    this.card.dataset.grade = value;
    this.results[this.card.id] = [value, this.now];
    keep(this.results);
    this.card.open = false;
    this.go(this.at() + 1);
  }

  /** @returns {void} */
  leave() {
    this.card = undefined;
    this.show();
  }

  /** @returns {void} */
  finish() {
    this.leave();
    this.deck.gather();
    showSummary(this.main, this.deck.cards, this.done());
    this.result.hidden = false;
    this.result.focus();
  }

  /** What is to be ticked.
   * @returns {import("./quiz-summary.js").Answered[]} */
  done() {
    return finished(this.deck.shown(), this.now);
  }

  /** @param {Element & HTMLOrSVGElement} button
   * @returns {Promise<void>} */
  async copy(button) {
    await navigator.clipboard.writeText(asText(this.main, this.done(), this.now));
    button.textContent = button.dataset.done ?? "";
  }

  /** @returns {void} */
  save() {
    const url = URL.createObjectURL(new Blob([asText(this.main, this.done(), this.now)], { type: "text/markdown" }));
    Object.assign(document.createElement("a"), { href: url, download: `quiz-${this.now}.md` }).click();
    URL.revokeObjectURL(url);
  }

  /** @returns {void} */
  forget() {
    this.results = {};
    keep(this.results);
    for (const card of this.deck.list.querySelectorAll("[data-grade]")) card.removeAttribute("data-grade");
    this.result.hidden = true;
    this.deck.gather();
  }

  /** @param {MouseEvent} event
   * @returns {void} */
  click(event) {
    const button = within(event, "button");
    if (button?.dataset.do) this.deeds[button.dataset.do](button);
    else if (button?.dataset.grade) this.grade(button.dataset.grade);
  }

  /** @param {KeyboardEvent} event
   * @returns {void} */
  key(event) {
    if (isTaken(event)) return;
    if (this.help.open) {
      if (event.key === "?") this.help.close();
      return;
    }
    const deed = this.deedOf(event);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  /** What a key does. Space and Enter do what they do on a button or link; on the question itself they show the answer.
   * @param {KeyboardEvent} event
   * @returns {Deed | null | undefined} */
  deedOf(event) {
    const own = within(event, "a, button, summary");
    const pressed = own && !(own.matches("summary") && own.parentElement === this.card);
    const { deeds } = this;
    /** @type {Record<string, Deed | null | undefined>} */
    const keys = {
      " ": pressed ? null : deeds.reveal, Enter: pressed ? null : deeds.reveal,
      j: deeds.next, k: deeds.prev, "?": deeds.help,
      1: () => this.grade("1"), 2: () => this.grade("2"), 3: () => this.grade("3"),
    };
    if (this.card) {
      keys.ArrowDown = keys.ArrowRight = deeds.next;
      keys.ArrowUp = keys.ArrowLeft = deeds.prev;
      keys.Escape = deeds.leave;
    }
    return keys[event.key];
  }

  /** Takes the questions of the chosen scope.
   * @returns {Promise<void>} */
  async choose() {
    this.leave();
    await this.deck.choose();
  }

  /** @returns {Promise<void>} */
  async start() {
    const { scope, here } = this.deck;
    this.main.addEventListener("click", (event) => this.click(event));
    addEventListener("keydown", (event) => this.key(event));
    // A further page is asked as it is; the other scopes begin at the first.
    if (here > 1) {
      scope.value = "all";
      scope.parentElement?.setAttribute("hidden", "");
    }
    scope.addEventListener("change", () => this.choose());
    need(this.main, ".kb-quiz-tools").removeAttribute("hidden");
    const chosen = this.choose();
    if (here === 1 && (await this.deck.loadTopics())) await this.choose();
    await chosen;
  }
}

/** Starts the quiz on day `now`.
 * @param {string} now
 * @returns {void} */
export function start(now) {
  new Session(need(document, ".kb-quiz"), now).start();
}
