/**
 * Ranges of text. The server counts Unicode code points, JavaScript strings count UTF-16 units;
 * every offset is therefore applied to the array of code points.
 */

import { element } from "./dom.js";

/** @typedef {import("./requests.js").Range} Range */

/**
 * Cut `start:end` into pieces that lie wholly inside or outside the ranges.
 * @param {number} start
 * @param {number} end
 * @param {Range[]} ranges in any order, may overlap and stand out
 * @returns {{start: number, end: number, inside: boolean}[]}
 */
export function pieces(start, end, ranges) {
  const cut = [];
  let at = start;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const first = Math.max(from, at);
    const last = Math.min(to, end);
    if (first >= last) continue;
    if (first > at) cut.push({ start: at, end: first, inside: false });
    cut.push({ start: first, end: last, inside: true });
    at = last;
  }
  if (at < end) cut.push({ start: at, end, inside: false });
  return cut;
}

/** A stretch of an article's text that knows where in the article it stands. */
export class Stretch {
  /**
   * @param {string} text
   * @param {number} [start] offset of its first character in the article
   */
  constructor(text, start = 0) {
    this.points = Array.from(text);
    this.start = start;
    this.end = start + this.points.length;
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {string} the article's text from `start` to `end`
   */
  slice(start, end) {
    return this.points.slice(Math.max(0, start - this.start), Math.max(0, end - this.start)).join("");
  }

  /** @returns {{start: number, end: number}[]} the ranges of its lines, empty ones left out */
  lines() {
    const breaks = this.points.flatMap((point, index) => (point === "\n" ? [this.start + index] : []));
    const starts = [this.start, ...breaks.map((at) => at + 1)];
    const ends = [...breaks, this.end];
    return starts.map((start, index) => ({ start, end: ends[index] })).filter(({ start, end }) => start < end);
  }

  /**
   * Return the text from `start` to `end` as nodes, with the marked ranges in `<mark>`
   * and the strong ranges, inside marks only, in `<strong>`.
   * @param {number} start
   * @param {number} end
   * @param {Range[]} marked
   * @param {Range[]} [strong]
   * @returns {(Node | string)[]}
   */
  marked(start, end, marked, strong = []) {
    return pieces(start, end, marked).map((piece) =>
      piece.inside
        ? element("mark", {}, ...this.strengthened(piece.start, piece.end, strong))
        : this.slice(piece.start, piece.end),
    );
  }

  /**
   * @param {number} start
   * @param {number} end
   * @param {Range[]} strong
   * @returns {(Node | string)[]}
   */
  strengthened(start, end, strong) {
    return pieces(start, end, strong).map((piece) => {
      const text = this.slice(piece.start, piece.end);
      return piece.inside ? element("strong", { text }) : text;
    });
  }
}
