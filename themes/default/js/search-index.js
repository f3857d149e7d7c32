// Reads the search index: fetches the shards that may hold the words of a query, and ranks the notes. Nothing here
// touches the page.

import { halfTyped, initial, joined, scriptOf, stem, words } from "./search-words.js";

/** @typedef {import("./search-words.js").Word} Word */

/** `/search/index.json`. `shelf` is the number of notes in a file of notes; `words` are those of `find.script`.
 * @typedef {object} Manifest
 * @property {number} format
 * @property {string} build changes with anything in the index
 * @property {number} notes
 * @property {number} shards
 * @property {number} shelf
 * @property {Record<string, string>} words */

/** `/search/notes/N.json`: of each note its title, its address below the site's front page, topics, and folder.
 * @typedef {{ build: string, notes: [title: string, path: string, topics: string[], folder: string][] }} Shelf */

/** `/search/terms/N.txt`, read: each term and the text of its lists.
 * @typedef {{ build: string, terms: [term: string, lists: string][] }} Shard */

/** @typedef {{ title: string, url: string, topics: string[], folder: string }} Note */

/** The numbers of the notes that a query finds, the best first, and the words to mark in them.
 * @typedef {{ notes: number[], marks: string[] }} Found */

/** Scores by the numbers of notes.
 * @typedef {Map<number, number>} Scores */

/** @typedef {(address: URL, options?: RequestInit) => Promise<Response>} Load */

/** Of a query that is longer, the first words are looked up. */
const MOST_WORDS = 12;

/** The number of the shard that holds a term, and all terms that go on where it ends.
 * @param {string} term
 * @param {number} shards
 * @returns {number} */
export function shardOf(term, shards) {
  const chars = [...(term.startsWith("=") ? term.slice(1) : term)];
  const count = { cjk: 1, hangul: 2, other: 3 }[scriptOf(chars[0] ?? "")];
  const begin = chars.slice(0, count).filter((char) => char !== "*");
  const key = begin.map((char, at) => (at ? initial(char) : char)).join("");
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % shards;
}

/** The terms of a shard's text. Each line begins with the length of what it shares with the term before it.
 * @param {string} text
 * @returns {Shard} */
function readShard(text) {
  const [build, ...lines] = text.split("\n");
  /** @type {string[]} */
  let before = [];
  const terms = lines.filter(Boolean).map((line) => {
    const [head, lists] = line.split("\t");
    const [shared, ...rest] = head;
    before = [...before.slice(0, number(shared)), ...rest];
    return /** @type {[string, string]} */ ([before.join(""), lists]);
  });
  return { build, terms };
}

/** The number that a character encodes.
 * @param {string} char
 * @returns {number} */
function number(char) {
  const code = (char.codePointAt(0) ?? 0) - 0x20;
  return code < 0xd800 ? code : code - 0x800;
}

/** Everything in a term's lists.
 * @param {string} lists
 * @param {(note: number, kind: number) => void} found
 * @returns {void} */
function eachNote(lists, found) {
  const numbers = Array.from(lists, number);
  for (let at = 0; at < numbers.length; ) {
    const [kind, count] = [numbers[at], numbers[at + 1]];
    at += 2;
    for (let note = 0, end = at + count; at < end; at++) found((note += numbers[at]), kind);
  }
}

// By class, as the build numbers them: title, part of a title, alias, part of one, heading, topic, part of a heading,
// often in the text, twice, once, part of a word, in code.
const WEIGHTS = [300, 180, 200, 120, 100, 60, 50, 12, 9, 6, 4, 2];
// A whole title that is the query or begins so, and an alias.
const EXACT = [1000, 0, 400];
const BEGINS = [500, 0, 150];
// How well a term matches what was typed.
const [SAME, STEM, BEGINNING, TYPING] = [1, 0.95, 0.8, 0.5];

/** Raises the scores of the notes in a term's lists to what the term is worth.
 * @param {Scores} scores
 * @param {string} lists
 * @param {number} quality how well the term matches
 * @returns {void} */
function raise(scores, lists, quality) {
  eachNote(lists, (note, kind) => {
    scores.set(note, Math.max(scores.get(note) ?? 0, WEIGHTS[kind] * quality));
  });
}

