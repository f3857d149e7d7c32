// The search field with its results. What the index or a note says reaches the page as text, never as markup.

import { hasModifier, make } from "./dom.js";
import { Index, OutdatedScript, StaleIndex } from "./search-index.js";
import { around, cutAtHits, textOf } from "./snippet.js";

/** @typedef {import("./search-index.js").Note} Note */
/** @typedef {import("./search-index.js").Found} Found */

/** How many results a click shows, and how many topics can be chosen. */
const [SHOWN, CHIPS] = [10, 8];
/** Milliseconds without typing before the pages of the results are fetched, for the text around the hit. */
const SETTLED = 250;

/** The index, once it was asked for.
 * @type {Promise<Index> | undefined} */
let index;

/** Reads the index once; what failed may be tried again.
 * @param {HTMLAnchorElement} link
 * @returns {Promise<Index>} */
function openIndex(link) {
  index ??= Index.open(link.href).catch((error) => {
    forgetIndex();
    throw error;
  });
  return index;
}

/** @returns {void} */
function forgetIndex() {
  index = undefined;
}

/** A search field, its results and the topics to choose from. */
export class Finder {
  /** Reads the index, which has the words of the field.
   * @param {HTMLAnchorElement} link the link to the search page
   * @param {() => void} [close] ends the dialog that the field is in
   * @returns {Promise<Finder>} */
  static async open(link, close) {
    try {
      return new Finder(link, (await openIndex(link)).words, close);
    } catch (error) {
      // An index of another kind still has its words.
      if (!(error instanceof OutdatedScript)) throw error;
      const finder = new Finder(link, error.words, close);
      finder.report("outdated");
      return finder;
    }
  }

  /** @param {HTMLAnchorElement} link
   * @param {Record<string, string>} words
   * @param {() => void} [close] */
  constructor(link, words, close) {
    this.link = link;
    this.words = words;
    /** The topics that are chosen.
     * @type {Set<string>} */
    this.topics = new Set();
    /** The texts of notes, by their addresses.
     * @type {Map<string, Promise<string>>} */
    this.texts = new Map();
    this.composing = false;
    this.query = "";
    /** Counts queries: a result that comes after a later query is dropped. */
    this.turn = 0;
    /** @type {Found} */
    this.found = { notes: [], marks: [] };
    /** @type {HTMLElement | undefined} */
    this.active = undefined;
    /** Called with each query.
     * @type {((query: string) => void) | undefined} */
    this.onquery = undefined;
    this.field = this.makeField();
    const say = (/** @type {string} */ key) => this.say(key);
    const chips = { className: "kb-finder-topics", role: "group", ariaLabel: say("topics"), hidden: true };
    this.chips = make("div", chips);
    this.status = make("p", { className: "kb-finder-status", role: "status" });
    const list = { id: "kb-results", className: "kb-results", role: "listbox", ariaLabel: say("results") };
    this.list = make("div", { ...list, hidden: true });
    this.more = make("button", { type: "button", className: "kb-button", textContent: say("more"), hidden: true });
    this.page = make("a", { className: "kb-finder-page", textContent: say("page"), href: link.href, hidden: !close });
    const foot = make("div", { className: "kb-finder-foot" }, this.more, this.page);
    const all = [this.makeBar(close), this.chips, this.status, this.list, foot];
    this.root = make("div", { className: "kb-finder", role: "search" }, ...all);
    this.listen();
  }

  /** @returns {HTMLInputElement} */
  makeField() {
    const field = make("input", {
      type: "text", inputMode: "search", enterKeyHint: "search", autocomplete: "off", spellcheck: false,
      role: "combobox", ariaLabel: this.say("label"), placeholder: this.say("placeholder"),
      ariaAutoComplete: "list", ariaExpanded: "false", ariaHasPopup: "listbox",
    });
    field.setAttribute("aria-controls", "kb-results");
    return field;
  }

