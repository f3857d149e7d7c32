// The content of a preview: a copy of the first lines of a note, of the part of it that a link names, or of a footnote.

import { make } from "./dom.js";

/** Characters of a preview: about as many as have room. */
const MOST = 700;

/** What a copy must not have: what acts, what plays, and the theme's own marks. */
const DROPPED = [
  "script, style, link, iframe, object, video, audio, form, input, button, dialog",
  ".kb-anchor, .kb-block, .footnote-backref, .footnote-backlink, .markdown-embed-link",
].join(", ");

/** The attributes of a copy. */
const KEPT = new Set([
  "class", "href", "src", "alt", "width", "height", "dir", "lang", "start", "colspan", "rowspan", "data-callout",
  "data-task", "open", "display", "mathvariant", "stretchy", "columnalign", "checked",
]);

/** A copy that can do nothing: no ids, no handlers, no controls, addresses in full.
 * @param {Element} element
 * @param {URL} base
 * @returns {Element} */
function copy(element, base) {
  const clone = document.importNode(element, true);
  clone.querySelectorAll(DROPPED).forEach((dropped) => dropped.remove());
  for (const each of [clone, ...clone.querySelectorAll("*")]) {
    for (const { name } of [...each.attributes]) if (!KEPT.has(name)) each.removeAttribute(name);
    for (const name of ["href", "src"]) {
      const value = each.getAttribute(name);
      if (value) each.setAttribute(name, new URL(value, base).href);
    }
  }
  return clone;
}

/** The blocks of an article that a preview shows: those that the hash of an address names, or all.
 * @param {Element} article
 * @param {string} hash
 * @returns {Element[]} */
function blocks(article, hash) {
  const target = hash && article.ownerDocument.getElementById(decodeURIComponent(hash));
  if (!target || !article.contains(target)) return [...article.children];
  const heading = target.closest("h1, h2, h3, h4, h5, h6");
  if (!heading) return [target.closest("p, li, blockquote, pre, table, .callout, ul, ol") ?? target];
  const section = [heading];
  const level = heading.tagName;
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (/^H[1-6]$/.test(next.tagName) && next.tagName <= level) break;
    section.push(next);
  }
  return section;
}

/** Copies of blocks, as many as have room.
 * @param {Element[]} list
 * @param {URL} base
 * @returns {HTMLElement} */
function excerpt(list, base) {
  const body = make("div", { className: "markdown-rendered kb-preview-text", inert: true });
  let length = 0;
  for (const block of list) {
    if (length > MOST) break;
    length += Math.max(block.textContent?.length ?? 0, block.querySelector("img") ? 300 : 0);
    body.append(copy(block, base));
  }
  return body;
}

/** The text of a footnote of this page.
 * @param {URL} url
 * @returns {Element[]} */
function footnote(url) {
  const note = document.getElementById(decodeURIComponent(url.hash.slice(1)));
  if (!note) return [];
  const isShown = (/** @type {Node} */ node) => node instanceof Element || Boolean(node.nodeValue?.trim());
  const parts = [...note.childNodes].filter(isShown);
  return [excerpt(parts.map((node) => (node instanceof Element ? node : make("span", {}, node.cloneNode()))), url)];
}

/** The state of a page's note; none where that page is older than the reader's day: it says what was due when it was
 * made.
 * @param {Document} page
 * @param {URL} url
 * @returns {Element | null} */
function stateLine(page, url) {
  /** @type {HTMLElement | null} */
  const block = document.querySelector("script#kb-data");
  const state = block?.dataset.old === undefined ? page.querySelector(".kb-review .kb-state") : null;
  if (!state) return null;
  /** @type {HTMLElement | null} */
  const around = state.closest("[data-state]");
  const line = make("p", {}, copy(state, url));
  line.dataset.state = around?.dataset.state;
  return line;
}

/** The parts of a preview; none where there is nothing to show.
 * @param {Element} link
 * @param {Document} page the page that the link leads to
 * @param {URL} url
 * @returns {Element[]} */
export function contents(link, page, url) {
  if (link.matches(".footnote-link")) return footnote(url);
  const article = page.querySelector("article.markdown-rendered");
  const heading = page.querySelector(".kb-title h1, article h1") ?? page.querySelector("title");
  if (!article || !heading) return [];
  const textContent = (heading.textContent ?? "").replace(/#$/, "").trim();
  const title = make("p", { className: "kb-preview-title", dir: "auto", textContent });
  const list = blocks(article, url.hash.slice(1)).filter((block) => block !== heading);
  const text = list.length ? excerpt(list, url) : null;
  return [title, stateLine(page, url), text].filter((part) => part !== null);
}
