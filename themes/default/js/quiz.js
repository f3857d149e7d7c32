// The quiz: a session of one question at a time over the page's own <details>, with the keyboard or one thumb. Results
// stay in this browser; the summary says what to tick. Further pages of questions are fetched when they are needed.

const STORE = "kb-quiz";
/** Days that results are kept: longer than any step of a usual ladder. */
const KEPT = 60;

export function start(data, now, review) {
  const main = document.querySelector(".kb-quiz");
  const find = (selector) => main.querySelector(selector);
  const list = find(".kb-quiz-notes");
  const scope = find(".kb-quiz-tools select");
  const bar = find(".kb-quiz-bar");
  const result = find(".kb-quiz-result");
  const results = restore(now, review);
  const here = Number(list.dataset.page);
  const fetched = new Set([here]);
  let queue = []; // pages still to be fetched for the scope
  let deck = []; // the scope's questions, as far as they are fetched
  let current = -1;
  let round = 0; // counts changes of the scope

  const stateOf = (note) => (note.dataset.plan ? review.stateOn(note.dataset, now).state : null);
  const isDue = (note) => ["due", "overdue"].includes(stateOf(note));
  const topicsOf = (note) => [...note.querySelectorAll("[data-topic]")].map((chip) => chip.textContent);
  const wanted = (note) => {
    if (scope.value === "due") return isDue(note);
    const topic = scope.value.startsWith("topic:") && scope.value.slice(6);
    return !topic || topicsOf(note).some((name) => name === topic || name.startsWith(`${topic}/`));
  };

  /** Takes notes into the page: their words are brought up to date, and earlier grades of today shown. */
  function adopt(notes) {
    for (const note of notes) {
      if (note.dataset.plan) review.refresh(note, now, data.words);
      for (const card of note.querySelectorAll(".kb-card")) {
        const known = results[card.id];
        if (known?.[1] === now) card.dataset.grade = known[0];
        card.addEventListener("toggle", () => card === deck[current] && show());
      }
    }
  }

  function gather() {
    for (const note of list.querySelectorAll(".kb-quiz-note")) note.hidden = !wanted(note);
    const card = deck[current];
    deck = [...list.querySelectorAll(".kb-quiz-note:not([hidden]) .kb-card")];
    current = card ? deck.indexOf(card) : -1;
    find(".kb-quiz-start .kb-n").textContent = deck.length + (queue.length ? "+" : "");
    find(".kb-quiz-start").disabled = !deck.length;
    find(".kb-quiz-none").hidden = deck.length > 0;
    find("[data-do='result']").hidden = !answered().length;
  }

  async function fetchPage() {
    const [mine, number] = [round, queue.shift()];
    fetched.add(number);
    const url = number === 1 ? list.dataset.first : `${list.dataset.first}page/${number}/`;
    const answer = await fetch(url);
    if (!answer.ok) return;
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    const notes = [...other.querySelectorAll(".kb-quiz-note")];
    list.append(...notes.map((note) => document.adoptNode(note)));
    adopt(notes);
    // The notes are in the order of urgency: past a page without any that is due there are no more.
    if (mine === round && scope.value === "due" && !notes.some(isDue)) queue = [];
    gather();
  }

  async function choose() {
    round++;
    leave();
    const others = Array.from({ length: Number(list.dataset.pages) }, (_, ix) => ix + 1).filter((n) => !fetched.has(n));
    const topic = scope.selectedOptions[0]?.dataset.pages;
    if (topic) queue = topic.split(" ").map(Number).filter((n) => !fetched.has(n));
    else if (scope.value === "all") queue = others.filter((n) => n > here);
    else queue = [...list.querySelectorAll(".kb-quiz-note")].slice(-1).some(isDue) ? others : [];
    gather();
    while (!deck.length && queue.length) await fetchPage();
  }

  /** Shows the current question, and what can be done with it. */
  function show() {
    const card = deck[current];
    main.toggleAttribute("data-on", Boolean(card));
    bar.hidden = !card;
    for (const old of list.querySelectorAll("[data-current]")) delete old.dataset.current;
    if (!card) return;
    card.dataset.current = card.closest(".kb-quiz-note").dataset.current = "";
    bar.querySelector("[role='status']").textContent = `${current + 1} / ${deck.length}${queue.length ? "+" : ""}`;
    bar.querySelector(".kb-quiz-reveal").hidden = card.open;
    bar.querySelector(".kb-quiz-grades").hidden = !card.open;
    for (const button of bar.querySelectorAll("[data-grade]")) {
      button.setAttribute("aria-pressed", String(button.dataset.grade === card.dataset.grade));
    }
  }

  async function go(to) {
    if (to < 0 || !deck.length) return;
    while (to >= deck.length && queue.length) await fetchPage();
    result.hidden = true;
    if (to >= deck.length) return finish();
    current = to;
    if (current >= deck.length - 2 && queue.length) fetchPage().then(show);
    show();
    scrollTo(0, 0);
    deck[current].querySelector("summary").focus({ preventScroll: true });
  }

  async function reveal() {
    if (current < 0) await go(firstOpen());
    if (deck[current]) deck[current].open = true;
  }

  /** The first question that was not graded today; the first of all where none is left. */
  const firstOpen = () => Math.max(0, deck.findIndex((card) => !card.dataset.grade));

  function grade(value) {
    const card = deck[current];
    if (!card?.open) return;
    card.dataset.grade = value;
    results[card.id] = [value, now];
    keep(results);
    card.open = false;
    go(current + 1);
  }

  function leave() {
    current = -1;
    show();
  }

  function finish() {
    leave();
    gather();
    summary();
    result.hidden = false;
    result.focus();
  }

  /** Notes of the scope with a question graded today: their grades, the worst first of all. */
  function answered() {
    const notes = [...list.querySelectorAll(".kb-quiz-note:not([hidden])")];
    const grades = (note) => [...note.querySelectorAll(".kb-card")].map((card) => Number(card.dataset.grade ?? 0));
    return notes.map((note) => ({ note, grades: grades(note) })).filter(({ grades }) => grades.some(Boolean));
  }

  /** What is to be ticked: notes that want a review and have every question answered. */
  const finished = () => answered().filter(({ note, grades }) =>
    grades.every(Boolean) && (isDue(note) || stateOf(note) === "extra") && note.querySelector(".kb-quiz-tick"));

  function summary() {
    const done = deck.filter((card) => card.dataset.grade).length;
    const score = find(".kb-quiz-score");
    score.textContent = score.dataset.words.replace("#", done).replace("%", deck.length);
    const items = finished().map(({ note, grades }) => {
      const item = document.createElement("li");
      const link = note.querySelector("h2 a").cloneNode(true);
      const worst = Math.min(...grades);
      const level = Object.assign(document.createElement("span"), { className: "kb-quiz-level", textContent: word(worst) });
      level.dataset.grade = worst;
      const tick = note.querySelector(".kb-quiz-tick").cloneNode(true);
      item.append(link, " ", level, tick);
      const box = writeBox(note, worst);
      if (box) item.append(box);
      return item;
    });
    find(".kb-quiz-ticks").replaceChildren(...items);
    result.querySelector(".kb-empty").hidden = items.length > 0;
    for (const button of result.querySelectorAll("[data-do='copy'], [data-do='save']")) button.disabled = !items.length;
  }

  /** Where the preview may write (`kbgen serve --write`): a button that ticks the note, with the grade. */
  function writeBox(note, grade) {
    const { kbgenWrite } = globalThis;
    const path = decodeURIComponent(new URL(note.querySelector("h2 a").href).pathname).normalize("NFC");
    if (!kbgenWrite?.notes[path]) return null;
    const box = document.createElement("p");
    const said = Object.assign(document.createElement("span"), { role: "status" });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "kb-button" });
    button.textContent = find(".kb-quiz-ticks").dataset.write;
    button.addEventListener("click", async () => {
      button.disabled = true;
      const { ok, message } = await kbgenWrite.done(path, { grade });
      said.textContent = ` ${message}`;
      button.disabled = ok;
    });
    box.append(button, said);
    return box;
  }

  const word = (value) => bar.querySelector(`[data-grade='${value}']`).textContent;

  /** The list to tick, as Markdown. */
  function asText() {
    const line = ({ note, grades }) => {
      const { property, command } = note.querySelector(".kb-quiz-tick").dataset;
      const what = [property, command].filter(Boolean).map((text) => `\`${text}\``).join(" · ");
      return `- [ ] ${note.querySelector("h2").textContent.trim()} (${word(Math.min(...grades))}): ${what}`;
    };
    return `${now}\n\n${finished().map(line).join("\n")}\n`;
  }

  async function copy(button) {
    await navigator.clipboard.writeText(asText());
    button.textContent = button.dataset.done;
  }

  function save() {
    const url = URL.createObjectURL(new Blob([asText()], { type: "text/markdown" }));
    Object.assign(document.createElement("a"), { href: url, download: `quiz-${now}.md` }).click();
    URL.revokeObjectURL(url);
  }

  function forget() {
    for (const id of Object.keys(results)) delete results[id];
    keep(results);
    for (const card of list.querySelectorAll("[data-grade]")) delete card.dataset.grade;
    result.hidden = true;
    gather();
  }

  const help = find(".kb-quiz-help");
  const deeds = {
    start: () => go(firstOpen()),
    prev: () => go(current - 1),
    next: () => go(current + 1),
    help: () => (help.open ? help.close() : help.showModal()),
    result: finish,
    reveal, leave, copy, save, forget,
  };
  main.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.do) deeds[button.dataset.do](button);
    else if (button?.dataset.grade) grade(button.dataset.grade);
  });

  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (help.open) {
      if (key === "?") help.close();
      return;
    }
    // Space and Enter do what they do on a button or link; on the question itself they show the answer.
    const own = target.closest?.("a, button, summary");
    const pressed = own && !(own.matches("summary") && own.parentElement === deck[current]);
    const keys = {
      " ": pressed ? null : reveal, Enter: pressed ? null : reveal,
      j: deeds.next, ArrowDown: current < 0 ? null : deeds.next, ArrowRight: current < 0 ? null : deeds.next,
      k: deeds.prev, ArrowUp: current < 0 ? null : deeds.prev, ArrowLeft: current < 0 ? null : deeds.prev,
      1: () => grade("1"), 2: () => grade("2"), 3: () => grade("3"),
      "?": deeds.help, Escape: current < 0 ? null : leave,
    };
    if (!keys[key]) return;
    event.preventDefault();
    keys[key]();
  });

  async function topics() {
    const group = scope.querySelector("optgroup");
    const answer = await fetch(list.dataset.topics);
    if (!answer.ok) return;
    for (const { name, notes, pages } of (await answer.json()).topics) {
      const option = new Option(`${name} (${notes})`, `topic:${name}`);
      option.dataset.pages = pages.join(" ");
      group.append(option);
    }
    const asked = new URLSearchParams(location.search).get("topic")?.toLowerCase();
    const option = [...group.children].find((option) => option.value.slice(6).toLowerCase() === asked);
    if (option) option.selected = true;
    if (option) await choose();
  }

  adopt(list.querySelectorAll(".kb-quiz-note"));
  if (here > 1) {
    // A further page is asked as it is; the other scopes begin at the first.
    scope.value = "all";
    scope.parentElement.hidden = true;
  }
  scope.addEventListener("change", choose);
  find(".kb-quiz-tools").hidden = false;
  choose();
  if (here === 1) topics();
}

function restore(now, { daysBetween }) {
  try {
    const all = Object.entries(JSON.parse(localStorage.getItem(STORE)) ?? {});
    return Object.fromEntries(all.filter(([, [, day]]) => daysBetween(day, now) <= KEPT));
  } catch {
    return {};
  }
}

function keep(results) {
  try {
    localStorage.setItem(STORE, JSON.stringify(results));
  } catch {
    // Storage may be forbidden or full; the results then last for this page.
  }
}
