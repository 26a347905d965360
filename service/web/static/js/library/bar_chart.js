/** Bars: figures as a table, each row with a bar as long as its figure. It reads aloud as the table that it is. */

import { element, languageOf } from "../kit/dom.js";
import { chosenLanguage, say } from "../kit/language.js";

/**
 * @typedef {object} Bar
 * @property {string} name
 * @property {number} articles
 * @property {number} characters
 * @property {string} address where pressing it leads
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} title a key of the texts
 * @param {string} kind what the names are: a key of the texts
 * @param {Bar[]} bars
 * @returns {HTMLElement}
 */
export function barTable(title, kind, bars) {
  const most = Math.max(1, ...bars.map((one) => one.articles));
  const head = [kind, "libraryArticleCount", "libraryCharacterCount"].map((key, n) =>
    say(element("th", { scope: "col", class: n ? "figure" : "" }), key),
  );
  const caption = say(element("caption", { class: "rubric" }), title);
  const rows = bars.map((one) => row(one, one.articles / most));
  return element("table", { class: "bars" }, caption, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
}

/**
 * @param {Bar} bar
 * @param {number} share of the longest, 0 to 1
 * @returns {HTMLElement}
 */
function row(bar, share) {
  const link = element("a", { href: bar.address, lang: languageOf(bar.name), text: bar.name });
  const figures = [bar.articles, bar.characters].map((n) =>
    element("td", { class: "figure", text: n.toLocaleString(chosenLanguage()) }),
  );
  return element("tr", {}, element("th", { scope: "row" }, link, drawn(share)), ...figures);
}

/**
 * @param {number} share
 * @returns {SVGSVGElement}
 */
function drawn(share) {
  const drawing = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ class: "bar-line", "aria-hidden": "true", width: "100%", height: "6" })) drawing.setAttribute(key, value);
  for (const [style, width] of [["whole", 1], ["part", share]]) {
    const line = document.createElementNS(SVG, "rect");
    for (const [key, value] of Object.entries({ class: style, width: `${Number(width) * 100}%`, height: "6", rx: "3" })) line.setAttribute(key, String(value));
    drawing.append(line);
  }
  return drawing;
}
