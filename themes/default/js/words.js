// The words that scripts show, in the language of the site.

/** Texts by their keys below `script.` of the theme's `i18n`. The build replaces the address with them.
 * @type {Record<string, string | undefined>} */
const WORDS = /** @type {Record<string, string>} */ (/** @type {unknown} */ ("./words.json"));

/** The words of a key with `{n}` and other names in braces filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string} */
export function say(key, values = {}) {
  const text = WORDS[`${key}.${values.n === 1 ? "one" : "other"}`] ?? WORDS[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** A day in words.
 * @param {string} day an ISO day
 * @returns {string} */
export function sayDate(day) {
  const language = document.documentElement.lang;
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
}
