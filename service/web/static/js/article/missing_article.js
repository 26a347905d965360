/** What the reader sees when a link leads to an article that is no longer there. */

import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { addressOfView } from "../kit/addresses.js";

/**
 * @param {string} title of the article, "" when it is not known
 * @returns {HTMLElement}
 */
export function goneNotice(title) {
  const search = element("a", { href: addressOfView("search", { q: title }) });
  say(search, title ? "searchFor" : "toSearch", { title });
  const library = say(element("a", { href: addressOfView("library") }), "toLibrary");
  const ways = element("div", { class: "ways" }, search, library);
  return element("div", { class: "failure gone", role: "alert" }, say(element("p"), "gone"), ways);
}
