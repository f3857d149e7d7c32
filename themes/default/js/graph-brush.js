// Draws a view of the map: edges, then nodes, then labels. A generator stops now and then, so that a large graph can be
// drawn over several frames.

/** @typedef {import("./graph-model.js").Graph} Graph */

/** The canvas of the page, or a picture that is kept.
 * @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

/** The place in the middle, and how many pixels a unit of the graph has.
 * @typedef {{ x: number, y: number, scale: number }} View */

/** The most edges in one picture: more than these are a haze that hides the nodes. */
const EDGES = 24000;
/** The most labels, and how many characters of a title one has. */
const [LABELS, LETTERS] = [70, 28];

/** How nodes, edges and labels look. */
export class Brush {
  /** @param {Graph} graph
   * @param {string[]} states the states of notes, by their signs */
  constructor(graph, states) {
    this.graph = graph;
    this.states = states;
    this.colour = { font: "", ink: "", line: "", paper: "", accent: "" };
    /** The colour of each kind of node.
     * @type {Map<string, string>} */
    this.kinds = new Map();
  }

  /** Reads colours from the page: those of the legend are those of the nodes.
   * @param {HTMLElement} view
   * @returns {void} */
  readColours(view) {
    const probe = document.createElement("span");
    view.append(probe);
    /** @param {string} name
     * @returns {string} */
    const colour = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    this.colour = {
      font: getComputedStyle(view).fontFamily,
      ink: colour("--ink"), line: colour("--ink-faint"), paper: colour("--bg-sunken"), accent: colour("--accent"),
    };
    probe.remove();
    /** @type {NodeListOf<HTMLElement>} */
    const legend = view.querySelectorAll(".kb-map-legend li");
    for (const item of legend) {
      this.kinds.set(item.dataset.kind ?? "", getComputedStyle(item, "::before").backgroundColor);
    }
  }

  /** @param {number} node
   * @param {number} scale
   * @returns {number} */
  radius(node, scale) {
    const zoom = Math.min(Math.max(Math.sqrt((scale * 100) / 32), 0.5), 1.8);
    return Math.min((2.2 + 0.75 * Math.sqrt(this.graph.degree(node))) * zoom, 16);
  }

  /** The kind of a node, as the legend names it.
   * @param {number} node
   * @returns {string} */
  kindOf(node) {
    const sign = this.graph.kinds[node];
    return sign === "t" ? "topic" : (this.states[Number(sign)] ?? "note");
  }

  /** Draws everything that a view shows, step by step.
   * @param {Context} context
   * @param {View} view
   * @param {number} width
   * @param {number} height
   * @param {number} alpha
   * @returns {Generator<void>} */
  *paint(context, view, width, height, alpha) {
    yield* this.paintEdges(context, view, width / 2, height / 2, alpha);
    const visible = [];
    for (const node of this.graph.byDegree) {
      if (!this.graph.shown[node]) continue;
      const [x, y] = this.at(node, view);
      if (Math.abs(x) < width / 2 + 20 && Math.abs(y) < height / 2 + 20) visible.push(node);
    }
    context.globalAlpha = alpha;
    for (let start = 0; start < visible.length; start += 1000) {
      this.paintNodes(context, visible.slice(start, start + 1000), view);
      yield;
    }
    this.paintLabels(context, visible, view, LABELS);
  }

  /** The place of a node, from the middle of a view.
   * @param {number} node
   * @param {View} view
   * @returns {[x: number, y: number]} */
  at(node, view) {
    return [(this.graph.x[node] - view.x) * view.scale, (this.graph.y[node] - view.y) * view.scale];
  }

  /** Whether an edge may cross the rectangle around the middle of a view.
   * @param {number} edge
   * @param {View} view
   * @param {number} right
   * @param {number} bottom
   * @returns {boolean} */
  isVisible(edge, view, right, bottom) {
    const { graph } = this;
    const [a, b] = [graph.from[edge], graph.to[edge]];
    if (!graph.shown[a] || !graph.shown[b]) return false;
    const [ax, ay] = this.at(a, view);
    const [bx, by] = this.at(b, view);
    const aside = (ax < -right && bx < -right) || (ax > right && bx > right);
    return !aside && !(ay < -bottom && by < -bottom) && !(ay > bottom && by > bottom);
  }

