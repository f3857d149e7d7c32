// The search field, its results, and the dialog they open in. Imported on first use: by `/`, by the link in the header, and
// by the search page. What the index or a note says reaches the page as text, never as markup.

import { Index, OutdatedScript, StaleIndex } from "./search-index.js";
import { snippet } from "./snippet.js";

const SHOWN = 10;
const CHIPS = 8;
/** Milliseconds without typing before the pages of the results are fetched, for the text around the hit. */
const SETTLED = 250;

let index;
let dialog;
/** The finder of the search page, where this is that page. */
let own;

/** Reads the index once; what failed may be tried again. */
function openIndex(link) {
  index ??= Index.open(link.href).catch((error) => {
    index = undefined;
    throw error;
  });
  return index;
}

/** Opens the search: its field on the search page, elsewhere a dialog. */
export async function open(link) {
  if (own) return own.focus();
  if (!dialog) {
    const finder = new Finder(link, () => dialog.close());
    await finder.ready;
    dialog = element("dialog", { className: "kb-dialog", ariaLabel: finder.say("label") }, finder.root);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    // The key that ends a composition does not close the dialog too.
    dialog.addEventListener("cancel", (event) => finder.composing && event.preventDefault());
    document.body.append(dialog);
    dialog.finder = finder;
  }
  if (!dialog.open) dialog.showModal();
  dialog.finder.focus();
}

