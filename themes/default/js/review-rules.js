// A note's review state on the reader's today, by the rows R1 to R7 of the decision table (docs/review.md). What does
// not change with the day (the ladder, the ticks) was decided by the build and is in the page's data attributes.
// Nothing here touches the page, so the tests ask these rules the same as the program's (tests/browser/rules.test.mjs).

/** The day that a page was built on, as the JSON block `kb-data` has it.
 * @typedef {object} Build
 * @property {string} date an ISO day
 * @property {string} timezone
 * @property {string} day_start the time at which a day begins: `04:00` */

/** What the build decided of a note: the attributes of `parts/plan.html`, or a row of `rest.json`. Days are ISO days.
 * @typedef {object} Plan
 * @property {string} [plan] `none`, `new`, `fixed`, `step`, `extra` or `retired`
 * @property {string} [first] the first study day
 * @property {string} [at] the day of the next review; of an extra review the day since when
 * @property {string | number} [step] the step's days after the first
 * @property {string} [level] how well the note is known: `low`, `medium` or `high` */

/** @typedef {"overdue" | "due" | "upcoming" | "not-started" | "ahead" | "extra" | "retired" | "unscheduled"} State */

/** A note's state on a day: `date` is the day that is shown, `late` whole days.
 * @typedef {{ state: State, date: string | null, late: number }} Status */

/** What the order of the due page looks at. `order` is the note's place among the paths.
 * @typedef {{ data: Plan, order: number, now: Status }} Ranked */

/** Milliseconds. */
const DAY = 86400000;
/** Days that count as soon. */
const SOON = 7;
/** @type {Record<string, number | undefined>} */
const LEVELS = { low: 0, medium: 1, high: 3 };

/** Today as an ISO day in the build's zone; before `day_start` it is still yesterday.
 * @param {Pick<Build, "timezone" | "day_start">} build
 * @param {Date} [clock]
 * @returns {string} */
export function today({ timezone, day_start }, clock = new Date()) {
  const digits = "2-digit";
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone, hourCycle: "h23", year: "numeric", month: digits, day: digits, hour: digits, minute: digits,
  });
  const part = Object.fromEntries(format.formatToParts(clock).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  const early = `${part.hour}:${part.minute}` < day_start;
  return early ? new Date(Date.parse(date) - DAY).toISOString().slice(0, 10) : date;
}

/** Whole days from one ISO day to another.
 * @param {string} from
 * @param {string} to
 * @returns {number} */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The status of a plan on day `now`.
 * @param {Plan} plan
 * @param {string} now
 * @returns {Status} */
export function statusOn({ plan, first, at = "" }, now) {
  /** @returns {Status} */
  const byDate = () => {
    const late = daysBetween(at, now);
    return { state: late > 0 ? "overdue" : late === 0 ? "due" : "upcoming", date: at, late: Math.max(late, 0) };
  };
  if (plan === "fixed") return byDate();
  if (plan === "new") return { state: "due", date: now, late: 0 };
  if (plan === "none") return { state: "unscheduled", date: null, late: 0 };
  if (first && now < first) return { state: "not-started", date: first, late: 0 };
  if (plan === "retired") return { state: "retired", date: null, late: 0 };
  if (plan === "step") return byDate();
  return now < at ? { state: "ahead", date: null, late: 0 } : { state: "extra", date: at, late: 0 };
}

/** The group of the due page that a note belongs to on day `now`.
 * @param {Status} status
 * @param {string} now
 * @returns {string} */
export function groupOf({ state, date }, now) {
  if (state === "upcoming" || state === "not-started") return daysBetween(now, date ?? now) <= SOON ? "soon" : "later";
  return state === "ahead" ? "later" : state;
}

/** @param {Ranked} item
 * @returns {number} */
const levelOf = (item) => LEVELS[item.data.level ?? ""] ?? 2;

/** @param {Ranked} item
 * @returns {number} days late for each day of the step */
const urgencyOf = (item) => item.now.late / Number(item.data.step || 1);

/** Overdue by days late per step, the rest by date; then the least known first, then by path, as the build sorts.
 * @param {Ranked} a
 * @param {Ranked} b
 * @returns {number} */
export function byUrgency(a, b) {
  const byDate = a.now.late ? 0 : (a.now.date ?? "").localeCompare(b.now.date ?? "");
  return urgencyOf(b) - urgencyOf(a) || byDate || levelOf(a) - levelOf(b) || a.order - b.order;
}

/** The least known first.
 * @param {Ranked} a
 * @param {Ranked} b
 * @returns {number} */
export function byLevel(a, b) {
  return levelOf(a) - levelOf(b) || byUrgency(a, b);
}
