// A button on each block of code, which copies it. Imported where a page has code and the browser lets pages copy.

/** How long the button says that it has copied, milliseconds. */
const SAID = 2000;

function frame(pre) {
  const around = pre.parentElement;
  if (around.classList.contains("kb-code")) return around;
  const made = document.createElement("div");
  made.className = "kb-wrap kb-code";
  pre.replaceWith(made);
  made.append(pre);
  return made;
}

export function start(codes) {
  for (const code of codes) {
    const { copy, copied } = code.closest("main").dataset;
    if (!copy) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kb-copy";
    button.textContent = copy;
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
    frame(code.parentElement).append(button);
  }
}
