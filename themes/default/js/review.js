// A note's review state on the reader's today, by the rows R1 to R7 of the decision table. What does not change with
// the day (the ladder, the ticks) was decided by the build and is in the page's data attributes.

const DAY = 86400000;

/** Whole days from `a` to `b`, both ISO days. */
export function daysBetween(a, b) {
  return Math.round((Date.parse(b) - Date.parse(a)) / DAY);
}

/** `{ state, date, late }` of a plan on day `now`; `date` is the day that is shown, `late` whole days. */
export function stateOn({ plan, first, at }, now) {
  const byDate = () => {
    const late = daysBetween(at, now);
    return { state: late > 0 ? "overdue" : late === 0 ? "due" : "upcoming", date: at, late: Math.max(late, 0) };
  };
  if (plan === "fixed") return byDate();
  if (plan === "none") return { state: "unscheduled", date: null, late: 0 };
  if (first && now < first) return { state: "not-started", date: first, late: 0 };
  if (plan === "retired") return { state: "retired", date: null, late: 0 };
  if (plan === "step") return byDate();
  return now < at ? { state: "ahead", date: null, late: 0 } : { state: "extra", date: at, late: 0 };
}

/** The words of `key` with `{n}` and the like filled in. */
export function say(words, key, values = {}) {
  const text = (values.n === 1 && words[`${key}_one`]) || words[key] || key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function sayDate(day) {
  const language = document.documentElement.lang;
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(day));
}

function put(element, text) {
  if (!element) return;
  element.textContent = text;
  element.hidden = !text;
}

/** Brings one element with a plan up to day `now`, and returns its state. */
export function refresh(element, now, words) {
  const result = stateOn(element.dataset, now);
  element.dataset.state = result.state;
  element.dataset.late = result.late;
  const date = element.querySelector(".kb-date time");
  if (date && result.date && date.dateTime !== result.date) {
    date.dateTime = result.date;
    date.textContent = sayDate(result.date);
  }
  put(element.querySelector(".kb-state"), say(words, `state_${result.state}`));
  put(element.querySelector(".kb-late"), result.late ? say(words, "late", { n: result.late }) : "");
  const number = element.querySelector(".kb-day-number");
  if (number && element.dataset.first) {
    number.textContent = number.dataset.words.replace("#", daysBetween(element.dataset.first, now));
  }
  for (const dot of element.querySelectorAll("[data-dot='open'][data-date], [data-dot='missed'][data-date]")) {
    dot.dataset.dot = dot.dataset.date <= now ? "missed" : "open";
  }
  return result;
}

/** A page that is not the due page: the note's own state is brought up to date; lists and counts, of which the page
 * holds only a part, keep the words and the stamp of the build, and say how old they are. */
export function refreshPage({ words, date }, now) {
  const age = daysBetween(date, now);
  for (const element of document.querySelectorAll(".kb-review")) {
    refresh(element, now, words);
    put(element.querySelector(".kb-stamp"), say(words, "stamp", { date: now }));
  }
  for (const count of document.querySelectorAll(".kb-nav .kb-count")) {
    count.title = say(words, "stamp", { date });
    count.dataset.n = "";
  }
  const old = document.querySelector(".kb-old");
  if (age > 0) put(old, say(words, "old", { n: age }));
}
