// The map of all notes: what the reader's hands do to it. The data has the places of the nodes; nothing moves by itself.

import { Graph } from "./graph-model.js";
import { Painter } from "./graph-paint.js";

const STATES = ["overdue", "due", "upcoming", "not-started", "ahead", "extra", "retired", "unscheduled"];
const ZOOM = 1.35;
const LISTED = 24;

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class NoteMap {
  constructor(view, graph) {
    this.view = view;
    this.graph = graph;
    this.canvas = view.querySelector("canvas");
    this.info = view.querySelector(".kb-map-info");
    this.painter = new Painter(this.canvas, graph);
    this.painter.states = STATES;
    this.selected = -1;
    this.pointers = new Map();
  }

  start() {
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    this.painter.colours(this.view);
    const recolour = () => this.painter.colours(this.view);
    new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
    this.listenPointers();
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    for (const button of this.view.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.zoomBy(button.dataset.zoom));
    }
    this.filters();
    this.search();
    // The reader comes from a note's page: that note is where they are.
    const from = document.referrer.startsWith(location.origin) ? this.nodeAt(document.referrer) : -1;
    if (from >= 0) this.select(from, false);
  }

  address(node) {
    return new URL(this.graph.urls[node].slice(1), new URL(this.view.dataset.home, location.href)).href;
  }

  nodeAt(address) {
    return this.graph.urls.findIndex((_, node) => this.address(node) === address);
  }

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

  fit(glide = true) {
    const [left, top, right, bottom] = this.graph.bounds();
    const { width, height } = this.painter;
    const scale = Math.min((width - 60) / Math.max(right - left, 1), (height - 70) / Math.max(bottom - top, 1), 2);
    this.go({ x: (left + right) / 2, y: (top + bottom) / 2 - 6 / scale, scale: Math.max(scale, 0.01) }, glide);
  }

  centre(node, glide = true) {
    const scale = Math.max(this.painter.view.scale, this.painter.small ? 0.8 : 0.5);
    this.go({ x: this.graph.x[node], y: this.graph.y[node], scale }, glide);
  }

  go(goal, glide) {
    cancelAnimationFrame(this.gliding);
    const from = { ...this.painter.view };
    const begun = performance.now();
    const step = () => {
      const part = glide && !still() ? Math.min((performance.now() - begun) / 260, 1) : 1;
      const eased = 1 - (1 - part) ** 3;
      for (const key of ["x", "y", "scale"]) this.painter.view[key] = from[key] + (goal[key] - from[key]) * eased;
      this.painter.moved();
      if (part < 1) this.gliding = requestAnimationFrame(step);
    };
    step();
  }

  /** Zooms by a factor around a point of the canvas, which stays where it is. */
  zoom(factor, x = this.painter.width / 2, y = this.painter.height / 2) {
    cancelAnimationFrame(this.gliding);
    const { view, width, height } = this.painter;
    const scale = Math.min(Math.max(view.scale * factor, 0.01), 6);
    const [dx, dy] = [x - width / 2, y - height / 2];
    view.x += dx / view.scale - dx / scale;
    view.y += dy / view.scale - dy / scale;
    view.scale = scale;
    this.painter.moved();
  }

  zoomBy(way) {
    if (way === "fit") this.fit();
    else this.zoom(way === "in" ? ZOOM : 1 / ZOOM);
  }

  // Pointers: one drags, two pinch, a still one over a node shows its neighbours, a click opens it.

  listenPointers() {
    const { canvas } = this;
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      cancelAnimationFrame(this.gliding);
      canvas.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
      this.pressed = this.pointers.size === 1 ? [event.offsetX, event.offsetY] : null;
    });
    canvas.addEventListener("pointermove", (event) => this.move(event));
    const end = (event) => {
      this.pointers.delete(event.pointerId);
      if (event.type === "pointerup" && this.pressed) this.click(event);
      this.pressed = null;
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => this.hover(-1));
  }

  move(event) {
    const now = [event.offsetX, event.offsetY];
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") this.hover(this.nodeUnder(...now, 10));
      return;
    }
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    if (this.pressed && Math.hypot(now[0] - this.pressed[0], now[1] - this.pressed[1]) < 5) return;
    this.pressed = null;
    const { view } = this.painter;
    if (other) {
      const spread = (point) => Math.max(Math.hypot(point[0] - other[0], point[1] - other[1]), 1);
      this.zoom(spread(now) / spread(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    }
    const share = other ? 0.5 : 1;
    view.x -= ((now[0] - before[0]) * share) / view.scale;
    view.y -= ((now[1] - before[1]) * share) / view.scale;
    this.painter.moved();
  }

  nodeUnder(x, y, slack) {
    const { view, width, height } = this.painter;
    const reach = Math.max(slack, this.painter.radius(this.graph.byDegree[0] ?? 0, view.scale)) / view.scale;
    return this.graph.at(view.x + (x - width / 2) / view.scale, view.y + (y - height / 2) / view.scale, reach);
  }

  hover(node) {
    if (node >= 0) this.canvas.dataset.over = "";
    else delete this.canvas.dataset.over;
    const focus = node >= 0 ? node : this.selected;
    if (focus === this.painter.focus) return;
    this.painter.focus = focus;
    this.painter.request();
  }

  click(event) {
    const node = this.nodeUnder(event.offsetX, event.offsetY, event.pointerType === "touch" ? 22 : 10);
    // A finger cannot hover: its first tap shows, and what it shows has the link.
    if (node < 0 || event.pointerType === "touch") this.select(node, false);
    else if (event.ctrlKey || event.metaKey) open(this.address(node), "_blank", "noopener");
    else if (event.button === 0) location.href = this.address(node);
  }

  // The selected node, and what the page says of it.

  select(node, glide = true) {
    this.selected = node;
    this.painter.focus = node;
    this.describe(node);
    if (node >= 0 && this.painter.width) {
      const [x, y] = this.painter.at(node, this.painter.view);
      const near = Math.abs(x) < this.painter.width * 0.4 && Math.abs(y) < this.painter.height * 0.4;
      if (!near) this.centre(node, glide);
    }
    this.painter.request();
  }

  describe(node) {
    this.info.replaceChildren();
    if (node < 0) return;
    const title = document.createElement("h2");
    title.append(this.link(node));
    const facts = document.createElement("p");
    const kind = this.painter.kindOf(node);
    const word = this.view.querySelector(`.kb-map-legend [data-kind="${kind}"]`)?.textContent;
    facts.textContent = [word, this.info.dataset.links.replace("#", this.graph.degree(node))].filter(Boolean).join(" · ");
    const list = document.createElement("ul");
    const others = [...this.graph.neighbours(node)].sort((a, b) => this.graph.degree(b) - this.graph.degree(a));
    for (const other of others.slice(0, LISTED)) {
      const item = document.createElement("li");
      item.append(this.link(other));
      list.append(item);
    }
    this.info.append(title, facts, list);
  }

  link(node) {
    const link = document.createElement("a");
    link.href = this.address(node);
    link.textContent = this.graph.titles[node];
    link.dir = "auto";
    return link;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
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

  /** To the neighbour in a direction; without a selected node to the most joined one near the middle. */
  step(dx, dy) {
    if (this.selected >= 0) {
      const next = this.graph.towards(this.selected, dx, dy);
      if (next >= 0) this.select(next);
      return;
    }
    const { view, width, height } = this.painter;
    const inside = (node) => {
      const [x, y] = this.painter.at(node, view);
      return this.graph.shown[node] && Math.abs(x) < width / 2 && Math.abs(y) < height / 2;
    };
    this.select([...this.graph.byDegree].find(inside) ?? -1);
  }

  // Filters and the search box.

  filters() {
    const [topic, state] = ["topic", "state"].map((name) => this.view.querySelector(`[data-filter="${name}"]`));
    for (const [index, name] of this.graph.namedTopics(300, document.documentElement.lang)) topic.add(new Option(name, index));
    const apply = () => {
      this.graph.filter(topic.value ? Number(topic.value) : null, state?.value ? String(STATES.indexOf(state.value)) : null);
      if (this.selected >= 0 && !this.graph.shown[this.selected]) this.select(-1);
      this.painter.stale();
      this.fit();
    };
    topic.addEventListener("change", apply);
    state?.addEventListener("change", apply);
  }

  search() {
    const input = this.view.querySelector("input");
    const list = this.view.querySelector(".kb-map-found");
    const show = (nodes) => {
      this.painter.found = nodes;
      list.replaceChildren(...nodes.slice(0, 8).map((node) => this.choice(node, () => {
        show([]);
        input.value = this.graph.titles[node];
        this.select(node);
        this.centre(node);
        this.canvas.focus();
      })));
      list.hidden = nodes.length === 0;
      this.painter.request();
    };
    input.addEventListener("input", () => {
      if (this.selected >= 0) this.select(-1);
      show(this.graph.find(input.value, 200));
    });
    const move = (event) => {
      const stops = [input, ...list.querySelectorAll("button")];
      const at = stops.indexOf(document.activeElement);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
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

  choice(node, act) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.graph.titles[node];
    button.addEventListener("click", act);
    item.append(button);
    return item;
  }
}

export async function start(view) {
  try {
    const answer = await fetch(view.dataset.src);
    if (!answer.ok) throw new Error(answer.statusText);
    new NoteMap(view, new Graph(await answer.json())).start();
  } catch {
    view.querySelector(".kb-map-failed").hidden = false;
  }
}
