// What a link leads to, beside the link: the first lines of a note, or the part of it that the link names; the text of a
// footnote. Asked for by a pointer that rests or by the keyboard, fetched once, gone with Esc or when both turn away.

const REST = 320;
const LEAVE = 220;
/** Characters of a preview: about what has room. */
const MOST = 700;
/** What a copy must not have: what acts, what plays, and what is only furniture. */
const DROPPED = "script, style, link, iframe, object, video, audio, form, input, button, .kb-anchor, .kb-block, .footnote-backref, .footnote-backlink, .markdown-embed-link, dialog";
const KEPT = new Set(["class", "href", "src", "alt", "width", "height", "dir", "lang", "start", "colspan", "rowspan", "data-callout", "data-task", "open", "display", "mathvariant", "stretchy", "columnalign", "checked"]);

const pages = new Map();
let selector;
let panel;
let link;
let timer;
let waiting;

/** The document at an address, fetched once; what is aborted or fails is forgotten, so that it may be asked for again. */
async function read(address, signal) {
  if (address === location.href.split("#")[0]) return document;
  if (!pages.has(address)) {
    const answer = await fetch(address, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    pages.set(address, new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
  return pages.get(address);
}

/** A copy that can do nothing: no ids, no handlers, no controls, addresses in full. */
function copy(element, base) {
  const clone = document.importNode(element, true);
  clone.querySelectorAll?.(DROPPED).forEach((dropped) => dropped.remove());
  for (const each of [clone, ...(clone.querySelectorAll?.("*") ?? [])]) {
    for (const { name } of [...(each.attributes ?? [])]) if (!KEPT.has(name)) each.removeAttribute(name);
    for (const name of ["href", "src"]) {
      const value = each.getAttribute?.(name);
      if (value) each.setAttribute(name, new URL(value, base).href);
    }
  }
  return clone;
}

/** The blocks of an article that a preview shows. */
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

function excerpt(list, base) {
  const body = document.createElement("div");
  body.className = "markdown-rendered kb-preview-text";
  body.inert = true;
  let length = 0;
  for (const block of list) {
    if (length > MOST) break;
    length += Math.max(block.textContent.length, block.querySelector("img") ? 300 : 0);
    body.append(copy(block, base));
  }
  return body;
}

/** The parts of a preview; none where there is nothing to show. */
function contents(page, url) {
  if (link.matches(".footnote-link")) {
    const note = document.getElementById(decodeURIComponent(url.hash.slice(1)));
    return note ? [excerpt([...note.childNodes].filter((node) => node.nodeType === 1 || node.data?.trim()).map(asElement), url)] : [];
  }
  const article = page.querySelector("article.markdown-rendered");
  const text = page.querySelector(".kb-title h1, article h1") ?? page.querySelector("title");
  if (!article || !text) return [];
  const title = document.createElement("p");
  title.className = "kb-preview-title";
  title.dir = "auto";
  title.textContent = text.textContent.replace(/#$/, "").trim();
  // A page that is older than the reader's day would say what was due when it was made.
  const old = document.querySelector("script#kb-data")?.dataset.old !== undefined;
  const state = old ? null : page.querySelector(".kb-review .kb-state");
  const list = blocks(article, url.hash.slice(1)).filter((block) => block !== text);
  const parts = [title];
  if (state) {
    const line = document.createElement("p");
    line.dataset.state = state.closest("[data-state]").dataset.state;
    line.append(copy(state, url));
    parts.push(line);
  }
  if (list.length) parts.push(excerpt(list, url));
  return parts;
}

function asElement(node) {
  if (node.nodeType === 1) return node;
  const span = document.createElement("span");
  span.append(node.cloneNode());
  return span;
}

function place() {
  const box = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = Math.min(Math.max(box.left, 8), document.documentElement.clientWidth - width - 8);
  const below = box.bottom + 6;
  const top = below + height > innerHeight - 8 && box.top - height - 6 > 8 ? box.top - height - 6 : below;
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${top + scrollY}px`;
}

async function show(next) {
  hide();
  link = next;
  waiting = new AbortController();
  const { signal } = waiting;
  try {
    const url = new URL(next.href.baseVal ?? next.href, location.href);
    const page = await read(url.href.split("#")[0], signal);
    if (signal.aborted) return;
    const parts = contents(page, url);
    if (!parts.length) return;
    panel = document.createElement("div");
    panel.className = "kb-preview";
    panel.popover = "manual";
    panel.append(...parts);
    panel.addEventListener("pointerenter", () => clearTimeout(timer));
    panel.addEventListener("pointerleave", leave);
    document.querySelector("main").append(panel);
    panel.showPopover();
    place();
  } catch {
    // A preview that cannot be had is no preview; the link still works.
  }
}

function hide() {
  clearTimeout(timer);
  waiting?.abort();
  panel?.remove();
  panel = link = undefined;
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(hide, LEAVE);
}

function ask(next) {
  clearTimeout(timer);
  if (next !== link) timer = setTimeout(() => show(next), REST);
}

/** Begins with the link that asked first. */
export function start(links, first) {
  selector = links;
  addEventListener("pointerover", (event) => {
    const next = event.pointerType !== "touch" && event.target.closest?.(selector);
    if (next) ask(next);
  });
  addEventListener("pointerout", (event) => {
    const left = event.target.closest?.(selector);
    if (!left || left.contains(event.relatedTarget)) return;
    if (link) leave();
    else clearTimeout(timer);
    if (!panel && link === left) hide();
  });
  addEventListener("focusin", (event) => {
    const next = event.target.closest?.(selector);
    if (next?.matches(":focus-visible")) ask(next);
    else if (link) hide();
  });
  addEventListener("focusout", (event) => {
    if (event.target.closest?.(selector)) link ? leave() : clearTimeout(timer);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // With the preview open, Esc is for it alone.
    if (panel) event.stopPropagation();
    hide();
  }, true);
  addEventListener("pointerdown", (event) => {
    if (!panel?.contains(event.target)) hide();
  });
  if (first.matches(":hover, :focus-visible")) ask(first);
}
