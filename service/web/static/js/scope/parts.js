/** The parts of a scope, each as it is told to the reader. */

import "./texts.js";

import { element, languageOf } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { knownTitle } from "./article_titles.js";
import { listOf, NO_SCOPE } from "./scope.js";

/**
 * @typedef {import("./scope.js").Scope} Scope
 *
 * @typedef {object} Part
 * @property {string} name of the box of the form in which it is changed
 * @property {string} key of its text
 * @property {Record<string, string>} values
 * @property {Partial<Scope>} without what the scope is without it
 */

/**
 * @param {Scope} scope
 * @returns {Part[]} those that are set, in the order of the form
 */
export function partsOf(scope) {
  const { collection, tags, source, title, strictness, mode } = scope;
  const parts = [
    part("collection", collection && "scopeCollection", { collection }),
    part("tags", tags && "scopeTags", { tags: listOf(tags).join(",") }),
    part("source", source && "scopeSource", { source }),
    part("title", title && "scopeTitled", { title }),
    timePart(scope),
    articlePart(scope),
    part("strictness", strictness && `scope_${strictness}`),
    part("mode", mode && `scope_${mode}`),
  ];
  return parts.filter(({ key }) => key);
}

/**
 * @param {keyof Scope} name
 * @param {string} key
 * @param {Record<string, string>} [values]
 * @returns {Part}
 */
function part(name, key, values = {}) {
  return { name, key, values, without: { [name]: NO_SCOPE[name] } };
}

/**
 * @param {Scope} scope
 * @returns {Part}
 */
function timePart({ from, to }) {
  const within = from === to ? "scopeYear" : "scopeYears";
  const key = from && to ? within : from ? "scopeSince" : to ? "scopeUntil" : "";
  return { ...part("from", key, { from, to }), without: { from: "", to: "" } };
}

/**
 * @param {Scope} scope
 * @returns {Part}
 */
function articlePart({ article }) {
  const ids = listOf(article);
  if (ids.length > 1) return part("article", "scopeArticles", { n: String(ids.length) });
  const title = knownTitle(article);
  return part("article", article && (title === "" ? "scopeArticleGone" : "scopeArticle"), { title: title ?? "…" });
}

/**
 * @param {Part} part
 * @returns {HTMLElement} its text
 */
export function partText({ key, values }) {
  const text = setText(element("span"), key, values);
  text.lang = languageOf(Object.values(values).join(""));
  return text;
}
