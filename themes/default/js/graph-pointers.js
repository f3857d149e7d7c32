// What pointers do on the map: one drags, two pinch, a still one over a node shows its neighbours, a click opens it.

/** @typedef {import("./graph.js").NoteMap} NoteMap */

/** A place on the canvas.
 * @typedef {[x: number, y: number]} Point */

/** How far from a node a pointer or a finger still is on it, pixels. */
const [SLACK, FINGER] = [10, 22];
/** How far a press may move and be a click, pixels. */
const STILL = 5;

/** The pointers on the map's canvas. */
export class Pointers {
  /** @param {NoteMap} map */
  constructor(map) {
    this.map = map;
    /** Where each pressed pointer was last.
     * @type {Map<number, Point>} */
    this.places = new Map();
    /** Where the pointer was pressed that may become a click.
     * @type {Point | null} */
    this.pressed = null;
  }

  /** @returns {void} */
  listen() {
    const { map } = this;
    const { canvas } = map;
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      map.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      map.stop();
      canvas.setPointerCapture(event.pointerId);
      this.places.set(event.pointerId, [event.offsetX, event.offsetY]);
      this.pressed = this.places.size === 1 ? [event.offsetX, event.offsetY] : null;
    });
    canvas.addEventListener("pointermove", (event) => this.move(event));
    /** @param {PointerEvent} event */
    const end = (event) => {
      this.places.delete(event.pointerId);
      if (event.type === "pointerup" && this.pressed) this.click(event);
      this.pressed = null;
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => map.hover(-1));
  }

  /** @param {PointerEvent} event
   * @returns {void} */
  move(event) {
    const { map } = this;
    /** @type {Point} */
    const now = [event.offsetX, event.offsetY];
    const before = this.places.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") map.hover(map.nodeUnder(...now, SLACK));
      return;
    }
    const other = [...this.places].find(([id]) => id !== event.pointerId)?.[1];
    this.places.set(event.pointerId, now);
    if (this.pressed && Math.hypot(now[0] - this.pressed[0], now[1] - this.pressed[1]) < STILL) return;
    this.pressed = null;
    const { view } = map.painter;
    if (other) {
      /** @param {Point} point
       * @returns {number} */
      const spread = (point) => Math.max(Math.hypot(point[0] - other[0], point[1] - other[1]), 1);
      map.zoom(spread(now) / spread(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    }
    const share = other ? 0.5 : 1;
    view.x -= ((now[0] - before[0]) * share) / view.scale;
    view.y -= ((now[1] - before[1]) * share) / view.scale;
    map.painter.moved();
  }

  /** @param {PointerEvent} event
   * @returns {void} */
  click(event) {
    const { map } = this;
    const touch = event.pointerType === "touch";
    const node = map.nodeUnder(event.offsetX, event.offsetY, touch ? FINGER : SLACK);
    // A finger cannot hover: its first tap shows, and what it shows has the link.
    if (node < 0 || touch) map.select(node, false);
    else if (event.ctrlKey || event.metaKey) open(map.address(node), "_blank", "noopener");
    else if (event.button === 0) location.href = map.address(node);
  }
}
