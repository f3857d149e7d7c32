// The preview's half in the page: reload when the site was rebuilt, and show what is wrong with the vault.
const MOST = 50;
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

const show = (problems) => {
  if (problems.length === 0) return;
  const errors = problems.filter((problem) => problem.severity === "error");
  const overlay = Object.assign(make("aside", "", "kb-live"), { ariaLabel: "kbgen" });
  const box = make("details", "");
  overlay.dataset.worst = errors.length ? "error" : "warning";
  box.open = errors.length > 0 && sessionStorage.getItem(FOLDED) === null;
  const counts = [...count(errors.length, "error"), ...count(problems.length - errors.length, "warning")];
  const list = make("ul", "");
  const worstFirst = [...errors, ...problems.filter((problem) => problem.severity !== "error")];
  list.append(...worstFirst.slice(0, MOST).map(itemOf));
  if (problems.length > MOST) list.append(make("li", `and ${problems.length - MOST} more: see kbgen check`));
  const summary = make("summary", `kbgen: ${counts.join(", ")}`);
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
