/** The articles that an answer quotes, in its order: moving on from the last quote of one leads to the next. */

import { parseArticleAddress } from "../kit/addresses.js";
import { mergeRanges } from "./quotes.js";

/** @typedef {{address: string, id: string, quotes: number}} QuotedArticle */

export class QuotedArticles {
  /** @type {QuotedArticle[]} */
  #articles = [];

  /**
   * Remember the articles of the answer from which one is opened; of none if it was opened elsewhere.
   * @param {Element | null} opener
   */
  collect(opener) {
    const links = opener?.closest(".answer")?.querySelectorAll(".card[data-n] a.open") ?? [];
    /** @type {Map<string, QuotedArticle>} */
    const found = new Map();
    for (const link of links) {
      const address = link.getAttribute("href") ?? "";
      const parsed = parseArticleAddress(address);
      if (!parsed || found.has(parsed.id)) continue;
      const quotes = mergeRanges(parsed.quotes, Infinity).length;
      found.set(parsed.id, { address, id: parsed.id, quotes });
    }
    this.#articles = [...found.values()];
  }

  /**
   * @param {string} id of the open article
   * @param {number} step 1 or -1
   * @returns {string | null} the address of the article after or before it, from the last on to the first; null if
   *   there is no other
   */
  findBeside(id, step) {
    const at = this.#articles.findIndex((article) => article.id === id);
    if (at < 0 || this.#articles.length < 2) return null;
    return this.#articles[(at + step + this.#articles.length) % this.#articles.length].address;
  }

  /**
   * @param {string} id of the open article
   * @returns {{before: number, after: number}} how many quotes the other articles have
   */
  countAround(id) {
    const at = this.#articles.findIndex((article) => article.id === id);
    const count = (/** @type {QuotedArticle[]} */ some) => some.reduce((sum, { quotes }) => sum + quotes, 0);
    return at < 0 ? { before: 0, after: 0 } : { before: count(this.#articles.slice(0, at)), after: count(this.#articles.slice(at + 1)) };
  }
}
