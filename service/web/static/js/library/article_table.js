/** The list of the articles: a table, on a phone one card an article. */

import { element, languageOf } from "../kit/dom.js";
import { chosenLanguage, name, say, wording } from "../kit/language.js";
import { addressOf } from "../kit/addresses.js";
import { addressOfList, sortedBy } from "./list_address.js";

const COLUMNS = [
  ["title", "columnTitle"],
  ["source", "columnSource"],
  ["date", "columnDate"],
  ["", "columnCharacters"],
  ["changed", "columnChanged"],
];

/**
 * @typedef {object} Deeds what can be done with articles
 * @property {boolean} changing whether the reader may change anything
 * @property {(articles: import("./requests.js").Summary[]) => void} remove
 * @property {(article: import("./requests.js").Summary) => void} download
 * @property {(chosen: import("./requests.js").Summary[]) => void} chosen is told which are selected
 */

/**
 * @param {import("./requests.js").Summary[]} articles
 * @param {import("./list_address.js").Wanted} wanted
 * @param {Deeds} deeds
 * @returns {HTMLElement}
 */
export function articleTable(articles, wanted, deeds) {
  const boxes = articles.map((one) => checkbox("librarySelectOf", titleOf(one)));
  const all = checkbox("librarySelectAll", "");
  const rows = articles.map((one, n) => row(one, boxes[n], deeds));
  const body = element("tbody", {}, ...rows);
  const tell = () => {
    const chosen = articles.filter((_, n) => boxes[n].checked && rows[n].isConnected);
    all.checked = chosen.length > 0 && chosen.length === body.childElementCount;
    all.indeterminate = chosen.length > 0 && !all.checked;
    deeds.chosen(chosen);
  };
  const head = element("thead", {}, element("tr", {}, ...headings(wanted, deeds.changing ? all : null)));
  const table = element("table", { class: "articles", "aria-labelledby": "library-count" }, head, body);
  table.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    tell();
  });
  return table;
}

/**
 * @param {import("./list_address.js").Wanted} wanted
 * @param {HTMLElement | null} all
 * @returns {HTMLElement[]}
 */
function headings(wanted, all) {
  const cells = COLUMNS.map(([sort, text]) => heading(wanted, sort, text));
  const box = all ? [element("th", { scope: "col", class: "choosing" }, target(all))] : [];
  const deeds = say(element("span", { class: "hidden" }), "columnActions");
  return [...box, ...cells, element("th", { scope: "col" }, deeds)];
}

/**
 * @param {import("./list_address.js").Wanted} wanted
 * @param {string} sort "" for a column that is no order
 * @param {string} text
 * @returns {HTMLElement}
 */
function heading(wanted, sort, text) {
  if (!sort) return say(element("th", { scope: "col", class: "figure" }), text);
  const by = /** @type {import("./list_address.js").Sort} */ (sort);
  const here = wanted.sort === sort;
  const way = wanted.order === "asc" ? "ascending" : "descending";
  const link = element("a", { class: "sort", href: addressOfList(sortedBy(wanted, by)), "data-sort": sort });
  return element("th", { scope: "col", "aria-sort": here ? way : "none" }, say(link, text));
}

/**
 * @param {import("./requests.js").Summary} article
 * @param {HTMLInputElement} box
 * @param {Deeds} deeds
 * @returns {HTMLElement}
 */
function row(article, box, deeds) {
  const title = titleOf(article);
  const open = element("a", { class: "open", href: addressOf(article.id), lang: languageOf(title), text: title });
  const cells = [
    element("th", { scope: "row", class: "title" }, open),
    element("td", { class: "source", lang: languageOf(article.source), text: article.source }),
    article.date
      ? element("td", { class: "date", text: article.date })
      : say(element("td", { class: "date none" }), "libraryUndated"),
    element("td", { class: "figure characters", text: article.characters.toLocaleString(chosenLanguage()) }),
    element("td", { class: "changed" }, when(article.changed_at)),
    element("td", { class: "deeds" }, ...buttons(article, title, deeds)),
  ];
  if (deeds.changing) cells.unshift(element("td", { class: "choosing" }, target(box)));
  return element("tr", { "data-article": article.id }, ...cells);
}

/**
 * @param {import("./requests.js").Summary} article
 * @param {string} title
 * @param {Deeds} deeds
 * @returns {HTMLElement[]}
 */
function buttons(article, title, deeds) {
  const take = element("button", { type: "button", class: "deed", onclick: () => deeds.download(article) });
  const remove = element("button", { type: "button", class: "deed", onclick: () => deeds.remove([article]) });
  take.append(say(element("span"), "libraryDownload"));
  remove.append(say(element("span"), "libraryRemove"));
  const made = [name(take, "libraryDownloadOf", { title }), name(remove, "libraryRemoveOf", { title })];
  return deeds.changing ? made : made.slice(0, 1);
}

/**
 * @param {string | null} time
 * @returns {HTMLElement | string}
 */
export function when(time) {
  if (!time) return "";
  const at = new Date(time);
  const text = at.toLocaleString(chosenLanguage() === "en" ? "en-GB" : "zh-CN", { dateStyle: "medium", timeStyle: "short" });
  return element("time", { datetime: time, text });
}

/**
 * @param {import("./requests.js").Summary} article
 * @returns {string}
 */
export function titleOf({ title }) {
  return title || wording("libraryUntitled");
}

/**
 * @param {string} key
 * @param {string} title
 * @returns {HTMLInputElement}
 */
function checkbox(key, title) {
  return /** @type {HTMLInputElement} */ (name(element("input", { type: "checkbox" }), key, { title }));
}

/**
 * @param {HTMLElement} box
 * @returns {HTMLElement} a target that a finger meets
 */
function target(box) {
  return element("label", { class: "box" }, box);
}
