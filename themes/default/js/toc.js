// The place of the reader: in the table of contents, and in the navigation of a phone.

/** Marks the entry of the section that is being read.
 * @returns {void} */
export function followContents() {
  /** @type {Map<Element, HTMLAnchorElement>} */
  const links = new Map();
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const entries = document.querySelectorAll(".kb-toc a");
  for (const link of entries) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  if (!links.size) return;
  const headings = [...links.keys()];
  /** @type {HTMLAnchorElement | undefined} */
  let current;
  const update = () => {
    const limit = innerHeight * 0.25;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= limit);
    const link = links.get(passed.at(-1) ?? headings[0]);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
  };
  const observer = new IntersectionObserver(update, { rootMargin: "0px 0px -75% 0px" });
  headings.forEach((heading) => observer.observe(heading));
  update();
}

/** On a phone the navigation is a strip: brings the entry of this page into view.
 * @returns {void} */
export function currentInView() {
  /** @type {HTMLElement | null} */
  const here = document.querySelector(".kb-nav [aria-current]");
  const strip = here?.closest("ul");
  if (here && strip) strip.scrollLeft += here.getBoundingClientRect().left - (strip.clientWidth - here.offsetWidth) / 2;
}
