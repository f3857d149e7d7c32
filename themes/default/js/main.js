// The entry of every page. Nothing here is needed to read: it adds the colour switch, follows the reader in the table
// of contents, and brings review words up to the reader's own day.

// The tests of the rules import this file where there is no document.
const root = globalThis.document?.documentElement;
const DAY = 86400000;
/** The words of the site's language that scripts need; the build puts them here. */
const WORDS = "./words.json";

function colourSwitch() {
  const button = document.querySelector(".kb-theme");
  if (!button) return;
  button.title = button.ariaLabel;
  const system = matchMedia("(prefers-color-scheme: dark)");
  // What the browser draws around the page has the page's colour.
  const bar = document.head.appendChild(Object.assign(document.createElement("meta"), { name: "theme-color" }));
  const paintBar = () => { bar.content = getComputedStyle(root).backgroundColor; };
  paintBar();
  system.addEventListener("change", paintBar);
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  button.hidden = false;
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    // A choice that is the system's own is no choice: the page goes on following the system.
    const follows = (theme === "dark") === system.matches;
    if (follows) delete root.dataset.theme;
    else root.dataset.theme = theme;
    paintBar();
    try {
      if (follows) localStorage.removeItem("kb-theme");
      else localStorage.setItem("kb-theme", theme);
    } catch {
      // Storage may be forbidden; the choice then lasts for this page.
    }
  });
}

/** Narrow or wide text, for windows that have room for both. */
function widthSwitch() {
  const button = document.querySelector(".kb-width");
  if (!button) return;
  button.title = button.ariaLabel;
  button.hidden = false;
  button.addEventListener("click", () => {
    const wide = root.dataset.width !== "wide";
    if (wide) root.dataset.width = "wide";
    else delete root.dataset.width;
    try {
      if (wide) localStorage.setItem("kb-width", "wide");
      else localStorage.removeItem("kb-width");
    } catch {
      // As above.
    }
  });
}

/** A picture that is no link opens as large as the window. */
function pictures() {
  const open = (event) => {
    const picture = event.target.closest?.(".markdown-rendered img[role=button]");
    if (!picture || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    import("./lightbox.js").then(({ show }) => show(picture));
  };
  for (const picture of document.querySelectorAll(".markdown-rendered img[alt]:not([alt=''])")) {
    if (picture.closest("a, button, summary") || picture.clientWidth < 120) continue;
    picture.role = "button";
    picture.tabIndex = 0;
  }
  addEventListener("click", open);
  addEventListener("keydown", open);
}

/** What links lead to, shown beside them: the module is asked for by the first link that is pointed at or focused. */
function previews() {
  const links = ".markdown-rendered a:is(.internal-link, .footnote-link)[href], .kb-properties a.internal-link, .kb-backlinks a, .kb-graph svg a";
  const first = (event) => {
    const link = event.pointerType !== "touch" && event.target.closest?.(links);
    if (!link || (event.type === "focusin" && !link.matches(":focus-visible"))) return;
    removeEventListener("pointerover", first);
    removeEventListener("focusin", first);
    import("./preview.js").then(({ start }) => start(links, link));
  };
  addEventListener("pointerover", first);
  addEventListener("focusin", first);
}

/** On a phone the entries are a strip: the one of this page is in view. */
function currentInView() {
  const here = document.querySelector(".kb-nav [aria-current]");
  const strip = here?.closest("ul");
  if (strip) strip.scrollLeft += here.getBoundingClientRect().left - (strip.clientWidth - here.offsetWidth) / 2;
}

function followContents() {
  const links = new Map();
  for (const link of document.querySelectorAll(".kb-toc a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  if (!links.size) return;
  const headings = [...links.keys()];
  let current = null;
  const update = () => {
    const limit = innerHeight * 0.25;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= limit);
    const link = links.get(passed.at(-1) ?? headings[0]);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    current = link;
  };
  const observer = new IntersectionObserver(update, { rootMargin: "0px 0px -75% 0px" });
  headings.forEach((heading) => observer.observe(heading));
  update();
}

/** Search is a page; with scripts it opens where the reader is, by the link and by `/`. */
function search() {
  const link = document.querySelector(".kb-search");
  if (!link) return;
  const load = () => import("./search.js");
  // Where the script cannot be had, the page still can.
  const open = () => load().then((module) => module.open(link)).catch(() => location.assign(link.href));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  const place = document.querySelector("[data-find]");
  // Without an index the page still is an index of titles.
  if (place) load().then((module) => module.mount(link, place)).catch(() => {});
}

/** The link to a note by chance leads to one that is drawn now; without an index to draw from, to those of the build. */
function randomNote() {
  const link = document.querySelector(".kb-nav a[data-icon=random]");
  const find = document.querySelector(".kb-search");
  if (!link || !find) return;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const drawn = import("./search-index.js").then(({ Index }) => Index.open(find.href)).then((index) => index.anyNote(location.href));
    drawn.catch(() => link.href).then((address) => location.assign(address));
  });
}

