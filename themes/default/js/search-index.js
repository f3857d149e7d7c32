// Reads the search index: cuts a query into words as the build cut the notes, fetches the shards that may hold them, and
// ranks the notes. Nothing here touches the page.

const LIMIT = 40;
/** Of a query that is longer, the first words are looked up. */
const MOST_WORDS = 12;
const WORD = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
const HANGUL = /[\uac00-\ud7ff\u1100-\u11ff\u3130-\u318f\ua960-\ua97f]/u;
const CJK = /[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const PARTICLES = new Set((
  "가 과 까지 까지는 까지도 께 께서 께서는 나 는 대로 도 들 들과 들도 들로 들만 들에 들에게 들에는 들에서 들은 들을 들의 들이 " +
  "라 라고 라는 라도 라면 란 랑 로 로는 로도 로만 로부터 로서 로서는 로써 로의 를 마다 마저 만 만에 만으로 만은 만을 만의 만이 " +
  "밖에 밖에는 보다 보다는 보다도 부터 부터는 뿐 뿐만 야 에 에게 에게는 에게도 에게서 에까지 에는 에도 에만 에서 에서는 " +
  "에서도 에서만 에서부터 에서의 에의 와 와는 와도 와의 으로 으로는 으로도 으로만 으로부터 으로서 으로서는 으로써 으로의 " +
  "은 을 의 이 이고 이나 이다 이라 이라고 이라는 이라도 이라면 이란 이랑 이며 이면 이자 이지만 인 입니다 조차 처럼 처럼은 " +
  "하고 한테 한테는 한테서 과는 과도 과의 였다 이었다 이에요 예요 같은 같이"
).split(" "));
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
// The consonants below a syllable, in the order of its code points; of a cluster, what goes on in the next syllable last.
const FINALS = " ,ㄱ,ㄲ,ㄱㅅ,ㄴ,ㄴㅈ,ㄴㅎ,ㄷ,ㄹ,ㄹㄱ,ㄹㅁ,ㄹㅂ,ㄹㅅ,ㄹㅌ,ㄹㅍ,ㄹㅎ,ㅁ,ㅂ,ㅂㅅ,ㅅ,ㅆ,ㅇ,ㅈ,ㅊ,ㅋ,ㅌ,ㅍ,ㅎ".split(",");

const script = (char) => (HANGUL.test(char) ? "hangul" : CJK.test(char) ? "cjk" : "other");
const isSyllable = (char) => char >= "\uac00" && char <= "\ud7a3";
const initial = (char) => (isSyllable(char) ? INITIALS[Math.floor((char.charCodeAt(0) - 0xac00) / 588)] : undefined);
const cut = (text, limit) => [...text].slice(0, limit).join("");

/** The normal form of a run of letters: composed, of common width, in lower case. */
function normal(run) {
  const narrow = run.replace(/[\uff00-\uffef]/g, (char) => char.normalize("NFKC")).normalize("NFC").toLowerCase();
  return narrow.replace(/[\ufe00-\ufe0f\u20e3]/g, "").replaceAll("ς", "σ").replaceAll("ß", "ss");
}

/** A Hangul word without the longest particle that leaves so many syllables. */
export function stem(word, least = 2) {
  for (let size = Math.min(4, word.length - least); size > 0; size--) {
    const rest = word.slice(0, -size);
    if (PARTICLES.has(word.slice(-size)) && [...rest].every(isSyllable)) return rest;
  }
  return undefined;
}

/** The words of a text: `{ text, script, stem }`. */
export function words(text) {
  const all = [];
  for (const [run] of text.matchAll(WORD)) {
    const pieces = [];
    for (const char of normal(run)) {
      const last = pieces.at(-1);
      if (last && (last.script === script(char) || /\p{M}/u.test(char))) last.text += char;
      else pieces.push({ text: char, script: script(char) });
    }
    let found = 0;
    for (const piece of pieces) {
      // Behind a number or a word in another script: what counts something, or a particle alone.
      const counts = piece.script === "hangul" && found > 0;
      if (counts && PARTICLES.has(piece.text)) continue;
      if (!/[\p{Alphabetic}\p{N}]/u.test(piece.text)) continue;
      piece.text = cut(piece.text, LIMIT);
      if (piece.script === "hangul") piece.stem = stem(piece.text, counts ? 1 : 2);
      all.push(piece);
      found++;
    }
  }
  return all;
}

/** A text without everything between its words. */
export function joined(text) {
  return cut([...text.matchAll(WORD)].map(([run]) => normal(run)).join(""), 2 * LIMIT);
}

/** The number of the shard that holds a term, and all terms that go on where it ends. */
export function shardOf(term, shards) {
  const chars = [...(term.startsWith("=") ? term.slice(1) : term)];
  const count = { cjk: 1, hangul: 2, other: 3 }[script(chars[0] ?? "")];
  const key = chars.slice(0, count).filter((char) => char !== "*").map((char, at) => (at && initial(char)) || char).join("");
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % shards;
}

/** What a word may become that is still being typed: what is settled, and the consonant that goes on. */
export function halfTyped(word) {
  const last = word.at(-1);
  const rest = word.slice(0, -1);
  if (INITIALS.includes(last)) return rest ? [{ rest, next: last }] : [];
  if (!isSyllable(last)) return [];
  const index = (last.charCodeAt(0) - 0xac00) % 28;
  if (!index) return rest ? [{ rest, next: initial(last) }] : [];
  const final = FINALS[index];
  // The last consonant goes on in the next syllable; of a cluster the first stays.
  const kept = final.length > 1 ? FINALS.indexOf(final[0]) : 0;
  const open = String.fromCharCode(last.charCodeAt(0) - index + kept);
  return [{ rest: rest + open, next: final.at(-1) }];
}

/** The terms of a shard's text: `{ build, terms: [[term, lists]] }`. */
export function readShard(text) {
  const [build, ...lines] = text.split("\n");
  let before = [];
  const terms = lines.filter(Boolean).map((line) => {
    const [head, lists] = line.split("\t");
    const [shared, ...rest] = head;
    before = [...before.slice(0, number(shared)), ...rest];
    return [before.join(""), lists];
  });
  return { build, terms };
}

function number(char) {
  const code = char.codePointAt(0) - 0x20;
  return code < 0xd800 ? code : code - 0x800;
}

/** Calls `found(note, class)` for everything in a term's lists. */
function eachNote(lists, found) {
  const numbers = Array.from(lists, number);
  for (let at = 0; at < numbers.length; ) {
    const [kind, count] = [numbers[at], numbers[at + 1]];
    at += 2;
    for (let note = 0, end = at + count; at < end; at++) found((note += numbers[at]), kind);
  }
}

// By class, as the build numbers them: title, part of a title, alias, part of one, heading, topic, part of a heading, often
// in the text, twice, once, part of a word, in code.
const WEIGHTS = [300, 180, 200, 120, 100, 60, 50, 12, 9, 6, 4, 2];
// A whole title that is the query or begins so, and an alias.
const EXACT = [1000, 0, 400];
const BEGINS = [500, 0, 150];
// How well a term matches what was typed.
const [SAME, STEM, BEGINNING, TYPING] = [1, 0.95, 0.8, 0.5];

export class StaleIndex extends Error {}
/** The index is of a kind that this script does not know, but for its words. */
export class OutdatedScript extends Error {
  constructor(words) {
    super("another format");
    this.words = words;
  }
}

/** The index that lies below the address of the search page. */
export class Index {
  constructor(manifest, base, load) {
    Object.assign(this, manifest);
    this.base = base;
    this.load = load;
    this.files = new Map();
  }

  static async open(base, load = (...request) => fetch(...request)) {
    const response = await load(new URL("index.json", base), { cache: "no-cache" });
    if (!response.ok) throw new Error(response.status);
    const manifest = await response.json();
    if (manifest.format !== 1) throw new OutdatedScript(manifest.words);
    return new Index(manifest, base, load);
  }

  /** A file of the index, read once. The build in its address keeps an old copy of a cache away. */
  file(path, read) {
    if (!this.files.has(path)) {
      const url = new URL(path, this.base);
      url.searchParams.set("v", this.build);
      const reading = this.load(url).then(async (response) => {
        if (!response.ok) throw response.status === 404 ? new StaleIndex() : new Error(response.status);
        const file = read(await response.text());
        if (file.build !== this.build) throw new StaleIndex();
        return file;
      });
      // What failed may be tried again.
      reading.catch(() => this.files.delete(path));
      this.files.set(path, reading);
    }
    return this.files.get(path);
  }

  async shardFor(term) {
    return (await this.file(`terms/${shardOf(term, this.shards)}.txt`, readShard)).terms;
  }

  /** A note: `{ title, url, topics, folder }`. */
  async note(id) {
    const shelf = await this.file(`notes/${Math.floor(id / this.shelf)}.json`, JSON.parse);
    const [title, path, topics, folder] = shelf.notes[id % this.shelf];
    return { title, url: new URL(`../${path}`, this.base).href, topics, folder };
  }

  /** The address of a note by chance that is not `here`, if there is another. */
  async anyNote(here) {
    const first = Math.floor(Math.random() * this.notes);
    const { url } = await this.note(first);
    return url === here.split(/[?#]/)[0] ? (await this.note((first + 1) % this.notes)).url : url;
  }

  /** The numbers of the notes that a query finds, the best first, and the words to mark in them. */
  async search(query, topics = []) {
    const asked = words(query).slice(0, MOST_WORDS);
    if (!asked.length) return { notes: [], marks: [] };
    const last = asked.length - 1;
    const open = /[\p{Alphabetic}\p{N}\p{M}]$/u.test(query);
    const marks = [];
    const scores = await Promise.all(asked.map((word, at) => this.scoresOf(word, open && at === last, marks)));
    const total = new Map();
    for (const [note, score] of scores[0]) {
      const all = scores.map((some) => some.get(note));
      if (!all.includes(undefined)) total.set(note, all.reduce((sum, one) => sum + one, 0) / all.length);
    }
    await this.addWholeTitles(joined(query), total);
    for (const topic of topics) {
      const notes = await this.notesOf(topic);
      for (const note of total.keys()) if (!notes.has(note)) total.delete(note);
    }
    const notes = [...total].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([note]) => note);
    return { notes, marks };
  }

  /** Every note with a word, with the best score of its terms; `marks` gets what to look for in them. */
  async scoresOf(word, typing, marks) {
    const scores = new Map();
    const add = (lists, quality) => eachNote(lists, (note, kind) => {
      scores.set(note, Math.max(scores.get(note) ?? 0, WEIGHTS[kind] * quality));
    });
    marks.push(word.text, ...(word.stem ? [word.stem] : []));
    if (word.script === "cjk") return this.scoresOfPairs(word.text);
    const looks = [[word.text, SAME]];
    if (word.stem) looks.push([word.stem, STEM]);
    // Words that begin with two letters are in many shards, and have a term of their own.
    if (word.script === "other" && [...word.text].length === 2) looks.push([`${word.text}*`, 1]);
    for (const [text, quality] of looks) {
      for (const [term, lists] of await this.shardFor(text)) {
        if (term.startsWith(text)) add(lists, term === text ? quality : quality * BEGINNING);
      }
    }
    // Only what is no word yet is taken for the beginning of one.
    for (const { rest, next } of typing && !scores.size ? halfTyped(word.text) : []) {
      marks.push(rest);
      for (const [term, lists] of await this.shardFor(rest + next)) {
        const following = term.startsWith(rest) && term[rest.length];
        if (following && (initial(following) ?? following) === next) add(lists, TYPING);
      }
      // A particle is on its way.
      const settled = stem(rest);
      if (settled) for (const [term, lists] of await this.shardFor(settled)) if (term.startsWith(settled)) add(lists, TYPING);
    }
    return scores;
  }

  /** Han and kana: the notes with every pair of characters. */
  async scoresOfPairs(text) {
    const chars = [...text];
    const pairs = chars.length === 1 ? chars : chars.slice(1).map((char, at) => chars[at] + char);
    const parts = await Promise.all(pairs.map(async (pair) => {
      const scores = new Map();
      for (const [term, lists] of await this.shardFor(pair)) {
        if (!term.startsWith(pair)) continue;
        eachNote(lists, (note, kind) => scores.set(note, Math.max(scores.get(note) ?? 0, WEIGHTS[kind])));
      }
      return scores;
    }));
    const [first, ...others] = parts;
    const all = [...first].filter(([note]) => others.every((part) => part.has(note)));
    return new Map(all.map(([note, score]) => [note, Math.min(score, ...others.map((part) => part.get(note)))]));
  }

  /** Notes whose title or alias is the query or begins with it, however both are spaced, come first. */
  async addWholeTitles(whole, total) {
    if ([...whole].length < 2) return;
    const term = `=${whole}`;
    const bonus = new Map();
    for (const [title, lists] of await this.shardFor(term)) {
      if (!title.startsWith(term)) continue;
      const scores = title === term ? EXACT : BEGINS;
      eachNote(lists, (note, kind) => bonus.set(note, Math.max(bonus.get(note) ?? 0, scores[kind] ?? 0)));
    }
    for (const [note, more] of bonus) total.set(note, (total.get(note) ?? 0) + more);
  }

  async notesOf(topic) {
    const term = `#${joined(topic)}`;
    const notes = new Set();
    for (const [other, lists] of await this.shardFor(term)) {
      if (other === term) eachNote(lists, (note) => notes.add(note));
    }
    return notes;
  }
}
