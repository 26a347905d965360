/** The quotes of an answer in an article, and going from one to the next. */

import { byId, element } from "../kit/dom.js";
import { name, say, wording } from "../kit/language.js";

/** @typedef {import("../kit/requests.js").Range} Range */

/**
 * Return the ranges in order, those that overlap as one, and only what stands in a text.
 * @param {Range[]} ranges
 * @param {number} length of the text
 * @returns {Range[]}
 */
export function inOrder(ranges, length) {
  /** @type {Range[]} */
  const apart = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = apart[apart.length - 1];
    if (start >= end || end > length) continue;
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

/** The quotes of the article that is open; one of them is the current one. */
export class Quotes {
  /**
   * @param {HTMLElement} body that scrolls, with the quotes marked in it
   * @param {number} total
   * @param {number} current the place of the one that it opens at
   */
  constructor(body, total, current) {
    this.body = body;
    this.total = total;
    this.current = current;
    this.place = element("span", { class: "quote-place" });
    this.controls = this.#controls();
    this.show();
  }

  #controls() {
    const button = (key, step, sign) =>
      name(element("button", { type: "button", class: "control step", text: sign, onclick: () => this.go(step) }), key);
    const group = element("div", { class: "quote-steps", role: "group" });
    group.append(button("previousQuote", -1, "‹"), this.place, button("nextQuote", 1, "›"));
    group.hidden = this.total === 0;
    return name(group, "quotes");
  }

  /**
   * Go some quotes further, from the last to the first, and tell it.
   * @param {number} step
   */
  go(step) {
    if (this.total === 0) return;
    this.current = (this.current + step + this.total) % this.total;
    this.show();
    byId("announcement").textContent = wording("quoteAnnounced", { n: this.current + 1, total: this.total });
  }

  /** Show the current quote a third of the way down, where the eye reads; without any, the article's head. */
  show() {
    const marks = this.body.querySelectorAll("mark");
    for (const mark of marks) mark.toggleAttribute("data-current", mark.dataset.quote === String(this.current));
    const mark = this.body.querySelector("mark[data-current]");
    const down = mark ? mark.getBoundingClientRect().top - this.body.getBoundingClientRect().top : 0;
    this.body.scrollTop = mark ? this.body.scrollTop + down - this.body.clientHeight / 3 : 0;
    say(this.place, "quotePlace", { n: this.current + 1, total: this.total });
  }
}

/**
 * Let `n` and `p` go from quote to quote, except where text is typed.
 * @param {() => Quotes | null} open the quotes of the open article
 */
export function setUpQuoteKeys(open) {
  const steps = new Map([["n", 1], ["p", -1]]);
  document.addEventListener("keydown", (event) => {
    const step = steps.get(event.key.toLowerCase());
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (!document.querySelector("dialog[open]")) open()?.go(step);
  });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
