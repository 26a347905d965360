/** What the library shows before there is any article. */

import { byId, element } from "../kit/dom.js";
import { setText } from "../kit/language.js";

/**
 * @param {boolean} canEdit whether the reader may add articles
 * @returns {HTMLElement}
 */
export function emptyLibrary(canEdit) {
  const note = setText(element("p"), "libraryEmptyLibrary");
  const add = element("button", { type: "button", class: "small strong", onclick: () => byId("add").click() });
  return element("div", { class: "empty" }, note, ...(canEdit ? [setText(add, "addArticles")] : []));
}
