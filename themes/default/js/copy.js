// A button on each block of code, which copies it.

import { make } from "./dom.js";
import { say } from "./words.js";

/** How long a button says that it has copied, milliseconds. */
const SAID = 2000;

/** Adds the buttons where the browser lets pages copy.
 * @returns {void} */
export function copyButtons() {
  if (!navigator.clipboard) return;
  for (const code of document.querySelectorAll(".markdown-rendered pre > code")) {
    if (code.parentElement) codeFrame(code.parentElement).append(copyButton(code));
  }
}

/** The element around a block of code that the button is put into.
 * @param {HTMLElement} pre
 * @returns {Element} */
function codeFrame(pre) {
  const around = pre.parentElement;
  if (around?.classList.contains("kb-code")) return around;
  const made = make("div", { className: "kb-wrap kb-code" });
  pre.replaceWith(made);
  made.append(pre);
  return made;
}

/** @param {Element} code
 * @returns {HTMLButtonElement} */
function copyButton(code) {
  const button = make("button", { type: "button", className: "kb-copy", textContent: say("copy") });
  let timer = 0;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent ?? "");
    } catch {
      return; // The reader has forbidden it.
    }
    button.textContent = say("copied");
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = say("copy"); }, SAID);
  });
  return button;
}