/** Puts the field into the search page, with the query of its address. */
export async function mount(link, place) {
  const titles = document.querySelector(".kb-titles");
  const finder = new Finder(link);
  finder.onquery = (query) => {
    titles.hidden = Boolean(query);
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(null, "", url);
  };
  await finder.ready;
  own = finder;
  place.append(finder.root);
  finder.ask(new URL(location.href).searchParams.get("q") ?? "");
  finder.field.focus();
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

class Finder {
  constructor(link, close) {
    this.link = link;
    this.topics = new Set();
    this.texts = new Map();
    this.composing = false;
    this.ready = openIndex(link).then(
      ({ words }) => this.build(words, close),
      (error) => {
        // An index of another kind still has its words.
        if (!(error instanceof OutdatedScript)) throw error;
        this.build(error.words, close);
        this.tell("outdated");
      },
    );
  }

  build(words, close) {
    this.words = words;
    this.field = element("input", {
      type: "text", inputMode: "search", enterKeyHint: "search", autocomplete: "off", spellcheck: false,
      role: "combobox", ariaLabel: this.say("label"), placeholder: this.say("placeholder"),
      ariaAutoComplete: "list", ariaExpanded: "false", ariaHasPopup: "listbox",
    });
    this.field.setAttribute("aria-controls", "kb-results");
    const icon = element("span", { className: "kb-icon" });
    icon.dataset.icon = "search";
    const bar = element("div", { className: "kb-finder-bar" }, icon, this.field);
    if (close) {
      const button = element("button", { type: "button", className: "kb-button", textContent: this.say("close") });
      button.addEventListener("click", close);
      bar.append(button);
    }
    this.chips = element("div", { className: "kb-finder-topics", role: "group", ariaLabel: this.say("topics"), hidden: true });
    this.status = element("p", { className: "kb-finder-status", role: "status" });
    this.list = element("div", { id: "kb-results", className: "kb-results", role: "listbox", ariaLabel: this.say("results"), hidden: true });
    this.more = element("button", { type: "button", className: "kb-button", textContent: this.say("more"), hidden: true });
    this.page = element("a", { className: "kb-finder-page", textContent: this.say("page"), href: this.link.href, hidden: !close });
    const foot = element("div", { className: "kb-finder-foot" }, this.more, this.page);
    this.root = element("div", { className: "kb-finder", role: "search" }, bar, this.chips, this.status, this.list, foot);
    this.listen();
  }

  listen() {
    this.field.addEventListener("input", () => this.ask(this.field.value));
    this.field.addEventListener("compositionstart", () => { this.composing = true; });
    this.field.addEventListener("compositionend", () => { this.composing = false; });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.more.addEventListener("click", async () => {
      const first = this.list.childElementCount;
      await this.show();
      this.activate(this.list.children[first]);
      this.field.focus();
    });
  }

  focus() {
    this.field.focus();
    this.field.select();
  }

  say(key, values = {}) {
    const text = this.words[values.n === 1 ? `${key}_one` : key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  /** Says something; `retry` adds a button that asks again. */
  tell(key, values, retry = false) {
    this.status.replaceChildren(key ? this.say(key, values) : "");
    if (!retry) return;
    const button = element("button", { type: "button", className: "kb-button", textContent: this.say("retry") });
    button.addEventListener("click", () => this.ask(this.query));
    this.status.append(" ", button);
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const options = [...this.list.children];
    const at = options.indexOf(this.active);
    const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1 };
    if (event.key in steps && options.length) {
      event.preventDefault();
      this.activate(options[steps[event.key]]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      (this.active ?? options[0])?.click();
    }
  }

  /** Makes a result the active one; past the ends none is. */
  activate(option) {
    if (this.active) this.active.ariaSelected = "false";
    this.active = option;
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.ariaSelected = "true";
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** Looks a query up, and shows it unless another was asked meanwhile. */
  async ask(query) {
    this.query = query;
    if (this.field.value !== query) this.field.value = query;
    this.onquery?.(query.trim());
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const late = () => turn !== this.turn;
    try {
      const { found, renewed } = await this.lookUp(query);
      if (late()) return;
      this.found = found;
      this.page.href = `${this.link.href}${query.trim() ? `?q=${encodeURIComponent(query.trim())}` : ""}`;
      if (!(await this.show(true, late))) return;
      const n = found.notes.length;
      if (renewed) this.tell("stale");
      else if (n) this.tell("found", { n });
      else this.tell(query.trim() && "none", { query: query.trim() });
    } catch (error) {
      if (late()) return;
      this.clear();
      this.tell(error instanceof OutdatedScript ? "outdated" : "failed", {}, !(error instanceof OutdatedScript));
    }
  }

  /** The result of a query. An index that was replaced on the host is read anew, once. */
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
      index = undefined;
      return { found: await find(), renewed: true };
    }
  }

  clear() {
    this.activate(undefined);
    this.list.replaceChildren();
    this.list.hidden = this.more.hidden = true;
    this.field.ariaExpanded = "false";
  }

  /** Shows the next results, or the first; false where they came too late. */
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
    const turn = this.turn;
    setTimeout(() => turn === this.turn && added.forEach((result, at) => this.addSnippet(result, some[at], marks)), SETTLED);
    return true;
  }

  result(note, at, marks) {
    const title = element("span", { className: "kb-result-title", dir: "auto" }, ...marked(note.title, marks));
    const places = [note.folder, ...note.topics].filter(Boolean).join(" · ");
    const place = element("span", { className: "kb-result-place", dir: "auto" }, ...marked(places, marks));
    const properties = { href: note.url, id: `kb-result-${at}`, role: "option", tabIndex: -1, ariaSelected: "false" };
    return element("a", properties, title, place);
  }

  async addSnippet(result, note, marks) {
    if (!this.texts.has(note.url)) this.texts.set(note.url, snippet.textOf(note.url).catch(() => ""));
    const text = await this.texts.get(note.url);
    const part = snippet.around(text, marks);
    if (!part) return;
    const line = element("span", { className: "kb-result-text", dir: "auto" }, ...marked(part, marks));
    result.querySelector(".kb-result-text")?.remove();
    result.append(line);
  }

  /** The topics of the first results, the most frequent first; those that are chosen stay. */
  showChips(notes) {
    const counts = new Map([...this.topics].map((topic) => [topic, Infinity]));
    for (const topic of notes.flatMap((note) => note.topics)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    const names = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    const chips = names.slice(0, CHIPS).map((name) => {
      const chip = element("button", { type: "button", className: "kb-chip", textContent: name });
      chip.ariaPressed = String(this.topics.has(name));
      chip.addEventListener("click", async () => {
        if (!this.topics.delete(name)) this.topics.add(name);
        await this.ask(this.query);
        const again = [...this.chips.children].find((other) => other.textContent === name);
        (again ?? this.field).focus();
      });
      return chip;
    });
    this.chips.replaceChildren(...chips);
    this.chips.hidden = !chips.length;
  }
}

/** A text as nodes, the words of the query in it marked. */
function marked(text, marks) {
  return snippet.cut(text, marks).map(({ piece, hit }) => (hit ? element("mark", { textContent: piece }) : piece));
}
