// The preview's half in the page: reload when the site was rebuilt, and show what is wrong with the vault.
const FOLDED = "kbgen-live-folded";

/** Of the site that this page is of. */
const { version } = document.currentScript.dataset;

new EventSource("/__kbgen/events").onmessage = (event) => {
  if (event.data !== version) location.reload();
};

const make = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });

const count = (n, word) => (n === 0 ? [] : [`${n} ${word}${n === 1 ? "" : "s"}`]);

const itemOf = ({ severity, code, message, path, line, column, help }) => {
  const item = make("li", "", severity);
  const head = make("p", ` ${message}`);
  head.prepend(make("b", `${severity}[${code}]`));
  item.append(head);
  const place = [path, line, column].filter((part) => part !== null).join(":");
  if (place) item.append(make("code", place));
  if (help) item.append(make("p", help, "help"));
  return item;
};

const show = ({ errors, warnings, shown }) => {
  if (shown.length === 0) return;
  const overlay = Object.assign(make("aside", "", "kb-live"), { ariaLabel: "kbgen" });
  const box = make("details", "");
  overlay.dataset.worst = errors ? "error" : "warning";
  box.open = errors > 0 && sessionStorage.getItem(FOLDED) === null;
  const list = make("ul", "");
  list.append(...shown.map(itemOf));
  const more = errors + warnings - shown.length;
  if (more > 0) list.append(make("li", `and ${more} more: see kbgen check`));
  const summary = make("summary", `kbgen: ${[...count(errors, "error"), ...count(warnings, "warning")].join(", ")}`);
  box.append(summary, list);
  // What was folded away stays so in this tab, over reloads.
  summary.addEventListener("click", () => {
    if (box.open) sessionStorage.setItem(FOLDED, "");
    else sessionStorage.removeItem(FOLDED);
  });
  overlay.append(box);
  document.body.append(overlay);
};

fetch("/__kbgen/problems.json").then((answer) => answer.json()).then(show);
