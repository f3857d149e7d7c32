// Cuts texts into words as the build cuts notes: tests/fixtures/search/words.json holds both to the
// same rules. Nothing here touches the page.

/** The kinds of script that are cut in ways of their own.
 * @typedef {"hangul" | "cjk" | "other"} Script */

/** A word of a text; the stem of a Hangul word is the word without its particle.
 * @typedef {{ text: string, script: Script, stem?: string }} Word */

/** Characters of a word that count. */
const LIMIT = 40;
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
// The consonants below a syllable, in the order of its code points; of a cluster, the one that moves to the
// next syllable comes last.
const FINALS = " ,ㄱ,ㄲ,ㄱㅅ,ㄴ,ㄴㅈ,ㄴㅎ,ㄷ,ㄹ,ㄹㄱ,ㄹㅁ,ㄹㅂ,ㄹㅅ,ㄹㅌ,ㄹㅍ,ㄹㅎ,ㅁ,ㅂ,ㅂㅅ,ㅅ,ㅆ,ㅇ,ㅈ,ㅊ,ㅋ,ㅌ,ㅍ,ㅎ".split(",");

/** @param {string} char
 * @returns {Script} */
export const scriptOf = (char) => (HANGUL.test(char) ? "hangul" : CJK.test(char) ? "cjk" : "other");

/** @param {string} char
 * @returns {boolean} */
const isSyllable = (char) => char >= "\uac00" && char <= "\ud7a3";

/** The consonant that a syllable begins with; the character itself where it is something else.
 * @param {string} char
 * @returns {string} */
export function initial(char) {
  return isSyllable(char) ? INITIALS[Math.floor((char.charCodeAt(0) - 0xac00) / 588)] : char;
}

/** @param {string} text
 * @param {number} limit
 * @returns {string} */
const cut = (text, limit) => [...text].slice(0, limit).join("");

/** The normal form of a run of letters: composed, of common width, in lower case.
 * @param {string} run
 * @returns {string} */
function normal(run) {
  const narrow = run.replace(/[\uff00-\uffef]/g, (char) => char.normalize("NFKC")).normalize("NFC").toLowerCase();
  return narrow.replace(/[\ufe00-\ufe0f\u20e3]/g, "").replaceAll("ς", "σ").replaceAll("ß", "ss");
}

/** A Hangul word without the longest particle that leaves so many syllables.
 * @param {string} word
 * @param {number} [least]
 * @returns {string | undefined} */
export function stem(word, least = 2) {
  for (let size = Math.min(4, word.length - least); size > 0; size--) {
    const rest = word.slice(0, -size);
    if (PARTICLES.has(word.slice(-size)) && [...rest].every(isSyllable)) return rest;
  }
  return undefined;
}

/** The words of a text.
 * @param {string} text
 * @returns {Word[]} */
export function words(text) {
  /** @type {Word[]} */
  const all = [];
  for (const [run] of text.matchAll(WORD)) {
    /** @type {Word[]} */
    const pieces = [];
    for (const char of normal(run)) {
      const last = pieces.at(-1);
      if (last && (last.script === scriptOf(char) || /\p{M}/u.test(char))) last.text += char;
      else pieces.push({ text: char, script: scriptOf(char) });
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

/** A text without everything between its words.
 * @param {string} text
 * @returns {string} */
export function joined(text) {
  return cut([...text.matchAll(WORD)].map(([run]) => normal(run)).join(""), 2 * LIMIT);
}

/** What a word that is being typed may become: the part that stays, and the consonant of the next syllable.
 * @param {string} word
 * @returns {{ rest: string, next: string }[]} */
export function halfTyped(word) {
  const last = word.at(-1) ?? "";
  const rest = word.slice(0, -1);
  if (last && INITIALS.includes(last)) return rest ? [{ rest, next: last }] : [];
  if (!isSyllable(last)) return [];
  const index = (last.charCodeAt(0) - 0xac00) % 28;
  if (!index) return rest ? [{ rest, next: initial(last) }] : [];
  const final = FINALS[index];
  // The last consonant moves to the next syllable; of a cluster the first stays.
  const kept = final.length > 1 ? FINALS.indexOf(final[0]) : 0;
  const open = String.fromCharCode(last.charCodeAt(0) - index + kept);
  return [{ rest: rest + open, next: final.at(-1) ?? "" }];
}
