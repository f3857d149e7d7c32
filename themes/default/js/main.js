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

async function reviewWords() {
  const block = document.getElementById("kb-data");
  if (!block) return;
  const data = JSON.parse(block.textContent);
  if (document.querySelector(".kb-due")) {
    (await import("./due.js")).start(data);
  } else if (document.querySelector("[data-plan]")) {
    (await import("./review.js")).refreshAll(data);
  }
}

colourSwitch();
followContents();
searchKey();
reviewWords();
