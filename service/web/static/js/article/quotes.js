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

/** How far down a quote may stand if the headline is above it, as a share of the height. */
const LOWEST = 0.8;

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
    /** How many quotes the other articles of the answer have. */
    this.around = { before: 0, after: 0 };
    /** Is called when another quote becomes the current one. */
    this.onMove = () => {};
    /** Leads to another article, if there is one after the last quote or before the first. @type {(step: number) => boolean} */
    this.leave = () => false;
    this.place = element("span", { class: "quote-place" });
    this.controls = this.#controls();
    this.show();
  }

  #controls() {
    const group = element("div", { class: "quote-steps", role: "group" });
    group.append(this.#button("previousQuote", -1, "‹"), this.place, this.#button("nextQuote", 1, "›"));
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
   * Move to the next quote or the one before, and announce it: from the last one on to the next article of the
   * answer, or else to the first.
   * @param {number} step 1 or -1
   */
  move(step) {
    const isInside = this.current + step >= 0 && this.current + step < this.total;
    if ((!isInside && this.leave(step)) || this.total === 0) return;
    this.current = (this.current + step + this.total) % this.total;
    this.show();
    this.onMove();
    this.announce();
  }

  /** Say which quote is the current one. */
  announce() {
    announce(translate("quoteAnnounced", this.#place()));
  }

  #place() {
    const { before, after } = this.around;
    return { n: before + this.current + 1, total: before + this.total + after };
  }

  /** Show the current quote a third of the way down, where the eye reads; if there is none, the article's top. */
  show() {
    this.mark();
    const mark = this.body.querySelector("mark[data-current]");
    this.body.scrollTop = mark ? this.#findTop(mark) : 0;
    this.controls.hidden = this.total + this.around.before + this.around.after === 0;
    setText(this.place, "quotePlace", this.#place());
  }

  /**
   * @param {Element} mark
   * @returns {number} how far to scroll down for it, so that the headline is never cut: it is there or it is not
   */
  #findTop(mark) {
    const edge = this.body.getBoundingClientRect().top - this.body.scrollTop;
    const top = mark.getBoundingClientRect().top - edge;
    const wanted = top - this.body.clientHeight / 3;
    const headline = this.body.querySelector(".headline");
    const below = headline ? headline.getBoundingClientRect().bottom - edge : 0;
    if (wanted >= below) return wanted;
    return top < this.body.clientHeight * LOWEST ? 0 : Math.max(below, wanted);
  }

  /** Let the current quote stand out. */
  mark() {
    for (const mark of this.body.querySelectorAll("mark")) {
      mark.toggleAttribute("data-current", mark.dataset.quote === String(this.current));
    }
  }
}
