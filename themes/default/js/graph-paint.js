// Paints the map. A small graph is drawn anew for every frame. Of a large one a picture is kept, larger than the window:
// moving and zooming shift that picture, and a sharp one is painted behind it, a few milliseconds a frame.

/** Nodes and edges that can be drawn anew for each frame. */
const SMALL = 2500;
/** The most edges in one picture: more than these are a haze that hides the nodes. */
const EDGES = 24000;
const LABELS = 70;
/** How much larger than the window a kept picture is. */
const MARGIN = 1.5;
/** Milliseconds of painting in a frame. */
const SLICE = 7;

export class Painter {
  constructor(canvas, graph) {
    this.canvas = canvas;
    this.graph = graph;
    this.small = graph.size + graph.from.length <= SMALL;
    this.view = { x: 0, y: 0, scale: 1 };
    this.focus = -1;
    this.found = [];
    this.kept = null;
    this.painting = null;
    this.asked = false;
    this.settle = 0;
  }

  /** Reads colours from the page: those of the legend are those of the nodes. */
  colours(view) {
    const style = getComputedStyle(view);
    const named = (element) => getComputedStyle(element, "::before").backgroundColor;
    this.colour = { font: style.fontFamily };
    const probe = document.createElement("span");
    view.append(probe);
    for (const [key, name] of [["ink", "--ink"], ["line", "--ink-faint"], ["paper", "--bg-sunken"], ["accent", "--accent"]]) {
      probe.style.color = `var(${name})`;
      this.colour[key] = getComputedStyle(probe).color;
    }
    probe.remove();
    this.kinds = new Map();
    for (const item of view.querySelectorAll(".kb-map-legend li")) this.kinds.set(item.dataset.kind, named(item));
    this.stale();
  }

  resize(width, height) {
    this.width = width;
    this.height = height;
    this.ratio = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.stale();
  }

  /** What is kept is wrong: a filter, the size or the colours have changed. */
  stale() {
    this.kept = null;
    this.painting = null;
    this.request();
  }

