// The map of all notes: what is shown of it, and which node is selected. The data has the places of the nodes; nothing
// moves by itself.

import { hasModifier, make, need } from "./dom.js";
import { filters, searchBox } from "./graph-find.js";
import { Graph } from "./graph-model.js";
import { Painter } from "./graph-paint.js";
import { Pointers } from "./graph-pointers.js";

/** The states of notes: a sign of the data is the place in this list. */
const STATES = ["overdue", "due", "upcoming", "not-started", "ahead", "extra", "retired", "unscheduled"];
/** A step of zooming. */
const ZOOM = 1.35;
/** Neighbours that are listed. */
const NEIGHBOURS = 24;

/** Whether the reader wants nothing to move.
 * @returns {boolean} */
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The map, with its part of the page. */
export class NoteMap {
  /** @param {HTMLElement} view
   * @param {Graph} graph */
  constructor(view, graph) {
    this.view = view;
    this.graph = graph;
    /** @type {HTMLCanvasElement} */
    this.canvas = need(view, "canvas");
    /** @type {HTMLElement} */
    this.info = need(view, ".kb-map-info");
    this.painter = new Painter(this.canvas, graph, STATES);
    this.selected = -1;
    /** The frame that moves the view next. */
    this.gliding = 0;
  }

  /** @returns {void} */
  start() {
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    this.painter.colours(this.view);
    const recolour = () => this.painter.colours(this.view);
    new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
    new Pointers(this).listen();
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    /** @type {NodeListOf<HTMLElement>} */
    const buttons = this.view.querySelectorAll("[data-zoom]");
    for (const button of buttons) button.addEventListener("click", () => this.zoomBy(button.dataset.zoom));
    filters(this, STATES);
    searchBox(this);
    // The reader comes from a note's page: that note is where they are.
    const from = document.referrer.startsWith(location.origin) ? this.nodeAt(document.referrer) : -1;
    if (from >= 0) this.select(from, false);
  }

  /** The address of a node's page.
   * @param {number} node
   * @returns {string} */
  address(node) {
    return new URL(this.graph.urls[node].slice(1), new URL(this.view.dataset.home ?? "", location.href)).href;
  }

  /** The node whose page has an address; -1 for none.
   * @param {string} address
   * @returns {number} */
  nodeAt(address) {
    return this.graph.urls.findIndex((_, node) => this.address(node) === address);
  }

  /** @returns {void} */
  resize() {
    const { clientWidth, clientHeight } = this.canvas;
    const first = !this.painter.width;
    if (!clientWidth) return;
    this.painter.resize(clientWidth, clientHeight);
    if (first) {
      this.fit(false);
      if (this.selected >= 0) this.centre(this.selected, false);
    }
  }

  // The view.

  /** Shows everything.
   * @param {boolean} [glide]
   * @returns {void} */
  fit(glide = true) {
    const [left, top, right, bottom] = this.graph.bounds();
    const { width, height } = this.painter;
    const scale = Math.min((width - 60) / Math.max(right - left, 1), (height - 70) / Math.max(bottom - top, 1), 2);
    this.go({ x: (left + right) / 2, y: (top + bottom) / 2 - 6 / scale, scale: Math.max(scale, 0.01) }, glide);
  }

  /** Puts a node into the middle.
   * @param {number} node
   * @param {boolean} [glide]
   * @returns {void} */
  centre(node, glide = true) {
    const scale = Math.max(this.painter.view.scale, this.painter.small ? 0.8 : 0.5);
    this.go({ x: this.graph.x[node], y: this.graph.y[node], scale }, glide);
  }

  /** Ends the moving of the view.
   * @returns {void} */
  stop() {
    cancelAnimationFrame(this.gliding);
  }

  /** Moves the view, at once or within a moment.
   * @param {import("./graph-brush.js").View} goal
   * @param {boolean} glide
   * @returns {void} */
  go(goal, glide) {
    this.stop();
    const from = { ...this.painter.view };
    const begun = performance.now();
    const step = () => {
      const part = glide && !still() ? Math.min((performance.now() - begun) / 260, 1) : 1;
      const eased = 1 - (1 - part) ** 3;
      /** @param {"x" | "y" | "scale"} key */
      const between = (key) => from[key] + (goal[key] - from[key]) * eased;
      Object.assign(this.painter.view, { x: between("x"), y: between("y"), scale: between("scale") });
      this.painter.moved();
      if (part < 1) this.gliding = requestAnimationFrame(step);
    };
    step();
  }

