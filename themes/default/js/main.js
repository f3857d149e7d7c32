// The entry of every page. Nothing here is needed to read: it adds the colour switch, follows the reader in the table
// of contents, and brings review words up to the reader's own day.

const root = document.documentElement;

function colourSwitch() {
  const button = document.querySelector(".kb-theme");
  if (!button) return;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  button.hidden = false;
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    // A choice that is the system's own is no choice: the page goes on following the system.
    const follows = (theme === "dark") === system.matches;
    if (follows) delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (follows) localStorage.removeItem("kb-theme");
      else localStorage.setItem("kb-theme", theme);
    } catch {
      // Storage may be forbidden; the choice then lasts for this page.
    }
  });
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

function searchKey() {
  const search = document.querySelector(".kb-search");
  if (!search) return;
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.click();
  });
}

/** Today as an ISO day in the build's zone; before `day_start` it is still yesterday. */
function today({ timezone, day_start }) {
  const digits = "2-digit";
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone, hourCycle: "h23", year: "numeric", month: digits, day: digits, hour: digits, minute: digits,
  });
  const part = Object.fromEntries(format.formatToParts(new Date()).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  const early = `${part.hour}:${part.minute}` < day_start;
  return early ? new Date(Date.parse(date) - 86400000).toISOString().slice(0, 10) : date;
}

async function reviewWords() {
  const block = document.getElementById("kb-data");
  if (!block) return;
  const data = JSON.parse(block.textContent);
  const now = today(data);
  if (document.querySelector(".kb-due")) (await import("./due.js")).start(data, now);
  else if (now !== data.date) (await import("./review.js")).refreshPage(data, now);
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

colourSwitch();
nameControls();
reachableScrollers();
followContents();
searchKey();
reviewWords();
