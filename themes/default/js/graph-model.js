// The graph's data as the map uses it: neighbours, a grid to find nodes by place, filters and names.

/** `/graph/data.json`: the graph as columns.
 * @typedef {object} GraphData
 * @property {[name: string, above: number | null][]} topics
 * @property {string[]} titles by node, as all that follows
 * @property {string[]} urls without the base path
 * @property {number[]} x
 * @property {number[]} y
 * @property {string} kind one sign for each node: `t` for a topic, a state's digit, or `-`
 * @property {number[][]} of the topics that a note names
 * @property {number[][]} links steps to the nodes behind it that it is joined to */

/** The width of a cell of the grid. */
const SPACING = 100;

/** The graph. */
export class Graph {
  /** @param {GraphData} data */
  constructor(data) {
    this.titles = data.titles;
    this.urls = data.urls;
    this.x = Float32Array.from(data.x);
    this.y = Float32Array.from(data.y);
    this.kinds = data.kind;
    this.size = data.titles.length;
    this.topics = data.topics;
    this.of = data.of;
    this.shown = new Uint8Array(this.size).fill(1);
    /** Nodes by title as a search compares them.
     * @type {string[] | undefined} */
    this.folded = undefined;
    const [from, to] = endsOf(data.links);
    /** The ends of each edge: the one in `from` comes first. */
    this.from = from;
    this.to = to;
    /** Where each node's neighbours begin in `others`. */
    this.starts = new Uint32Array(this.size + 1);
    this.others = new Uint32Array(from.length * 2);
    this.join();
    /** Nodes by the cell that they are in.
     * @type {Map<number, number[]>} */
    this.cells = new Map();
    this.byDegree = Uint32Array.from(this.titles.keys()).sort((a, b) => this.degree(b) - this.degree(a) || a - b);
    this.index();
  }

  /** Puts every node's neighbours into one array.
   * @returns {void} */
  join() {
    const { from, to } = this;
    for (const ends of [from, to]) for (const end of ends) this.starts[end + 1] += 1;
    for (let node = 0; node < this.size; node += 1) this.starts[node + 1] += this.starts[node];
    const free = this.starts.slice();
    for (let edge = 0; edge < from.length; edge += 1) {
      this.others[free[from[edge]]++] = to[edge];
      this.others[free[to[edge]]++] = from[edge];
    }
  }

  /** @returns {void} */
  index() {
    for (let node = 0; node < this.size; node += 1) {
      const key = this.cell(this.x[node], this.y[node]);
      const cell = this.cells.get(key);
      if (cell) cell.push(node);
      else this.cells.set(key, [node]);
    }
  }

  /** The key of the cell at a place.
   * @param {number} x
   * @param {number} y
   * @returns {number} */
  cell(x, y) {
    return Math.floor(x / SPACING) * 65536 + Math.floor(y / SPACING);
  }

  /** How many nodes a node is joined to.
   * @param {number} node
   * @returns {number} */
  degree(node) {
    return this.starts[node + 1] - this.starts[node];
  }

  /** @param {number} node
   * @returns {Uint32Array} */
  neighbours(node) {
    return this.others.subarray(this.starts[node], this.starts[node + 1]);
  }

  /** The node that is shown nearest to a place, at most `reach` away; -1 for none.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   * @returns {number} */
  at(x, y, reach) {
    const cells = Math.min(Math.ceil(reach / SPACING), 4);
    let best = -1;
    let near = reach * reach;
    for (let i = -cells; i <= cells; i += 1) {
      for (let j = -cells; j <= cells; j += 1) {
        for (const node of this.cells.get(this.cell(x + i * SPACING, y + j * SPACING)) ?? []) {
          const away = (this.x[node] - x) ** 2 + (this.y[node] - y) ** 2;
          if (away < near && this.shown[node]) {
            near = away;
            best = node;
          }
        }
      }
    }
    return best;
  }

  /** The neighbour that is most in the direction `dx`, `dy`; -1 for none.
   * @param {number} node
   * @param {number} dx
   * @param {number} dy
   * @returns {number} */
  towards(node, dx, dy) {
    let best = -1;
    let least = Infinity;
    for (const other of this.neighbours(node)) {
      if (!this.shown[other]) continue;
      const [x, y] = [this.x[other] - this.x[node], this.y[other] - this.y[node]];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy - y * dx);
      if (along > 0 && along >= aside * 0.5 && along + 2 * aside < least) {
        least = along + 2 * aside;
        best = other;
      }
    }
    return best;
  }

  /** Shows what a topic (its index, or none) and a state (its sign, or none) leave. A topic includes those below it.
   * @param {number | null} topic
   * @param {string | null} sign
   * @returns {void} */
  filter(topic, sign) {
    const within = new Set();
    if (topic !== null) {
      this.topics.forEach((_, index) => {
        /** @type {number | null} */
        let up = index;
        for (; up !== null; up = this.topics[up][1]) if (up === topic) within.add(index);
      });
    }
    for (let node = 0; node < this.size; node += 1) {
      const about = topic === null || this.of[node].some((index) => within.has(index));
      this.shown[node] = about && (sign === null || this.kinds[node] === sign) ? 1 : 0;
    }
  }

  /** Nodes whose title holds the words, those that begin with them first, then the most joined.
   * @param {string} words
   * @param {number} most
   * @returns {number[]} */
  find(words, most) {
    /** @param {string} text
     * @returns {string} */
    const fold = (text) => text.normalize("NFKC").toLowerCase();
    const wanted = fold(words).trim();
    if (!wanted) return [];
    this.folded ??= this.titles.map(fold);
    /** @type {number[]} */
    const begins = [];
    /** @type {number[]} */
    const holds = [];
    for (const node of this.byDegree) {
      const at = this.folded[node].indexOf(wanted);
      if (at >= 0) (at === 0 ? begins : holds).push(node);
      if (begins.length >= most) break;
    }
    return [...begins, ...holds].slice(0, most);
  }

  /** The topics that most nodes name: `[index, name]`, in order of their names.
   * @param {number} most
   * @param {string} language
   * @returns {[number, string][]} */
  namedTopics(most, language) {
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const list of this.of) for (const topic of list) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    const common = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
    const order = new Intl.Collator(language, { numeric: true });
    /** @type {[number, string][]} */
    const named = common.map(([topic]) => [topic, this.topics[topic][0]]);
    return named.sort((a, b) => order.compare(a[1], b[1]));
  }

  /** The rectangle around everything that is shown: `[left, top, right, bottom]`.
   * @returns {number[]} */
  bounds() {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let node = 0; node < this.size; node += 1) {
      if (!this.shown[node]) continue;
      box[0] = Math.min(box[0], this.x[node]);
      box[1] = Math.min(box[1], this.y[node]);
      box[2] = Math.max(box[2], this.x[node]);
      box[3] = Math.max(box[3], this.y[node]);
    }
    return box[0] <= box[2] ? box : [0, 0, 0, 0];
  }
}

/** The ends of every edge, in two columns.
 * @param {number[][]} links
 * @returns {[Uint32Array, Uint32Array]} */
function endsOf(links) {
  /** @type {number[]} */
  const from = [];
  /** @type {number[]} */
  const to = [];
  links.forEach((steps, node) => {
    let other = node;
    for (const step of steps) {
      other += step;
      from.push(node);
      to.push(other);
    }
  });
  return [Uint32Array.from(from), Uint32Array.from(to)];
}
