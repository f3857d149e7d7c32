// Paints the map. A small graph is drawn for every frame. Of a large one a picture is kept, larger than the window:
// moving and zooming shift that picture, and a sharp one is painted behind it, a few milliseconds a frame.

import { Brush } from "./graph-brush.js";

/** @typedef {import("./graph-model.js").Graph} Graph */
/** @typedef {import("./graph-brush.js").Context} Context */
/** @typedef {import("./graph-brush.js").View} View */

/** A picture of a view.
 * @typedef {{ picture: OffscreenCanvas, view: View }} Kept */

/** Nodes and edges that can be drawn for each frame. */
const SMALL = 2500;
/** How much larger than the window a kept picture is. */
const MARGIN = 1.5;
/** Milliseconds of painting in a frame. */
const SLICE = 7;

/** What is on the canvas. */
export class Painter {
  /** @param {HTMLCanvasElement} canvas
   * @param {Graph} graph
   * @param {string[]} states the states of notes, by their signs */
  constructor(canvas, graph, states) {
    this.canvas = canvas;
    this.graph = graph;
    this.brush = new Brush(graph, states);
    this.small = graph.size + graph.from.length <= SMALL;
    /** @type {View} */
    this.view = { x: 0, y: 0, scale: 1 };
    this.focus = -1;
    /** The nodes that a search found.
     * @type {number[]} */
    this.found = [];
    /** @type {Kept | null} */
    this.kept = null;
    /** The picture that is being painted.
     * @type {(Kept & { steps: Iterator<void> }) | null} */
    this.painting = null;
    this.asked = false;
    /** When the view will have come to rest. */
    this.settle = 0;
    this.width = 0;
    this.height = 0;
    /** Pixels of the canvas for one of the page. */
    this.ratio = 1;
  }

  /** Reads the colours of the page again.
   * @param {HTMLElement} view
   * @returns {void} */
  colours(view) {
    this.brush.readColours(view);
    this.stale();
  }

  /** @param {number} width
   * @param {number} height
   * @returns {void} */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.ratio = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.stale();
  }

  /** What is kept is wrong: a filter, the size or the colours have changed.
   * @returns {void} */
  stale() {
    this.kept = null;
    this.painting = null;
    this.request();
  }

  /** Asks for a frame.
   * @returns {void} */
  request() {
    if (this.asked || !this.width) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.frame();
    });
  }

  /** The view was moved: a sharp picture follows when it rests.
   * @returns {void} */
  moved() {
    this.settle = performance.now() + 120;
    this.request();
  }

  /** @returns {void} */
  frame() {
    const context = contextOf(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const dimmed = this.focus >= 0 || this.found.length > 0;
    context.globalAlpha = dimmed ? 0.3 : 1;
    if (this.small) {
      this.place(context, this.width, this.height);
      const steps = this.brush.paint(context, this.view, this.width, this.height, dimmed ? 0.3 : 1);
      while (!steps.next().done);
    } else {
      this.shiftKept(context);
      this.paintBehind();
    }
    this.place(context, this.width, this.height);
    this.paintFocus(context);
  }

  /** Makes a unit of the context a pixel of the page, with the view's middle in the middle.
   * @param {Context} context
   * @param {number} width
   * @param {number} height
   * @returns {void} */
  place(context, width, height) {
    context.setTransform(this.ratio, 0, 0, this.ratio, (width / 2) * this.ratio, (height / 2) * this.ratio);
  }

  /** Shows the kept picture where the view has moved to.
   * @param {Context} context
   * @returns {void} */
  shiftKept(context) {
    if (!this.kept) return;
    const { picture, view } = this.kept;
    const zoom = this.view.scale / view.scale;
    const [width, height] = [picture.width * zoom, picture.height * zoom];
    const scale = this.view.scale * this.ratio;
    const x = this.canvas.width / 2 + (view.x - this.view.x) * scale - width / 2;
    const y = this.canvas.height / 2 + (view.y - this.view.y) * scale - height / 2;
    context.drawImage(picture, x, y, width, height);
  }

  /** Goes on with the next picture for some milliseconds; begins one where the kept picture is of another view.
   * @returns {void} */
  paintBehind() {
    const now = performance.now();
    if (!this.painting && this.kept) {
      const { x, y, scale } = this.kept.view;
      if (x === this.view.x && y === this.view.y && scale === this.view.scale) return;
      if (now < this.settle) {
        this.request();
        return;
      }
    }
    this.painting ??= this.beginPicture();
    const { picture, view, steps } = this.painting;
    const until = now + SLICE;
    let step;
    do step = steps.next();
    while (!step.done && performance.now() < until);
    if (step.done) {
      this.kept = { picture, view };
      this.painting = null;
    }
    this.request();
  }

  /** A picture of this view, larger than the window, of which nothing is painted yet.
   * @returns {Kept & { steps: Iterator<void> }} */
  beginPicture() {
    const [width, height] = [this.width * MARGIN, this.height * MARGIN];
    const picture = new OffscreenCanvas(Math.round(width * this.ratio), Math.round(height * this.ratio));
    const context = contextOf(picture);
    const view = { ...this.view };
    this.place(context, width, height);
    return { picture, view, steps: this.brush.paint(context, view, width, height, 1) };
  }

  /** A node with its neighbours, and the nodes that a search found, above everything else.
   * @param {Context} context
   * @returns {void} */
  paintFocus(context) {
    context.globalAlpha = 1;
    const { focus, view } = this;
    const bright = focus >= 0 ? [focus, ...this.graph.neighbours(focus)] : this.found;
    const shown = bright.filter((node) => this.graph.shown[node]);
    if (!shown.length) return;
    if (focus >= 0) {
      context.strokeStyle = this.brush.colour.accent;
      context.lineWidth = 1.25;
      context.beginPath();
      for (const node of shown.slice(0, 800)) {
        context.moveTo(...this.brush.at(focus, view));
        context.lineTo(...this.brush.at(node, view));
      }
      context.stroke();
    }
    this.brush.paintNodes(context, shown, view);
    if (focus >= 0) this.paintSelf(context);
    /** @param {number} node
     * @returns {number} */
    const rank = (node) => (node === focus ? Infinity : this.graph.degree(node));
    const order = [...shown].sort((a, b) => rank(b) - rank(a));
    this.brush.paintLabels(context, order, view, 24);
  }

  /** A ring around the node in focus.
   * @param {Context} context
   * @returns {void} */
  paintSelf(context) {
    const [x, y] = this.brush.at(this.focus, this.view);
    context.beginPath();
    context.arc(x, y, this.brush.radius(this.focus, this.view.scale) + 5, 0, 7);
    context.strokeStyle = this.brush.colour.accent;
    context.lineWidth = 2.5;
    context.stroke();
  }
}

/** @template {HTMLCanvasElement | OffscreenCanvas} T
 * @param {T} canvas
 * @returns {Context} */
function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("nothing can be drawn here");
  return /** @type {Context} */ (context);
}
