// The tools above the map: filters by topic and state, and the search box.

import { make, need } from "./dom.js";

/** @typedef {import("./graph.js").NoteMap} NoteMap */

/** The most topics to filter by, nodes that a search marks, and nodes that it lists. */
const [TOPICS, MARKED, LISTED] = [300, 200, 8];

/** Filters what the map shows.
 * @param {NoteMap} map
 * @param {string[]} states the states of notes, by their signs
 * @returns {void} */
export function filters(map, states) {
  const { graph, view } = map;
  /** @type {HTMLSelectElement} */
  const topic = need(view, "[data-filter='topic']");
  /** @type {HTMLSelectElement | null} */
  const state = view.querySelector("[data-filter='state']");
  for (const [index, name] of graph.namedTopics(TOPICS, document.documentElement.lang)) {
    topic.add(new Option(name, String(index)));
  }
  const apply = () => {
    graph.filter(topic.value ? Number(topic.value) : null, state?.value ? String(states.indexOf(state.value)) : null);
    if (map.selected >= 0 && !graph.shown[map.selected]) map.select(-1);
    map.painter.stale();
    map.fit();
  };
  topic.addEventListener("change", apply);
  state?.addEventListener("change", apply);
}

/** Finds nodes by their titles: they are marked on the map, and the first ones are listed.
 * @param {NoteMap} map
 * @returns {void} */
export function searchBox(map) {
  const { graph, view } = map;
  /** @type {HTMLInputElement} */
  const input = need(view, "input");
  /** @type {HTMLElement} */
  const list = need(view, ".kb-map-found");
  /** @param {number[]} nodes
   * @returns {void} */
  const show = (nodes) => {
    map.painter.found = nodes;
    list.replaceChildren(...nodes.slice(0, LISTED).map((node) => choice(graph.titles[node], () => {
      show([]);
      input.value = graph.titles[node];
      map.select(node);
      map.centre(node);
      map.canvas.focus();
    })));
    list.hidden = nodes.length === 0;
    map.painter.request();
  };
  input.addEventListener("input", () => {
    if (map.selected >= 0) map.select(-1);
    show(graph.find(input.value, MARKED));
  });
  /** @param {KeyboardEvent} event
   * @returns {void} */
  const move = (event) => {
    const stops = [input, ...list.querySelectorAll("button")];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    /** @type {Record<string, number | undefined>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
    const next = steps[event.key];
    if (event.key === "Escape") {
      show([]);
      input.focus();
    } else if (event.key === "Enter" && at === 0) stops[1]?.click();
    else if (next === undefined || event.isComposing) return;
    else stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
    event.preventDefault();
  };
  input.addEventListener("keydown", move);
  list.addEventListener("keydown", move);
}

/** An entry of the list.
 * @param {string} title
 * @param {() => void} act
 * @returns {HTMLLIElement} */
function choice(title, act) {
  const button = make("button", { type: "button", textContent: title });
  button.addEventListener("click", act);
  return make("li", {}, button);
}
