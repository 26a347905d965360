/**
 * Ranges of text. The server counts Unicode code points, JavaScript strings count UTF-16 units;
 * every offset is therefore applied to the array of code points.
 */

import { element } from "./dom.js";

/**
 * First and one-past-last character (Unicode code point) of an article's text.
 * @typedef {[number, number]} Range
 */

/**
 * Split `start:end` into pieces that lie either wholly inside or wholly outside the ranges.
 * @param {number} start
 * @param {number} end
 * @param {Range[]} ranges in any order; they may overlap and reach beyond `start:end`
 * @returns {{start: number, end: number, inside: boolean}[]}
 */
export function splitByRanges(start, end, ranges) {
  const pieces = [];
  let at = start;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const first = Math.max(from, at);
    const last = Math.min(to, end);
    if (first >= last) continue;
    if (first > at) pieces.push({ start: at, end: first, inside: false });
    pieces.push({ start: first, end: last, inside: true });
    at = last;
  }
  if (at < end) pieces.push({ start: at, end, inside: false });
  return pieces;
}

/** Part of an article's text, addressed by the offsets of the whole article. */
export class Excerpt {
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

  /** @returns {{start: number, end: number}[]} the ranges of its lines, without the empty ones */
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
  markedNodes(start, end, marked, strong = []) {
    return splitByRanges(start, end, marked).map((piece) =>
      piece.inside
        ? element("mark", {}, ...this.strongNodes(piece.start, piece.end, strong))
        : this.slice(piece.start, piece.end),
    );
  }

  /**
   * Return the text from `start` to `end` as nodes, with the strong ranges in `<strong>`.
   * @param {number} start
   * @param {number} end
   * @param {Range[]} strong
   * @returns {(Node | string)[]}
   */
  strongNodes(start, end, strong) {
    return splitByRanges(start, end, strong).map((piece) => {
      const text = this.slice(piece.start, piece.end);
      return piece.inside ? element("strong", { text }) : text;
    });
  }
}
