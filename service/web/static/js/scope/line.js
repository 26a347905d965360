/** The line above an answer that says what it was asked with. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { learnTitle } from "./article_titles.js";
import { partsOf, partText } from "./parts.js";
import { scopeOf } from "./scope.js";

/**
 * @param {HTMLElement} line
 * @param {import("./scope.js").Chosen} chosen
 */
export async function fillScopeLine(line, chosen) {
  const scope = scopeOf(chosen);
  await learnTitle(scope.article);
  const parts = partsOf(scope).map((part) => element("li", {}, partText(part)));
  line.replaceChildren(setText(element("span"), "scopeOf"), element("ul", {}, ...parts));
}