  /** The line with the field.
   * @param {() => void} [close]
   * @returns {HTMLElement} */
  makeBar(close) {
    const icon = make("span", { className: "kb-icon" });
    icon.dataset.icon = "search";
    const bar = make("div", { className: "kb-finder-bar" }, icon, this.field);
    if (close) {
      const button = make("button", { type: "button", className: "kb-button", textContent: this.say("close") });
      button.addEventListener("click", close);
      bar.append(button);
    }
    return bar;
  }

  /** @returns {void} */
  listen() {
    this.field.addEventListener("input", () => this.ask(this.field.value));
    this.field.addEventListener("compositionstart", () => { this.composing = true; });
    this.field.addEventListener("compositionend", () => { this.composing = false; });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.more.addEventListener("click", async () => {
      const first = this.list.childElementCount;
      await this.show();
      this.activate(this.options()[first]);
      this.field.focus();
    });
  }

  /** @returns {void} */
  focus() {
    this.field.focus();
    this.field.select();
  }

  /** The words of a key with names in braces filled in.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   * @returns {string} */
  say(key, values = {}) {
    const text = this.words[values.n === 1 ? `${key}_one` : key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  /** Says something; `retry` adds a button that asks again.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   * @param {boolean} [retry]
   * @returns {void} */
  report(key, values, retry = false) {
    this.status.replaceChildren(key ? this.say(key, values) : "");
    if (!retry) return;
    const button = make("button", { type: "button", className: "kb-button", textContent: this.say("retry") });
    button.addEventListener("click", () => this.ask(this.query));
    this.status.append(" ", button);
  }

  /** @param {KeyboardEvent} event
   * @returns {void} */
  key(event) {
    // Some browsers say by this key code alone that a letter is being composed.
    if (event.isComposing || event.keyCode === 229 || hasModifier(event)) return;
    const options = this.options();
    const at = this.active ? options.indexOf(this.active) : -1;
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1 };
    if (event.key in steps && options.length) {
      event.preventDefault();
      this.activate(options[steps[event.key]]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      (this.active ?? options[0])?.click();
    }
  }

  /** The results that are shown.
   * @returns {HTMLElement[]} */
  options() {
    return [...this.list.children].filter((option) => option instanceof HTMLElement);
  }

  /** Makes a result the active one; past the ends none is.
   * @param {HTMLElement | undefined} option
   * @returns {void} */
  activate(option) {
    if (this.active) this.active.ariaSelected = "false";
    this.active = option;
    if (!option) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    option.ariaSelected = "true";
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** Looks a query up, and shows it unless another was asked meanwhile.
   * @param {string} query
   * @returns {Promise<void>} */
  async ask(query) {
    this.query = query;
    if (this.field.value !== query) this.field.value = query;
    this.onquery?.(query.trim());
    this.turn += 1;
    const { turn } = this;
    const late = () => turn !== this.turn;
    try {
      const { found, renewed } = await this.lookUp(query);
      if (late()) return;
      this.found = found;
      this.page.href = `${this.link.href}${query.trim() ? `?q=${encodeURIComponent(query.trim())}` : ""}`;
      if (!(await this.show(true, late))) return;
      const n = found.notes.length;
      if (renewed) this.report("stale");
      else if (n) this.report("found", { n });
      else this.report(query.trim() && "none", { query: query.trim() });
    } catch (error) {
      if (late()) return;
      this.clear();
      this.report(error instanceof OutdatedScript ? "outdated" : "failed", {}, !(error instanceof OutdatedScript));
    }
  }

  /** The result of a query. An index that was replaced on the host is read again, once.
   * @param {string} query
   * @returns {Promise<{ found: Found, renewed: boolean }>} */
  async lookUp(query) {
    const find = async () => {
      const opened = await openIndex(this.link);
      const found = await opened.search(query, [...this.topics]);
      // The first titles, so that a shelf of another build is noticed here.
      await Promise.all(found.notes.slice(0, SHOWN).map((id) => opened.note(id)));
      return found;
    };
    try {
      return { found: await find(), renewed: false };
    } catch (error) {
      if (!(error instanceof StaleIndex)) throw error;
      forgetIndex();
      return { found: await find(), renewed: true };
    }
  }

  /** @returns {void} */
  clear() {
    this.activate(undefined);
    this.list.replaceChildren();
    this.list.hidden = this.more.hidden = true;
    this.field.ariaExpanded = "false";
  }

  /** Shows the next results, or the first; false where they came too late.
   * @param {boolean} [afresh]
   * @param {() => boolean} [late]
   * @returns {Promise<boolean>} */
  async show(afresh = false, late = () => false) {
    const { notes, marks } = this.found;
    const start = afresh ? 0 : this.list.childElementCount;
    const opened = await openIndex(this.link);
    const some = await Promise.all(notes.slice(start, start + SHOWN).map((id) => opened.note(id)));
    if (late()) return false;
    if (afresh) this.clear();
    const added = some.map((note, at) => this.result(note, start + at, marks));
    this.list.append(...added);
    this.list.hidden = !notes.length;
    this.field.ariaExpanded = String(notes.length > 0);
    this.more.hidden = this.list.childElementCount >= notes.length;
    if (afresh) this.showChips(some);
    const { turn } = this;
    setTimeout(() => {
      if (turn === this.turn) added.forEach((result, at) => this.addSnippet(result, some[at], marks));
    }, SETTLED);
    return true;
  }

  /** A result without the text around the hit.
   * @param {Note} note
   * @param {number} at
   * @param {string[]} marks
   * @returns {HTMLAnchorElement} */
  result(note, at, marks) {
    const title = make("span", { className: "kb-result-title", dir: "auto" }, ...marked(note.title, marks));
    const places = [note.folder, ...note.topics].filter(Boolean).join(" · ");
    const place = make("span", { className: "kb-result-place", dir: "auto" }, ...marked(places, marks));
    const properties = { href: note.url, id: `kb-result-${at}`, role: "option", tabIndex: -1, ariaSelected: "false" };
    return make("a", properties, title, place);
  }

  /** Adds the text around the hit.
   * @param {HTMLElement} result
   * @param {Note} note
   * @param {string[]} marks
   * @returns {Promise<void>} */
  async addSnippet(result, note, marks) {
    const reading = this.texts.get(note.url) ?? textOf(note.url).catch(() => "");
    this.texts.set(note.url, reading);
    const part = around(await reading, marks);
    if (!part) return;
    const line = make("span", { className: "kb-result-text", dir: "auto" }, ...marked(part, marks));
    result.querySelector(".kb-result-text")?.remove();
    result.append(line);
  }

  /** The topics of the first results, the most frequent first; those that are chosen stay.
   * @param {Note[]} notes
   * @returns {void} */
  showChips(notes) {
    const counts = new Map([...this.topics].map((topic) => [topic, Infinity]));
    for (const topic of notes.flatMap((note) => note.topics)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    const byCount = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
    const chips = byCount.slice(0, CHIPS).map(([name]) => {
      const chip = make("button", { type: "button", className: "kb-chip", textContent: name });
      chip.ariaPressed = String(this.topics.has(name));
      chip.addEventListener("click", async () => {
        if (!this.topics.delete(name)) this.topics.add(name);
        await this.ask(this.query);
        const again = [...this.chips.children].find((other) => other.textContent === name);
        (again instanceof HTMLElement ? again : this.field).focus();
      });
      return chip;
    });
    this.chips.replaceChildren(...chips);
    this.chips.hidden = !chips.length;
  }
}

/** A text as nodes, the words of the query in it marked.
 * @param {string} text
 * @param {string[]} marks
 * @returns {(Node | string)[]} */
function marked(text, marks) {
  return cutAtHits(text, marks).map(({ piece, hit }) => (hit ? make("mark", { textContent: piece }) : piece));
}
