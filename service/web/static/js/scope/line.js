/** The line above an answer that says what it was asked with. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { partsOf, partText } from "./parts.js";
import { scopeOf } from "./scope.js";

/**
 * @param {HTMLElement} line
 * @param {import("./scope.js").Chosen} chosen
 */
export function fillScopeLine(line, chosen) {
  const parts = partsOf(scopeOf(chosen)).map((part) => element("li", {}, partText(part)));
  line.replaceChildren(setText(element("span"), "scopeOf"), element("ul", {}, ...parts));
}