/** Today as an ISO day in the build's zone; before `day_start` it is still yesterday. */
function today({ timezone, day_start }, clock = new Date()) {
  const digits = "2-digit";
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone, hourCycle: "h23", year: "numeric", month: digits, day: digits, hour: digits, minute: digits,
  });
  const part = Object.fromEntries(format.formatToParts(clock).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  const early = `${part.hour}:${part.minute}` < day_start;
  return early ? new Date(Date.parse(date) - DAY).toISOString().slice(0, 10) : date;
}

// A note's review state on the reader's today, by the rows R1 to R7 of the decision table. What does not change with
// the day (the ladder, the ticks) was decided by the build and is in the page's data attributes.

/** Whole days from `a` to `b`, both ISO days. */
function daysBetween(a, b) {
  return Math.round((Date.parse(b) - Date.parse(a)) / DAY);
}

/** `{ state, date, late }` of a plan on day `now`; `date` is the day that is shown, `late` whole days. */
function stateOn({ plan, first, at }, now) {
  const byDate = () => {
    const late = daysBetween(at, now);
    return { state: late > 0 ? "overdue" : late === 0 ? "due" : "upcoming", date: at, late: Math.max(late, 0) };
  };
  if (plan === "fixed") return byDate();
  if (plan === "new") return { state: "due", date: now, late: 0 };
  if (plan === "none") return { state: "unscheduled", date: null, late: 0 };
  if (first && now < first) return { state: "not-started", date: first, late: 0 };
  if (plan === "retired") return { state: "retired", date: null, late: 0 };
  if (plan === "step") return byDate();
  return now < at ? { state: "ahead", date: null, late: 0 } : { state: "extra", date: at, late: 0 };
}

/** The words of `key` with `{n}` and the like filled in. */
function say(words, key, values = {}) {
  const text = words[`${key}.${values.n === 1 ? "one" : "other"}`] ?? words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function sayDate(day) {
  const language = root.lang;
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(day));
}

function put(element, text) {
  if (!element) return;
  element.textContent = text ?? "";
  element.hidden = !text;
}

/** Brings one element with a plan up to day `now`, and returns its state. */
function refresh(element, now, words) {
  const result = stateOn(element.dataset, now);
  element.dataset.state = result.state;
  element.dataset.late = result.late;
  const when = element.querySelector(".kb-when");
  if (when) {
    const date = result.date && sayDate(result.date);
    const key = { extra: "since", "not-started": "starts" }[result.state];
    if (date) when.dateTime = result.date;
    put(when, key ? say(words, key, { date }) : date);
  }
  const step = element.querySelector(".kb-step");
  if (step) step.hidden = result.state === "not-started";
  put(element.querySelector(".kb-state"), say(words, `state_${result.state}`));
  put(element.querySelector(".kb-late"), result.late ? say(words, "late", { n: result.late }) : "");
  const next = element.querySelector(".kb-next");
  if (next) next.hidden = next.dateTime < now;
  const number = element.querySelector(".kb-day-number");
  if (number && element.dataset.first) {
    number.textContent = say(words, "day_number", { n: daysBetween(element.dataset.first, now) });
  }
  for (const dot of element.querySelectorAll("[data-dot]:not([data-dot='done'])")) {
    const day = dot.dataset.date ?? dot.querySelector("time")?.dateTime;
    if (!day) continue;
    const isNext = "next" in dot.dataset && result.state !== "not-started";
    dot.dataset.dot = isNext ? "next" : day <= now ? "missed" : "open";
    put(dot.querySelector(".kb-vh"), say(words, `dot_${dot.dataset.dot}`));
  }
  return result;
}

