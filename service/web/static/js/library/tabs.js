/** The two tabs of the library: its articles and its statistics. */

import { viewAddress } from "../kit/addresses.js";
import { element } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";

export class Tabs {
  #articles = setText(element("a", { href: viewAddress("library") }), "libraryArticles");
  #statistics = setText(
    element("a", { href: viewAddress("library", { tab: "statistics" }) }),
    "libraryStatistics",
  );

  constructor() {
    this.element = setLabel(element("nav", { class: "tabs" }, this.#articles, this.#statistics), "libraryTabs");
  }

  /** @param {boolean} statistics whether they are shown, and not the articles */
  show(statistics) {
    mark(this.#articles, !statistics);
    mark(this.#statistics, statistics);
  }
}

/**
 * @param {HTMLElement} link
 * @param {boolean} isCurrent
 */
function mark(link, isCurrent) {
  if (isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}
