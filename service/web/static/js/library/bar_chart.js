/** Bar charts made of tables: every row has a bar in proportion to its number, and is read aloud as a table row. */

import { element, languageOf } from "../kit/dom.js";
import { currentLanguage, setText } from "../kit/language.js";

/**
 * @typedef {object} Bar
 * @property {string} name
 * @property {number} articles
 * @property {number} characters
 * @property {string} address where clicking it leads
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} title a key of the texts
 * @param {string} nameHeading the heading of the names: a key of the texts
 * @param {Bar[]} bars
 * @returns {HTMLElement}
 */
export function barChart(title, nameHeading, bars) {
  const most = Math.max(1, ...bars.map((bar) => bar.articles));
  const headings = [nameHeading, "libraryArticleCount", "libraryCharacterCount"].map((key, n) =>
    setText(element("th", { scope: "col", class: n ? "figure" : "" }), key),
  );
  const caption = setText(element("caption", { class: "rubric" }), title);
  const head = element("thead", {}, element("tr", {}, ...headings));
  const body = element("tbody", {}, ...bars.map((bar) => barRow(bar, bar.articles / most)));
  return element("table", { class: "bars" }, caption, head, body);
}

/**
 * @param {Bar} bar
 * @param {number} share of the longest, 0 to 1
 * @returns {HTMLElement}
 */
function barRow(bar, share) {
  const link = element("a", { href: bar.address, lang: languageOf(bar.name), text: bar.name });
  const figures = [bar.articles, bar.characters].map((n) =>
    element("td", { class: "figure", text: n.toLocaleString(currentLanguage()) }),
  );
  return element("tr", {}, element("th", { scope: "row" }, link, barLine(share)), ...figures);
}

/**
 * @param {number} share
 * @returns {SVGElement}
 */
function barLine(share) {
  const line = svgElement("svg", { class: "bar-line", "aria-hidden": "true", width: "100%", height: "6" });
  line.append(svgElement("rect", { class: "whole", width: "100%", height: "6", rx: "3" }));
  line.append(svgElement("rect", { class: "part", width: `${share * 100}%`, height: "6", rx: "3" }));
  return line;
}

/**
 * @param {"svg" | "rect"} tag
 * @param {Record<string, string>} attributes
 * @returns {SVGElement}
 */
function svgElement(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return /** @type {SVGElement} */ (node);
}
