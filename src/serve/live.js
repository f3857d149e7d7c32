// The preview's part of a page: it reloads when the site was rebuilt, and shows what is wrong with the vault.
(() => {
  /** A finding about the vault.
   * @typedef {object} Finding
   * @property {string} severity
   * @property {string} code
   * @property {string} message
   * @property {string | null} path
   * @property {number | null} line
   * @property {number | null} column
   * @property {string | null} help */

  /** `/__kbgen/problems.json`: how many findings there are, and the first ones.
   * @typedef {{ errors: number, warnings: number, shown: Finding[] }} Problems */

  const FOLDED = "kbgen-live-folded";

  /** The version of the site that this page is of. */
  const version = document.currentScript?.dataset.version;

  new EventSource("/__kbgen/events").onmessage = (event) => {
    if (event.data !== version) location.reload();
  };

  /** @template {keyof HTMLElementTagNameMap} K
   * @param {K} name
   * @param {string} text
   * @param {string} [className]
   * @returns {HTMLElementTagNameMap[K]} */
  const make = (name, text, className = "") =>
    Object.assign(document.createElement(name), { textContent: text, className });

  /** @param {number} n
   * @param {string} word
   * @returns {string[]} */
  const count = (n, word) => (n === 0 ? [] : [`${n} ${word}${n === 1 ? "" : "s"}`]);

  /** @param {Finding} finding
   * @returns {HTMLLIElement} */
  function itemOf({ severity, code, message, path, line, column, help }) {
    const item = make("li", "", severity);
    const head = make("p", ` ${message}`);
    head.prepend(make("b", `${severity}[${code}]`));
    item.append(head);
    const place = [path, line, column].filter((part) => part !== null).join(":");
    if (place) item.append(make("code", place));
    if (help) item.append(make("p", help, "help"));
    return item;
  }

  /** @param {Problems} problems
   * @returns {void} */
  function show({ errors, warnings, shown }) {
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
    // A box that was folded away stays so in this tab, over reloads.
    summary.addEventListener("click", () => {
      if (box.open) sessionStorage.setItem(FOLDED, "");
      else sessionStorage.removeItem(FOLDED);
    });
    overlay.append(box);
    document.body.append(overlay);
  }

  fetch("/__kbgen/problems.json").then((answer) => answer.json()).then(show);
})();