  request() {
    if (this.asked || !this.width) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.frame();
    });
  }

  /** The view was moved: a sharp picture follows when it rests. */
  moved() {
    this.settle = performance.now() + 120;
    this.request();
  }

  frame() {
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const dimmed = this.focus >= 0 || this.found.length > 0;
    context.globalAlpha = dimmed ? 0.3 : 1;
    if (this.small) {
      this.place(context, this.view, this.width, this.height);
      for (const _ of this.paint(context, this.view, this.width, this.height, dimmed ? 0.3 : 1));
    } else {
      this.shiftKept(context);
      this.paintBehind();
    }
    this.place(context, this.view, this.width, this.height);
    this.paintFocus(context);
  }

  /** Makes a unit of the context a pixel of the page, with the view's middle in the middle. */
  place(context, view, width, height) {
    context.setTransform(this.ratio, 0, 0, this.ratio, (width / 2) * this.ratio, (height / 2) * this.ratio);
  }

  shiftKept(context) {
    if (!this.kept) return;
    const { picture, view } = this.kept;
    const zoom = this.view.scale / view.scale;
    const x = this.canvas.width / 2 + (view.x - this.view.x) * this.view.scale * this.ratio - (picture.width * zoom) / 2;
    const y = this.canvas.height / 2 + (view.y - this.view.y) * this.view.scale * this.ratio - (picture.height * zoom) / 2;
    context.drawImage(picture, x, y, picture.width * zoom, picture.height * zoom);
  }

  /** Goes on with the next picture for some milliseconds; begins one where the kept picture is of another view. */
  paintBehind() {
    const same = (view) => view.x === this.view.x && view.y === this.view.y && view.scale === this.view.scale;
    const now = performance.now();
    if (!this.painting) {
      if (this.kept && same(this.kept.view)) return;
      if (this.kept && now < this.settle) {
        this.request();
        return;
      }
      const [width, height] = [this.width * MARGIN, this.height * MARGIN];
      const picture = new OffscreenCanvas(Math.round(width * this.ratio), Math.round(height * this.ratio));
      const context = picture.getContext("2d");
      const view = { ...this.view };
      this.place(context, view, width, height);
      this.painting = { picture, view, steps: this.paint(context, view, width, height, 1) };
    }
    const until = now + SLICE;
    let step;
    do step = this.painting.steps.next();
    while (!step.done && performance.now() < until);
    if (step.done) {
      this.kept = { picture: this.painting.picture, view: this.painting.view };
      this.painting = null;
    }
    this.request();
  }

  radius(node, scale) {
    const zoom = Math.min(Math.max(Math.sqrt((scale * 100) / 32), 0.5), 1.8);
    return Math.min((2.2 + 0.75 * Math.sqrt(this.graph.degree(node))) * zoom, 16);
  }

  kindOf(node) {
    const sign = this.graph.kinds[node];
    return sign === "t" ? "topic" : sign === "-" ? "note" : (this.states?.[sign] ?? "note");
  }

  /** Draws everything that a view shows, step by step. */
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

  at(node, view) {
    return [(this.graph.x[node] - view.x) * view.scale, (this.graph.y[node] - view.y) * view.scale];
  }

  *paintEdges(context, view, right, bottom, alpha) {
    const { graph } = this;
    const edges = [];
    for (let edge = 0; edge < graph.from.length; edge += 1) {
      const [a, b] = [graph.from[edge], graph.to[edge]];
      if (!graph.shown[a] || !graph.shown[b]) continue;
      const [ax, ay] = this.at(a, view);
      const [bx, by] = this.at(b, view);
      const outside = (ax < -right && bx < -right) || (ax > right && bx > right) || (ay < -bottom && by < -bottom) || (ay > bottom && by > bottom);
      if (!outside) edges.push(edge);
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

  paintNodes(context, nodes, view) {
    const groups = new Map();
    for (const node of nodes) {
      const kind = this.kindOf(node);
      if (groups.has(kind)) groups.get(kind).push(node);
      else groups.set(kind, [node]);
    }
    for (const [kind, group] of groups) {
      const colour = this.kinds.get(kind) ?? this.kinds.get("note");
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

  /** What is due has a ring as well as a colour. */
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

  /** Labels where there is room, of the most joined nodes first. */
  paintLabels(context, nodes, view, most) {
    context.font = `12px ${this.colour.font}`;
    context.textAlign = "center";
    context.lineJoin = "round";
    context.strokeStyle = this.colour.paper;
    context.lineWidth = 3;
    context.fillStyle = this.colour.ink;
    const taken = [];
    for (const node of nodes.slice(0, 1500)) {
      if (taken.length >= most) break;
      const [x, y] = this.at(node, view);
      const below = y + this.radius(node, view.scale) + 13;
      const title = this.graph.titles[node];
      const text = title.length > 28 ? `${title.slice(0, 27)}…` : title;
      const half = context.measureText(text).width / 2 + 4;
      const box = [x - half, below - 13, x + half, below + 5];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      context.strokeText(text, x, below);
      context.fillText(text, x, below);
    }
  }

  /** A node with its neighbours, and the nodes that a search found, above everything else. */
  paintFocus(context) {
    context.globalAlpha = 1;
    const { focus, view } = this;
    const bright = focus >= 0 ? [focus, ...this.graph.neighbours(focus)] : this.found;
    const shown = bright.filter((node) => this.graph.shown[node]);
    if (!shown.length) return;
    if (focus >= 0) {
      context.strokeStyle = this.colour.accent;
      context.lineWidth = 1.25;
      context.beginPath();
      for (const node of shown.slice(0, 800)) {
        context.moveTo(...this.at(focus, view));
        context.lineTo(...this.at(node, view));
      }
      context.stroke();
    }
    this.paintNodes(context, shown, view);
    if (focus >= 0) this.paintSelf(context);
    const order = [...shown].sort((a, b) => (b === focus) - (a === focus) || this.graph.degree(b) - this.graph.degree(a));
    this.paintLabels(context, order, view, 24);
  }

  paintSelf(context) {
    const [x, y] = this.at(this.focus, this.view);
    context.beginPath();
    context.arc(x, y, this.radius(this.focus, this.view.scale) + 5, 0, 7);
    context.strokeStyle = this.colour.accent;
    context.lineWidth = 2.5;
    context.stroke();
  }
}