/** A page that is not the due page: the note's own state is brought up to date; lists and counts, of which the page
 * holds only a part, keep the words and the stamp of the build, and say how old they are. */
function refreshPage({ words, date }, now) {
  const age = daysBetween(date, now);
  document.querySelector("script#kb-data").dataset.old = age;
  for (const element of document.querySelectorAll(".kb-review")) {
    refresh(element, now, words);
    put(element.querySelector(".kb-stamp"), say(words, "stamp", { date: now }));
  }
  for (const count of document.querySelectorAll(".kb-nav .kb-count")) {
    count.title = say(words, "stamp", { date });
    count.dataset.n = "";
  }
  const old = document.querySelector(".kb-old");
  if (age > 0) put(old, say(words, "old", { n: age }));
}

async function reviewWords() {
  const block = document.querySelector("script#kb-data");
  if (!block) return;
  const data = { ...JSON.parse(block.textContent), words: WORDS };
  const now = today(data);
  const review = { daysBetween, refresh, say, stateOn };
  if (document.querySelector(".kb-due")) (await import("./due.js")).start(data, now, review);
  else if (document.querySelector(".kb-quiz")) (await import("./quiz.js")).start(data, now, review);
  else if (now !== data.date) refreshPage(data, now);
}

/** What scrolls sideways can be scrolled with the keyboard. */
function reachableScrollers() {
  for (const element of document.querySelectorAll(".markdown-rendered :is(pre, table, .math-block)")) {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  }
}

/** Names for what a note's markup leaves unnamed: its check boxes and the links of its embeds. */
function nameControls() {
  for (const box of document.querySelectorAll(".task-list-item-checkbox")) {
    const text = box.parentElement.innerText.trim().split("\n")[0];
    box.ariaLabel ??= text || box.parentElement.dataset.task;
  }
  for (const link of document.querySelectorAll(".markdown-embed-link:not([aria-label])")) {
    link.ariaLabel = link.parentElement.dataset.src;
  }
}

/** How long a button says that it has copied, milliseconds. */
const SAID = 2000;

function codeFrame(pre) {
  const around = pre.parentElement;
  if (around.classList.contains("kb-code")) return around;
  const made = Object.assign(document.createElement("div"), { className: "kb-wrap kb-code" });
  pre.replaceWith(made);
  made.append(pre);
  return made;
}

function copyButton(code, { copy, copied }) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "kb-copy", textContent: copy });
  let timer;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      return; // The reader has forbidden it.
    }
    button.textContent = copied;
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = copy), SAID);
  });
  codeFrame(code.parentElement).append(button);
}

/** A button on each block of code, which copies it, where the browser lets pages copy. */
function copyButtons() {
  if (!navigator.clipboard) return;
  for (const code of document.querySelectorAll(".markdown-rendered pre > code")) copyButton(code, WORDS);
}

export { daysBetween, stateOn, today };

if (root) {
  colourSwitch();
  widthSwitch();
  nameControls();
  reachableScrollers();
  currentInView();
  followContents();
  pictures();
  previews();
  search();
  randomNote();
  copyButtons();
  reviewWords();
  const map = document.querySelector(".kb-map-view");
  if (map) import("./graph.js").then(({ start }) => start(map));
}
