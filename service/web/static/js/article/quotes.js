/** The quotes of an answer in an article, and moving from one to the next. */

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { setLabel, setText, translate } from "../kit/language.js";

/** @typedef {import("../kit/text_ranges.js").Range} Range */

/**
 * Sort ranges, merge those that overlap, and drop those that reach beyond the text.
 * @param {Range[]} ranges
 * @param {number} length of the text
 * @returns {Range[]}
 */
export function mergeRanges(ranges, length) {
  /** @type {Range[]} */
  const merged = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (start >= end || end > length) continue;
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/**
 * Return where a range is after an edit of the text.
 * @param {Range} range
 * @param {{start: number, end: number, length: number}} edit the characters `start:end` became `length` others
 * @returns {Range}
 */
export function followEdit([from, to], { start, end, length }) {
  const grown = length - (end - start);
  const first = from >= end ? from + grown : Math.min(from, start);
  const last = to >= end ? to + grown : Math.min(to, start + length);
  return from <= start ? [from, last] : [first, last];
}

/** The quotes of the open article, one of which is the current one. */
export class Quotes {
  /**
   * @param {HTMLElement} body the element that scrolls, with the quotes marked in it
   * @param {number} total
   * @param {number} current the index of the quote to start at
   */
  constructor(body, total, current) {
    this.body = body;
    this.total = total;
    this.current = current;
    /** Is called when another quote becomes the current one. */
    this.onMove = () => {};
    this.place = element("span", { class: "quote-place" });
    this.controls = this.#controls();
    this.show();
  }

  #controls() {
    const group = element("div", { class: "quote-steps", role: "group" });
    group.append(this.#button("previousQuote", -1, "‹"), this.place, this.#button("nextQuote", 1, "›"));
    group.hidden = this.total === 0;
    return setLabel(group, "quotes");
  }

  /**
   * @param {string} key of its label
   * @param {number} step
   * @param {string} text
   */
  #button(key, step, text) {
    const onclick = () => this.move(step);
    return setLabel(element("button", { type: "button", class: "control step", text, onclick }), key);
  }

  /**
   * Move by some quotes, from the last one on to the first, and announce the new one.
   * @param {number} step
   */
  move(step) {
    if (this.total === 0) return;
    this.current = (this.current + step + this.total) % this.total;
    this.show();
    this.onMove();
    announce(translate("quoteAnnounced", { n: this.current + 1, total: this.total }));
  }

  /** Show the current quote a third of the way down, where the eye reads; if there is none, the article's top. */
  show() {
    this.mark();
    const mark = this.body.querySelector("mark[data-current]");
    const down = mark ? mark.getBoundingClientRect().top - this.body.getBoundingClientRect().top : 0;
    this.body.scrollTop = mark ? this.body.scrollTop + down - this.body.clientHeight / 3 : 0;
    setText(this.place, "quotePlace", { n: this.current + 1, total: this.total });
  }

  /** Let the current quote stand out. */
  mark() {
    for (const mark of this.body.querySelectorAll("mark")) {
      mark.toggleAttribute("data-current", mark.dataset.quote === String(this.current));
    }
  }
}
