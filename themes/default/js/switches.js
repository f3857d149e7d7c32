// The switches of the header: light or dark, and narrow or wide text. `boot.js` sets what was chosen before the first
// paint.

import { remember } from "./dom.js";

/** Shows a button of the header, which is hidden without scripts.
 * @param {string} selector
 * @param {() => void} act
 * @returns {boolean} whether there is one */
function showSwitch(selector, act) {
  /** @type {HTMLButtonElement | null} */
  const button = document.querySelector(selector);
  if (!button) return false;
  button.title = button.ariaLabel ?? "";
  button.hidden = false;
  button.addEventListener("click", act);
  return true;
}

/** Light or dark.
 * @returns {void} */
export function themeSwitch() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const bar = document.createElement("meta");
  bar.name = "theme-color";
  /** What the browser draws around the page has the page's colour.
   * @returns {void} */
  const paintBar = () => {
    bar.content = getComputedStyle(root).backgroundColor;
  };
  const shown = showSwitch(".kb-theme", () => {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    const theme = isDark ? "light" : "dark";
    // A choice that is the system's own is not kept: the page goes on following the system.
    const follows = (theme === "dark") === system.matches;
    if (follows) delete root.dataset.theme;
    else root.dataset.theme = theme;
    paintBar();
    remember("kb-theme", follows ? null : theme);
  });
  if (!shown) return;
  document.head.append(bar);
  paintBar();
  system.addEventListener("change", paintBar);
}

/** Narrow or wide text, for windows that have room for both.
 * @returns {void} */
export function widthSwitch() {
  const root = document.documentElement;
  showSwitch(".kb-width", () => {
    const wide = root.dataset.width !== "wide";
    if (wide) root.dataset.width = "wide";
    else delete root.dataset.width;
    remember("kb-width", wide ? "wide" : null);
  });
}
