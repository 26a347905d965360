/** What stands above the results: how many there are, their order, and what can be done with them. */

import { viewAddress } from "../kit/addresses.js";
import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { currentLanguage, setLabel, setText, translate } from "../kit/language.js";
import { openMenu } from "../kit/menu.js";
import { saveFile } from "../kit/save_file.js";
import { exportResults, queryAddress } from "./query.js";
import { saveSearchButton } from "./saved_searches.js";

/** @typedef {import("./query.js").Query} Query */

/**
 * @param {Query} query
 * @param {import("./query.js").Results} found
 * @returns {HTMLElement}
 */
export function resultHead(query, { results, articles, articles_left: left }) {
  const listed = new Set(results.map((result) => result.article_id)).size;
  const count = setText(element("span"), listed < articles ? "resultsNearest" : "resultCount", { n: listed, articles });
  const head = element("h2", { class: "result-count" }, count);
  if (left !== null) head.append(" · ", setText(element("span"), "resultsAmong", { n: left }));
  const parameters = { q: query.q, source: query.source, title: query.title, from: query.from, to: query.to };
  const timeline = element("a", { class: "small to-timeline", href: viewAddress("timeline", parameters) });
  const tools = element("div", { class: "result-tools" }, sortChoice(query), saveSearchButton(query));
  tools.append(exportButton(query), setText(timeline, "toTimeline"));
  return element("div", { class: "result-head" }, head, tools);
}

/**
 * @param {Query} query
 * @returns {HTMLElement}
 */
function sortChoice(query) {
  const links = /** @type {const} */ (["", "date"]).map((sort) => {
    const properties = { href: queryAddress({ ...query, sort }), "aria-current": query.sort === sort && "true" };
    return setText(element("a", properties), sort ? "sortDate" : "sortRelevance");
  });
  return setLabel(element("nav", { class: "sort-choice" }, ...links), "sortChoice");
}

/**
 * @param {Query} query
 * @returns {HTMLElement}
 */
function exportButton(query) {
  const button = element("button", { type: "button", class: "small export-results", "aria-haspopup": "menu" });
  button.addEventListener("click", () =>
    openMenu(button, [
      ["resultsAsCsv", () => save(query, "csv")],
      ["resultsAsMarkdown", () => save(query, "markdown")],
    ]),
  );
  return setText(button, "exportResults");
}

/**
 * @param {Query} query
 * @param {"csv" | "markdown"} format
 */
async function save(query, format) {
  const { name, content } = await exportResults(query, format, currentLanguage());
  saveFile(content, name);
  announce(translate("resultsSaved", { file: name }));
}