/** A file is of another build than the manifest. */
export class StaleIndex extends Error {}

/** The index is of a kind that this script does not know, but for its words. */
export class OutdatedScript extends Error {
  /** @param {Record<string, string>} known */
  constructor(known) {
    super("another format");
    this.words = known;
  }
}

/** The index below the address of the search page. */
export class Index {
  /** @param {Manifest} manifest
   * @param {string | URL} base
   * @param {Load} load */
  constructor(manifest, base, load) {
    this.build = manifest.build;
    this.notes = manifest.notes;
    this.shards = manifest.shards;
    this.shelf = manifest.shelf;
    this.words = manifest.words;
    this.base = base;
    this.load = load;
    /** @type {Map<string, Promise<{ build: string }>>} */
    this.files = new Map();
  }

  /** Reads the manifest.
   * @param {string | URL} base the address of the search page
   * @param {Load} [load]
   * @returns {Promise<Index>} */
  static async open(base, load = (...request) => fetch(...request)) {
    const response = await load(new URL("index.json", base), { cache: "no-cache" });
    if (!response.ok) throw new Error(String(response.status));
    /** @type {Manifest} */
    const manifest = await response.json();
    if (manifest.format !== 1) throw new OutdatedScript(manifest.words);
    return new Index(manifest, base, load);
  }

  /** A file of the index, read once. The build in its address keeps an old copy of a cache away.
   * @template {{ build: string }} T
   * @param {string} path
   * @param {(text: string) => T} read
   * @returns {Promise<T>} */
  file(path, read) {
    const known = this.files.get(path);
    // A path is always read in the same way.
    if (known) return /** @type {Promise<T>} */ (known);
    const url = new URL(path, this.base);
    url.searchParams.set("v", this.build);
    const reading = this.load(url).then(async (response) => {
      if (!response.ok) throw response.status === 404 ? new StaleIndex() : new Error(String(response.status));
      const file = read(await response.text());
      if (file.build !== this.build) throw new StaleIndex();
      return file;
    });
    // What failed may be tried again.
    reading.catch(() => this.files.delete(path));
    this.files.set(path, reading);
    return reading;
  }

  /** The terms of the shard that a term is in.
   * @param {string} term
   * @returns {Promise<Shard["terms"]>} */
  async shardFor(term) {
    return (await this.file(`terms/${shardOf(term, this.shards)}.txt`, readShard)).terms;
  }

  /** A note by its number.
   * @param {number} id
   * @returns {Promise<Note>} */
  async note(id) {
    /** @type {Shelf} */
    const shelf = await this.file(`notes/${Math.floor(id / this.shelf)}.json`, JSON.parse);
    const [title, path, topics, folder] = shelf.notes[id % this.shelf];
    return { title, url: new URL(`../${path}`, this.base).href, topics, folder };
  }

