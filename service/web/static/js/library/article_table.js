/** The table of the articles; on a phone, every row looks like a card. */

import { articleAddress } from "../kit/addresses.js";
import { element, languageOf } from "../kit/dom.js";
import { currentLanguage, setLabel, setText, translate } from "../kit/language.js";
import { originNote } from "../kit/passage.js";
import { askAboutButton } from "../scope/ask_about.js";
import { listAddress, sortBy } from "./list_address.js";

/** @typedef {import("./requests.js").Summary} Summary */
/** @typedef {import("./list_address.js").ListQuery} ListQuery */
/** @typedef {import("./list_address.js").Sort} Sort */

/** The columns: what they sort by, if anything, and the key of their heading. @type {[Sort | null, string][]} */
const COLUMNS = [
  ["title", "columnTitle"],
  ["date", "columnDate"],
  [null, "columnCollection"],
  [null, "columnTags"],
  [null, "columnCharacters"],
  ["changed", "columnChanged"],
  ["source", "columnSource"],
];

/**
 * @typedef {object} Actions what can be done with articles
 * @property {boolean} canEdit whether the reader may change anything
 * @property {(articles: Summary[]) => void} remove
 * @property {(article: Summary) => void} edit
 * @property {(article: Summary) => void} download
 * @property {(selected: Summary[]) => void} onSelect is called whenever the selection changes
 */

/**
 * @param {Summary[]} articles
 * @param {ListQuery} query
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
export function articleTable(articles, query, actions) {
  const boxes = articles.map((article) => checkbox("librarySelectOf", titleOf(article)));
  const all = checkbox("librarySelectAll", "");
  const rows = articles.map((article, n) => articleRow(article, boxes[n], actions));
  const body = element("tbody", {}, ...rows);
  const updateSelection = () => {
    const selected = articles.filter((_, n) => boxes[n].checked && rows[n].isConnected);
    all.checked = selected.length > 0 && selected.length === body.childElementCount;
    all.indeterminate = selected.length > 0 && !all.checked;
    actions.onSelect(selected);
  };
  const head = element("thead", {}, element("tr", {}, ...headings(query, actions.canEdit ? all : null)));
  const table = element("table", { class: "articles", "aria-labelledby": "library-count" }, head, body);
  table.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    updateSelection();
  });
  return table;
}

/**
 * @param {ListQuery} query
 * @param {HTMLElement | null} all the checkbox that selects all articles
 * @returns {HTMLElement[]}
 */
function headings(query, all) {
  const columns = COLUMNS.map(([sort, text]) => heading(query, sort, text));
  const selection = all ? [element("th", { scope: "col", class: "choosing" }, touchTarget(all))] : [];
  const actions = setText(element("span", { class: "hidden" }), "columnActions");
  return [...selection, ...columns, element("th", { scope: "col" }, actions)];
}

/**
 * @param {ListQuery} query
 * @param {Sort | null} sort
 * @param {string} text
 * @returns {HTMLElement}
 */
function heading(query, sort, text) {
  const className = text === "columnCharacters" ? "figure" : "";
  if (!sort) return setText(element("th", { scope: "col", class: className }), text);
  const direction = query.order === "asc" ? "ascending" : "descending";
  const link = element("a", { class: "sort", href: listAddress(sortBy(query, sort)), "data-sort": sort });
  return element("th", { scope: "col", "aria-sort": query.sort === sort ? direction : "none" }, setText(link, text));
}

/**
 * @param {Summary} article
 * @param {HTMLInputElement} box
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
function articleRow(article, box, actions) {
  const title = titleOf(article);
  const open = element("a", { class: "open", href: articleAddress(article.id), lang: languageOf(title), text: title });
  const cells = [
    element("th", { scope: "row", class: "title" }, open, ...doubtNote(article)),
    article.date
      ? element("td", { class: "date" }, article.date, ...originNote(article.date_origin))
      : setText(element("td", { class: "date none" }), "libraryUndated"),
    element("td", { class: "collection" }, ...filterLinks("collection", article.collection ? [article.collection] : [])),
    element("td", { class: "tags" }, ...filterLinks("tag", article.tags)),
    element("td", { class: "figure characters", text: article.characters.toLocaleString(currentLanguage()) }),
    element("td", { class: "changed" }, changeTime(article.changed_at)),
    element("td", { class: "source", lang: languageOf(article.source) }, ...fileName(article.source)),
    element("td", { class: "article-actions" }, ...actionButtons(article, title, actions)),
  ];
  if (actions.canEdit) cells.unshift(element("td", { class: "choosing" }, touchTarget(box)));
  return element("tr", { "data-article": article.id }, ...cells);
}

/**
 * @param {string} name
 * @returns {(string | HTMLElement)[]} the name, which may break before its suffix
 */
function fileName(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? [name.slice(0, dot), element("wbr"), name.slice(dot)] : [name];
}

/**
 * @param {"collection" | "tag"} filter
 * @param {string[]} names
 * @returns {HTMLElement[]} links to the articles of the same collection or tag
 */
function filterLinks(filter, names) {
  return names.map((name) => element("a", { href: listAddress({ [filter]: name }), lang: languageOf(name), text: name }));
}

/**
 * @param {Summary} article
 * @returns {HTMLElement[]} how much of a scan may be misread
 */
function doubtNote({ doubts }) {
  return doubts > 0 ? [setText(element("small", { class: "doubts" }), "libraryDoubts", { n: doubts })] : [];
}

/**
 * @param {Summary} article
 * @param {string} title
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
function actionButtons(article, title, actions) {
  const download = actionButton("libraryDownload", title, () => actions.download(article));
  const ask = askAboutButton(article, "article-action");
  if (!actions.canEdit) return [ask, download];
  const edit = actionButton("libraryEdit", title, () => actions.edit(article));
  return [ask, edit, download, actionButton("libraryRemove", title, () => actions.remove([article]))];
}

/**
 * @param {string} key of the text; with `Of`, of the text that names the article
 * @param {string} title
 * @param {() => void} onclick
 * @returns {HTMLElement}
 */
function actionButton(key, title, onclick) {
  const button = element("button", { type: "button", class: "article-action", onclick }, setText(element("span"), key));
  return setLabel(button, `${key}Of`, { title });
}

/**
 * @param {string | null} time
 * @returns {HTMLElement | string}
 */
function changeTime(time) {
  if (!time) return "";
  const locale = currentLanguage() === "en" ? "en-GB" : "zh-CN";
  const text = new Date(time).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  return element("time", { datetime: time, text });
}

/**
 * @param {Summary} article
 * @returns {string}
 */
export function titleOf({ title }) {
  return title || translate("untitled");
}

/**
 * @param {string} key
 * @param {string} title
 * @returns {HTMLInputElement}
 */
function checkbox(key, title) {
  return setLabel(element("input", { type: "checkbox" }), key, { title });
}

/**
 * @param {HTMLElement} box
 * @returns {HTMLElement} a target large enough for a finger
 */
function touchTarget(box) {
  return element("label", { class: "box" }, box);
}
