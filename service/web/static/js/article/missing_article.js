/** The notice that the article of a link no longer exists. */

import { viewAddress } from "../kit/addresses.js";
import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";

/**
 * @param {string} title of the article, "" if it is unknown
 * @returns {HTMLElement}
 */
export function missingArticleNotice(title) {
  const search = element("a", { href: viewAddress("search", { q: title }) });
  setText(search, title ? "searchFor" : "toSearch", { title });
  const library = setText(element("a", { href: viewAddress("library") }), "toLibrary");
  const links = element("div", { class: "ways" }, search, library);
  return element("div", { class: "failure gone", role: "alert" }, setText(element("p"), "articleGone"), links);
}
