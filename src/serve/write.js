// Ticking from the preview, only where it was started with --write: buttons in a note's review box and in the rows of
// what is due, and `kbgenWrite` for the theme's own scripts. What is written shows when the page reloads by itself.
(() => {
  const offer = JSON.parse(document.getElementById("kb-write").textContent);
  const { words } = offer;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const stepWords = (step) => (step === "long-term" ? words.long_term : fill(words.step, { n: step }));

  /** Why nothing was written, for a person. */
  const why = ({ status, message }) => {
    const said = words[`error_${status}`];
    // Where the note itself is the reason, the server's own sentence says what about it.
    return said && status !== 422 ? said : [said ?? words.error_other, message].filter(Boolean).join(" ");
  };

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

  const known = (path) => offer.notes[path] ?? (offer.last?.url === path ? offer.last : null);

  /** Both take the path of the note's page and give `{ok, status, message, …}`; they never reject. */
  async function act(action, path, more = {}) {
    const note = known(path);
    if (!note) return { ok: false, status: 404, message: words.error_404 };
    const answer = await send({ action, note: note.id, source: note.source, ...more });
    const said = {
      done: () => fill(answer.lost?.length ? words.said_alone : words.said_done, { step: stepWords(answer.step), lost: answer.lost?.join(", ") }),
      already: () => words.said_already,
      undone: () => words.said_undone,
    };
    return { ...answer, message: answer.ok ? said[answer.result]() : why(answer) };
  }
  const done = (path, { grade = null, again = false } = {}) => act("done", path, { grade, again });
  const undo = (path) => act("undo", path);

  const make = (name, className, text = "") =>
    Object.assign(document.createElement(name), { className, textContent: text });

  /** A button that does `work` once, and says in `status` what came of it. */
  function button(text, status, work) {
    const made = make("button", "kb-button", text);
    made.type = "button";
    made.addEventListener("click", async () => {
      const all = made.parentElement.querySelectorAll("button");
      for (const one of all) one.disabled = true;
      status.textContent = words.busy;
      const answer = await work();
      status.textContent = answer.message;
      status.dataset.ok = answer.ok;
      // What was written is done with; what was refused may be tried again.
      if (!answer.ok) for (const one of all) one.disabled = false;
      if (!answer.ok) made.focus();
    });
    return made;
  }

  function controls(path, { graded, undoable }) {
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

  /** The same tick, with how well it went. */
  function grades(path, status) {
    const group = make("fieldset", "kb-write-grades");
    group.append(make("legend", "", words.grade));
    for (const grade of [1, 2, 3]) {
      group.append(button(words[`grade_${grade}`], status, () => done(path, { grade })));
    }
    return group;
  }

  const pathOf = (url) => decodeURIComponent(new URL(url, location.href).pathname).normalize("NFC");

  function inNote() {
    const review = document.querySelector(".kb-review");
    const path = pathOf(location.href);
    if (!review || !known(path)) return;
    review.append(controls(path, { graded: true, undoable: offer.last?.url === path }));
  }

  /** Rows that a script of the theme makes later come here too. */
  function inRow(row) {
    const path = pathOf(row.querySelector(".kb-entry-title").href);
    if (offer.notes[path]) row.querySelector(".kb-entry-side").append(controls(path, {}));
  }

  /** On pages of many notes: what was done last, and the way back. */
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
  document.querySelectorAll(".kb-entry[data-plan]").forEach(inRow);
  lastDone();
  globalThis.kbgenWrite = { notes: offer.notes, done, undo, inRow };
  document.dispatchEvent(new CustomEvent("kbgen-write"));
})();
