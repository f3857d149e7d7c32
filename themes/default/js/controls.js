// What a note's own markup lacks for the keyboard and for those who hear the page.

/** What scrolls sideways can be scrolled with the keyboard.
 * @returns {void} */
export function reachableScrollers() {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll(".markdown-rendered :is(pre, table, .math-block)");
  for (const element of all) if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
}

/** Names for what a note's markup leaves unnamed: its check boxes and the links of its embeds.
 * @returns {void} */
export function nameControls() {
  for (const box of document.querySelectorAll(".task-list-item-checkbox")) {
    const item = box.parentElement;
    const text = item?.innerText.trim().split("\n")[0];
    box.ariaLabel ??= text || (item?.dataset.task ?? "");
  }
  for (const link of document.querySelectorAll(".markdown-embed-link:not([aria-label])")) {
    link.ariaLabel = link.parentElement?.dataset.src ?? null;
  }
}
