// The text around a hit, from the note's own page: what a reader may see is there and nowhere else.

/** Bytes of a page that are read: the hit of a longer one may be further down, and its beginning is shown. */
const ENOUGH = 1 << 18;
/** Characters before the hit, and in all. */
const [BEFORE, LENGTH] = [40, 160];
const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, blockquote, dt, dd, div, figcaption, summary, br";

/** The text of a note's page, with single blanks.
 * @param {string} url
 * @returns {Promise<string>} */
export async function textOf(url) {
  const response = await fetch(url);
  if (!response.ok) return "";
  const page = new DOMParser().parseFromString(await beginning(response), "text/html");
  const article = page.querySelector("article.markdown-rendered");
  if (!article) return "";
  for (const block of article.querySelectorAll(BLOCKS)) block.append(" ");
  return (article.textContent ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
}

/** The beginning of an answer, as much as is enough.
 * @param {Response} response
 * @returns {Promise<string>} */
async function beginning(response) {
  if (!response.body) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let html = "";
  while (html.length < ENOUGH) {
    const { done, value } = await reader.read();
    if (done) return html + decoder.decode();
    html += decoder.decode(value, { stream: true });
  }
  reader.cancel();
  return html;
}

/** The same length as the text, so that places in one are places in the other.
 * @param {string} text
 * @returns {string} */
function folded(text) {
  const plain = text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  return plain.replace(/./gsu, (char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char));
}

/** Where the words are in a text: `[start, end]`, in order, without overlaps.
 * @param {string} text
 * @param {string[]} words
 * @returns {[number, number][]} */
function hits(text, words) {
  const low = folded(text);
  /** @type {[number, number][]} */
  const found = [];
  for (const word of words) {
    for (let at = low.indexOf(word); word && at >= 0; at = low.indexOf(word, at + word.length)) {
      // A word in Latin letters counts from its beginning, as the index has it.
      const within = /^\w/.test(word) && at > 0 && /\w/.test(low[at - 1]);
      if (!within) found.push([at, at + word.length]);
      if (found.length > 50) break;
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.filter(([start], ix) => !found.slice(0, ix).some((other) => other[1] > start));
}

/** A text in pieces, those that are hits and those between.
 * @param {string} text
 * @param {string[]} words
 * @returns {{ piece: string, hit: boolean }[]} */
export function cutAtHits(text, words) {
  const pieces = [];
  let last = 0;
  for (const [start, end] of hits(text, words)) {
    if (start > last) pieces.push({ piece: text.slice(last, start), hit: false });
    pieces.push({ piece: text.slice(start, end), hit: true });
    last = end;
  }
  if (last < text.length) pieces.push({ piece: text.slice(last), hit: false });
  return pieces;
}

/** Some of a text around the first hit, else its beginning; cut between words where there are any.
 * @param {string} text
 * @param {string[]} words
 * @returns {string} */
export function around(text, words) {
  const first = hits(text, words)[0]?.[0] ?? 0;
  let start = Math.max(first - BEFORE, 0);
  const blank = text.indexOf(" ", start);
  if (start && blank >= 0 && blank < first) start = blank + 1;
  let end = Math.min(start + LENGTH, text.length);
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), first + LENGTH / 2);
  const part = text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
  return part && `${start ? "… " : ""}${part}${end < text.length ? " …" : ""}`;
}
