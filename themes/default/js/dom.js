// Short forms for what most scripts do with the document.

/** The element that the theme's template is known to have.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T} */
export function need(root, selector) {
  /** @type {T | null} */
  const found = root.querySelector(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** An element with properties and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Partial<HTMLElementTagNameMap[K]>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]} */
export function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The element of an event, or the nearest around it, that a selector names.
 * @param {Event} event
 * @param {string} selector
 * @returns {(Element & HTMLOrSVGElement) | null} */
export function within(event, selector) {
  /** @type {(Element & HTMLOrSVGElement) | null} */
  let found = null;
  // A document or a window can be a target, too.
  if (event.target instanceof Element) found = event.target.closest(selector);
  return found;
}

/** Whether a key is meant for a field that is being typed in, or is part of a shortcut.
 * @param {KeyboardEvent} event
 * @returns {boolean} */
export function isTaken(event) {
  const field = within(event, "input, textarea, select, [contenteditable]");
  return event.isComposing || hasModifier(event) || field !== null;
}

/** Whether a key or click has a meaning of the browser's own.
 * @param {KeyboardEvent | MouseEvent} event
 * @returns {boolean} */
export function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** Remembers a choice in this browser, or forgets it.
 * @param {string} key
 * @param {string | null} value
 * @returns {void} */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden or full; the choice then lasts for this page.
  }
}

/** What this browser remembers.
 * @param {string} key
 * @returns {string | null} */
export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