  /** Zooms by a factor around a point of the canvas, which stays where it is.
   * @param {number} factor
   * @param {number} [x]
   * @param {number} [y]
   * @returns {void} */
  zoom(factor, x = this.painter.width / 2, y = this.painter.height / 2) {
    this.stop();
    const { view, width, height } = this.painter;
    const scale = Math.min(Math.max(view.scale * factor, 0.01), 6);
    const [dx, dy] = [x - width / 2, y - height / 2];
    view.x += dx / view.scale - dx / scale;
    view.y += dy / view.scale - dy / scale;
    view.scale = scale;
    this.painter.moved();
  }

  /** @param {string} [way] what a button does: `in`, `out` or `fit`
   * @returns {void} */
  zoomBy(way) {
    if (way === "fit") this.fit();
    else this.zoom(way === "in" ? ZOOM : 1 / ZOOM);
  }

  /** The node at a place of the canvas; -1 for none.
   * @param {number} x
   * @param {number} y
   * @param {number} slack how far it may be from the place, pixels
   * @returns {number} */
  nodeUnder(x, y, slack) {
    const { view, width, height } = this.painter;
    const reach = Math.max(slack, this.painter.brush.radius(this.graph.byDegree[0] ?? 0, view.scale)) / view.scale;
    return this.graph.at(view.x + (x - width / 2) / view.scale, view.y + (y - height / 2) / view.scale, reach);
  }

  /** Shows the neighbours of a node, or of the selected one for -1.
   * @param {number} node
   * @returns {void} */
  hover(node) {
    if (node >= 0) this.canvas.dataset.over = "";
    else delete this.canvas.dataset.over;
    const focus = node >= 0 ? node : this.selected;
    if (focus === this.painter.focus) return;
    this.painter.focus = focus;
    this.painter.request();
  }

  // The selected node, and what the page says of it.

  /** Selects a node; none for -1.
   * @param {number} node
   * @param {boolean} [glide]
   * @returns {void} */
  select(node, glide = true) {
    this.selected = node;
    this.painter.focus = node;
    this.describe(node);
    if (node >= 0 && this.painter.width) {
      const [x, y] = this.painter.brush.at(node, this.painter.view);
      const near = Math.abs(x) < this.painter.width * 0.4 && Math.abs(y) < this.painter.height * 0.4;
      if (!near) this.centre(node, glide);
    }
    this.painter.request();
  }

  /** Fills the text beside the map.
   * @param {number} node
   * @returns {void} */
  describe(node) {
    this.info.replaceChildren();
    if (node < 0) return;
    const kind = this.painter.brush.kindOf(node);
    const word = this.view.querySelector(`.kb-map-legend [data-kind="${kind}"]`)?.textContent;
    const links = (this.info.dataset.links ?? "").replace("#", String(this.graph.degree(node)));
    const facts = [word, links].filter(Boolean).join(" · ");
    const others = [...this.graph.neighbours(node)].sort((a, b) => this.graph.degree(b) - this.graph.degree(a));
    const items = others.slice(0, NEIGHBOURS).map((other) => make("li", {}, this.link(other)));
    this.info.append(make("h2", {}, this.link(node)), make("p", { textContent: facts }), make("ul", {}, ...items));
  }

  /** @param {number} node
   * @returns {HTMLAnchorElement} */
  link(node) {
    return make("a", { href: this.address(node), textContent: this.graph.titles[node], dir: "auto" });
  }

  /** @param {KeyboardEvent} event
   * @returns {void} */
  key(event) {
    if (hasModifier(event)) return;
    /** @type {Record<string, [number, number] | undefined>} */
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (way) this.step(...way);
    else if (event.key === "Enter" && this.selected >= 0) location.href = this.address(this.selected);
    else if (event.key === "Escape" && this.selected >= 0) this.select(-1);
    else if (event.key === "+" || event.key === "=") this.zoom(ZOOM);
    else if (event.key === "-") this.zoom(1 / ZOOM);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }

  /** To the neighbour in a direction; without a selected node to the most joined one near the middle.
   * @param {number} dx
   * @param {number} dy
   * @returns {void} */
  step(dx, dy) {
    if (this.selected >= 0) {
      const next = this.graph.towards(this.selected, dx, dy);
      if (next >= 0) this.select(next);
      return;
    }
    const { view, width, height } = this.painter;
    /** @param {number} node
     * @returns {boolean} */
    const inside = (node) => {
      const [x, y] = this.painter.brush.at(node, view);
      return this.graph.shown[node] === 1 && Math.abs(x) < width / 2 && Math.abs(y) < height / 2;
    };
    this.select([...this.graph.byDegree].find(inside) ?? -1);
  }
}

/** Shows the map in its part of the page.
 * @param {HTMLElement} view
 * @returns {Promise<void>} */
export async function start(view) {
  try {
    const answer = await fetch(view.dataset.src ?? "");
    if (!answer.ok) throw new Error(answer.statusText);
    new NoteMap(view, new Graph(await answer.json())).start();
  } catch {
    need(view, ".kb-map-failed").removeAttribute("hidden");
  }
}
