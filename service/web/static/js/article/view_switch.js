/** The switch between the text of an article and its printed pages, which are loaded when they are first opened. */

import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setLabel, setText } from "../kit/language.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";

/** @typedef {import("../kit/text_ranges.js").Range} Range */
/** @typedef {import("./requests.js").Article} Article */

export class ViewSwitch {
  #text = viewButton("textView", () => this.open(false));
  #original = viewButton("originalView", () => this.open(true));
  /** @type {import("./facsimile.js").Facsimile | null} */
  #facsimile = null;
  #isOpen = false;

  /**
   * @param {HTMLElement} body the text, beside which the pages are shown
   * @param {Article} article
   * @param {import("./quotes.js").Quotes} quotes
   * @param {Range[]} ranges of the quotes
   * @param {() => void} onSwitch is called when the pages are opened and closed
   */
  constructor(body, article, quotes, ranges, onSwitch) {
    this.body = body;
    this.article = article;
    this.quotes = quotes;
    this.ranges = ranges;
    this.onSwitch = onSwitch;
    this.controls = element("div", { class: "view-switch", role: "group" }, this.#text, this.#original);
    setLabel(this.controls, "articleView");
    quotes.onMove = () => this.#isOpen && this.#facsimile?.showQuote(quotes.current);
    this.#show(false);
  }

  toggle() {
    this.open(!this.#isOpen);
  }

  /** @param {boolean} original whether to show the printed pages, or the text alone */
  async open(original) {
    this.#show(original);
    this.quotes.show(); // the text has another width now
    if (!original) return this.body.focus({ preventScroll: true });
    try {
      await this.#openFacsimile();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#show(false);
      const notice = failureNotice(error, () => (notice.remove(), this.open(true)));
      this.body.prepend(notice);
    }
  }

  async #openFacsimile() {
    const { Facsimile } = await loadLazily(() => import("./facsimile.js"), "facsimile");
    if (!this.#isOpen || !this.controls.isConnected) return;
    this.#facsimile ??= new Facsimile(this.article, this.ranges);
    this.body.before(this.#facsimile.element);
    this.#facsimile.showQuote(this.quotes.current);
    this.#facsimile.focus();
  }

  /** @param {boolean} original */
  #show(original) {
    this.#isOpen = original;
    this.#text.setAttribute("aria-pressed", String(!original));
    this.#original.setAttribute("aria-pressed", String(original));
    document.body.classList.toggle("comparing", original);
    if (!original) this.#facsimile?.element.remove();
    this.onSwitch();
  }

  /** Take the printed pages away, with the article. */
  remove() {
    this.#show(false);
  }
}

/**
 * @param {string} key
 * @param {() => void} onclick
 */
function viewButton(key, onclick) {
  const button = element("button", { type: "button", class: "view-button", onclick });
  return setLabel(button, `${key}Key`), setText(button, key);
}