  /** @param {Context} context
   * @param {View} view
   * @param {number} right half the width
   * @param {number} bottom half the height
   * @param {number} alpha
   * @returns {Generator<void>} */
  *paintEdges(context, view, right, bottom, alpha) {
    const { graph } = this;
    const edges = [];
    for (let edge = 0; edge < graph.from.length; edge += 1) {
      if (this.isVisible(edge, view, right, bottom)) edges.push(edge);
    }
    yield;
    // Every k-th of too many: the same ones each time, so that the haze does not flicker.
    const stride = Math.max(1, edges.length / EDGES);
    context.strokeStyle = this.colour.line;
    context.lineWidth = 1;
    context.globalAlpha = alpha * Math.min(Math.max(60 / Math.sqrt(edges.length + 1), 0.1), 0.5);
    let count = 0;
    context.beginPath();
    for (let index = 0; index < edges.length; index += stride) {
      const edge = edges[Math.floor(index)];
      const [ax, ay] = this.at(graph.from[edge], view);
      const [bx, by] = this.at(graph.to[edge], view);
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
      count += 1;
      if (count % 200 === 0) {
        context.stroke();
        context.beginPath();
        yield;
      }
    }
    context.stroke();
  }

  /** @param {Context} context
   * @param {number[]} nodes
   * @param {View} view
   * @returns {void} */
  paintNodes(context, nodes, view) {
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    for (const node of nodes) {
      const kind = this.kindOf(node);
      const group = groups.get(kind);
      if (group) group.push(node);
      else groups.set(kind, [node]);
    }
    for (const [kind, group] of groups) {
      const colour = this.kinds.get(kind) ?? this.kinds.get("note") ?? this.colour.ink;
      context.beginPath();
      for (const node of group) {
        const [x, y] = this.at(node, view);
        const radius = this.radius(node, view.scale);
        if (kind === "topic" || radius < 2) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
        else {
          context.moveTo(x + radius, y);
          context.arc(x, y, radius, 0, 7);
        }
      }
      context.fillStyle = colour;
      context.fill();
      if (kind === "overdue" || kind === "due") this.paintRings(context, group, view, colour);
    }
  }

  /** What is due has a ring as well as a colour.
   * @param {Context} context
   * @param {number[]} nodes
   * @param {View} view
   * @param {string} colour
   * @returns {void} */
  paintRings(context, nodes, view, colour) {
    context.strokeStyle = colour;
    context.lineWidth = 1.25;
    context.beginPath();
    for (const node of nodes) {
      const [x, y] = this.at(node, view);
      const radius = this.radius(node, view.scale) + 2.5;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 7);
    }
    context.stroke();
  }

  /** Labels where there is room, of the most joined nodes first.
   * @param {Context} context
   * @param {number[]} nodes
   * @param {View} view
   * @param {number} most
   * @returns {void} */
  paintLabels(context, nodes, view, most) {
    context.font = `12px ${this.colour.font}`;
    context.textAlign = "center";
    context.lineJoin = "round";
    context.strokeStyle = this.colour.paper;
    context.lineWidth = 3;
    context.fillStyle = this.colour.ink;
    /** @type {number[][]} */
    const taken = [];
    for (const node of nodes.slice(0, 1500)) {
      if (taken.length >= most) break;
      const [x, y] = this.at(node, view);
      const below = y + this.radius(node, view.scale) + 13;
      const title = this.graph.titles[node];
      const text = title.length > LETTERS ? `${title.slice(0, LETTERS - 1)}…` : title;
      const half = context.measureText(text).width / 2 + 4;
      const box = [x - half, below - 13, x + half, below + 5];
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      context.strokeText(text, x, below);
      context.fillText(text, x, below);
    }
  }
}

/** Whether two boxes, `[left, top, right, bottom]`, have a part in common.
 * @param {number[]} a
 * @param {number[]} b
 * @returns {boolean} */
function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}
