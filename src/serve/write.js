// Ticking from the preview, only where it was started with --write: buttons in a note's review box and in the rows of
// what is due, and `kbgenWrite` for the theme's own scripts. What is written shows when the page reloads by itself.
(() => {
  /** The last review of today, which can be taken back.
   * @typedef {WriteNote & { url: string, title: string }} LastReview */

  /** The JSON block `kb-write` of the page. `words` are those of `write.` in the theme's `i18n`.
   * @typedef {object} Offer
   * @property {string} url
   * @property {string} token
   * @property {Record<string, WriteNote | undefined>} notes by the path of the note's page
   * @property {LastReview | null} last
   * @property {Record<string, string>} words */

  /** The server's answer.
   * @typedef {object} Answer
   * @property {boolean} ok
   * @property {number} status 0 where there is none
   * @property {string} [message] why nothing was written
   * @property {"done" | "already" | "undone"} [result]
   * @property {number | "long-term"} [step]
   * @property {string[]} [lost] steps that the note's frozen ladder had and its boxes have not */

  /** @type {Offer} */
  const offer = JSON.parse(document.getElementById("kb-write")?.textContent ?? "");
  const { words } = offer;

  /** A text with names in braces filled in.
   * @param {string} text
   * @param {Record<string, string | number | undefined>} values
   * @returns {string} */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

  /** @param {number | "long-term" | undefined} step
   * @returns {string} */
  const stepWords = (step) => (step === "long-term" ? words.long_term : fill(words.step, { n: step }));

  /** Why nothing was written, for a person.
   * @param {Answer} answer
   * @returns {string} */
  const why = ({ status, message }) => {
    const said = words[`error_${status}`];
    // Where the note itself is the reason, the server's own sentence says what about it.
    return said && status !== 422 ? said : [said ?? words.error_other, message].filter(Boolean).join(" ");
  };

  /** @param {Record<string, unknown>} order
   * @returns {Promise<Answer>} */
  async function send(order) {
    try {
      const answer = await fetch(offer.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Kbgen-Token": offer.token },
        body: JSON.stringify(order),
      });
      const result = await answer.json().catch(() => ({}));
      return { ...result, ok: answer.ok, status: answer.status };
    } catch {
      return { ok: false, status: 0 };
    }
  }

  /** What can be done with a note: tick it, or take its last review back.
   * @param {string} path
   * @returns {WriteNote | null} */
  const known = (path) => offer.notes[path] ?? (offer.last?.url === path ? offer.last : null);

  /** Asks the server to tick or to take back; it never rejects.
   * @param {"done" | "undo"} action
   * @param {string} path the path of the note's page
   * @param {Record<string, unknown>} [more]
   * @returns {Promise<Answer & WriteAnswer>} */
  async function act(action, path, more = {}) {
    const note = known(path);
    if (!note) return { ok: false, status: 404, message: words.error_404 };
    const answer = await send({ action, note: note.id, source: note.source, ...more });
    return { ...answer, message: answer.ok ? success(answer) : why(answer) };
  }

  /** What was written, for a person.
   * @param {Answer} answer
   * @returns {string} */
  function success({ result, step, lost = [] }) {
    if (result === "already") return words.said_already;
    if (result === "undone") return words.said_undone;
    return fill(lost.length ? words.said_alone : words.said_done, { step: stepWords(step), lost: lost.join(", ") });
  }

  /** @type {KbgenWrite["done"]} */
  const done = (path, { grade = null, again = false } = {}) => act("done", path, { grade, again });
  /** @type {KbgenWrite["undo"]} */
  const undo = (path) => act("undo", path);

  /** @template {keyof HTMLElementTagNameMap} K
   * @param {K} name
   * @param {string} className
   * @param {string} [text]
   * @returns {HTMLElementTagNameMap[K]} */
  const make = (name, className, text = "") =>
    Object.assign(document.createElement(name), { className, textContent: text });

  /** A button that does `work` once, and says in `status` what came of it.
   * @param {string} text
   * @param {HTMLElement} status
   * @param {() => Promise<WriteAnswer>} work
   * @returns {HTMLButtonElement} */
  function button(text, status, work) {
    const made = make("button", "kb-button", text);
    made.type = "button";
    made.addEventListener("click", async () => {
      const all = made.parentElement?.querySelectorAll("button") ?? [];
      for (const one of all) one.disabled = true;
      status.textContent = words.busy;
      const answer = await work();
      status.textContent = answer.message;
      status.dataset.ok = String(answer.ok);
      // What was written is done with; what was refused may be tried again.
      if (!answer.ok) for (const one of all) one.disabled = false;
      if (!answer.ok) made.focus();
    });
    return made;
  }

  /** The buttons of a note.
   * @param {string} path
   * @param {{ graded?: boolean, undoable?: boolean }} more
   * @returns {HTMLElement} */
  function controls(path, { graded = false, undoable = false }) {
    const box = make("div", "kb-write");
    const status = make("p", "kb-write-said");
    status.setAttribute("role", "status");
    const note = offer.notes[path];
    if (note) {
      box.append(button(fill(words.tick, { step: stepWords(note.step) }), status, () => done(path)));
      if (graded) box.append(grades(path, status));
    }
    if (undoable) box.append(button(words.undo, status, () => undo(path)));
    box.append(status);
    return box;
  }

  /** The same tick, with how well it went.
   * @param {string} path
   * @param {HTMLElement} status
   * @returns {HTMLElement} */
  function grades(path, status) {
    const group = make("fieldset", "kb-write-grades");
    group.append(make("legend", "", words.grade));
    for (const grade of [1, 2, 3]) {
      group.append(button(words[`grade_${grade}`], status, () => done(path, { grade })));
    }
    return group;
  }

  /** @param {string} url
   * @returns {string} */
  const pathOf = (url) => decodeURIComponent(new URL(url, location.href).pathname).normalize("NFC");

  /** Adds the buttons to the page of a note.
   * @returns {void} */
  function inNote() {
    const review = document.querySelector(".kb-review");
    const path = pathOf(location.href);
    if (!review || !known(path)) return;
    review.append(controls(path, { graded: true, undoable: offer.last?.url === path }));
  }

  /** Adds the buttons to a row; rows that a script of the theme makes later come here too.
   * @type {KbgenWrite["inRow"]} */
  function inRow(row) {
    /** @type {HTMLAnchorElement | null} */
    const title = row.querySelector(".kb-entry-title");
    const path = title && pathOf(title.href);
    if (path && offer.notes[path]) row.querySelector(".kb-entry-side")?.append(controls(path, {}));
  }

  /** On pages of many notes: what was done last, and the way back.
   * @returns {void} */
  function lastDone() {
    const head = document.querySelector(".kb-due .kb-title, .kb-summary");
    const { last } = offer;
    if (!head || !last) return;
    const box = make("div", "kb-write kb-write-last");
    const status = make("p", "kb-write-said");
    status.setAttribute("role", "status");
    const text = make("span", "", fill(words.last, { title: last.title, step: stepWords(last.step) }));
    box.append(text, button(words.undo, status, () => undo(last.url)), status);
    head.append(box);
  }

  inNote();
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll(".kb-entry[data-plan]");
  rows.forEach(inRow);
  lastDone();
  globalThis.kbgenWrite = { notes: offer.notes, done, undo, inRow };
  document.dispatchEvent(new CustomEvent("kbgen-write"));
})();