  /** The address of a note by chance that is not `here`, if there is another.
   * @param {string} here
   * @returns {Promise<string>} */
  async anyNote(here) {
    const first = Math.floor(Math.random() * this.notes);
    const { url } = await this.note(first);
    return url === here.split(/[?#]/)[0] ? (await this.note((first + 1) % this.notes)).url : url;
  }

  /** The notes that a query finds, of some topics alone.
   * @param {string} query
   * @param {string[]} [topics]
   * @returns {Promise<Found>} */
  async search(query, topics = []) {
    const asked = words(query).slice(0, MOST_WORDS);
    if (!asked.length) return { notes: [], marks: [] };
    const last = asked.length - 1;
    const open = /[\p{Alphabetic}\p{N}\p{M}]$/u.test(query);
    /** @type {string[]} */
    const marks = [];
    const scores = await Promise.all(asked.map((word, at) => this.scoresOf(word, open && at === last, marks)));
    /** @type {Scores} */
    const total = new Map();
    for (const note of scores[0].keys()) {
      const all = scores.map((some) => some.get(note)).filter((score) => score !== undefined);
      if (all.length === scores.length) total.set(note, all.reduce((sum, one) => sum + one, 0) / all.length);
    }
    await this.addWholeTitles(joined(query), total);
    for (const topic of topics) {
      const notes = await this.notesOf(topic);
      for (const note of total.keys()) if (!notes.has(note)) total.delete(note);
    }
    const notes = [...total].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([note]) => note);
    return { notes, marks };
  }

  /** Every note with a word, with the best score of its terms; `marks` gets what to look for in them.
   * @param {Word} word
   * @param {boolean} typing whether the word may go on
   * @param {string[]} marks
   * @returns {Promise<Scores>} */
  async scoresOf(word, typing, marks) {
    /** @type {Scores} */
    const scores = new Map();
    marks.push(word.text, ...(word.stem ? [word.stem] : []));
    if (word.script === "cjk") return this.scoresOfPairs(word.text);
    /** @type {[string, number][]} */
    const looks = [[word.text, SAME]];
    if (word.stem) looks.push([word.stem, STEM]);
    // Words that begin with two letters are in many shards, and have a term of their own.
    if (word.script === "other" && [...word.text].length === 2) looks.push([`${word.text}*`, 1]);
    for (const [text, quality] of looks) {
      for (const [term, lists] of await this.shardFor(text)) {
        if (term.startsWith(text)) raise(scores, lists, term === text ? quality : quality * BEGINNING);
      }
    }
    // Only a text that is not a word yet is taken for the beginning of one.
    if (typing && !scores.size) await this.addHalfTyped(word.text, scores, marks);
    return scores;
  }

  /** The notes with a word whose next syllable is being typed.
   * @param {string} word
   * @param {Scores} scores
   * @param {string[]} marks
   * @returns {Promise<void>} */
  async addHalfTyped(word, scores, marks) {
    for (const { rest, next } of halfTyped(word)) {
      marks.push(rest);
      for (const [term, lists] of await this.shardFor(rest + next)) {
        const following = term.startsWith(rest) && term[rest.length];
        if (following && initial(following) === next) raise(scores, lists, TYPING);
      }
      // A particle is on its way.
      const settled = stem(rest);
      if (!settled) continue;
      for (const [term, lists] of await this.shardFor(settled)) {
        if (term.startsWith(settled)) raise(scores, lists, TYPING);
      }
    }
  }

  /** Han and kana: the notes with every pair of characters.
   * @param {string} text
   * @returns {Promise<Scores>} */
  async scoresOfPairs(text) {
    const chars = [...text];
    const pairs = chars.length === 1 ? chars : chars.slice(1).map((char, at) => chars[at] + char);
    const parts = await Promise.all(pairs.map(async (pair) => {
      /** @type {Scores} */
      const scores = new Map();
      for (const [term, lists] of await this.shardFor(pair)) {
        if (term.startsWith(pair)) raise(scores, lists, SAME);
      }
      return scores;
    }));
    const [first, ...others] = parts;
    const all = [...first].filter(([note]) => others.every((part) => part.has(note)));
    return new Map(all.map(([note, score]) => [note, Math.min(score, ...others.map((part) => part.get(note) ?? 0))]));
  }

  /** Notes whose title or alias is the query or begins with it, however both are spaced, come first.
   * @param {string} whole the query without what is between its words
   * @param {Scores} total
   * @returns {Promise<void>} */
  async addWholeTitles(whole, total) {
    if ([...whole].length < 2) return;
    const term = `=${whole}`;
    /** @type {Scores} */
    const bonus = new Map();
    for (const [title, lists] of await this.shardFor(term)) {
      if (!title.startsWith(term)) continue;
      const scores = title === term ? EXACT : BEGINS;
      eachNote(lists, (note, kind) => bonus.set(note, Math.max(bonus.get(note) ?? 0, scores[kind] ?? 0)));
    }
    for (const [note, more] of bonus) total.set(note, (total.get(note) ?? 0) + more);
  }

  /** The notes with a topic.
   * @param {string} topic
   * @returns {Promise<Set<number>>} */
  async notesOf(topic) {
    const term = `#${joined(topic)}`;
    /** @type {Set<number>} */
    const notes = new Set();
    for (const [other, lists] of await this.shardFor(term)) {
      if (other === term) eachNote(lists, (note) => notes.add(note));
    }
    return notes;
  }
}
