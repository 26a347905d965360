/** What the library consists of: articles by time, collection and source; and how the questions went. */

import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { barChart } from "./bar_chart.js";
import { listAddress } from "./list_address.js";
import { fetchStatistics } from "./requests.js";

/** @typedef {import("./requests.js").Share} Share */
/** @typedef {import("./requests.js").Statistics} Statistics */
/** @typedef {import("./list_address.js").ListQuery} ListQuery */

/** With more months than these, the chart is by year. */
const MAX_MONTHS = 36;

/** @param {HTMLElement} body is filled with the figures */
export async function showStatistics(body) {
  body.replaceChildren(setText(element("p", { class: "searching" }), "gathering"));
  try {
    body.replaceChildren(...charts(await fetchStatistics()));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    body.replaceChildren(failureNotice(error, () => showStatistics(body)));
  }
}

/**
 * @param {Statistics} statistics
 * @returns {HTMLElement[]}
 */
function charts(statistics) {
  const { articles, characters, undated, other_articles: others, collections, questions } = statistics;
  const left = element("div", {}, timeChart(statistics.months));
  const right = element("div", {});
  if (collections.length) right.append(chart("libraryByCollection", "columnCollection", collections, "collection"));
  right.append(chart("libraryBySource", "columnSource", statistics.sources, "q"));
  if (undated) left.append(advice("libraryUndatedCount", { n: undated }));
  if (others) right.append(advice("libraryOthersCount", { n: others }));
  const figures = [advice("libraryStatisticsTotal", { articles, characters })];
  if (questions.asked) figures.push(advice("libraryQuestions", questions));
  return [...figures, element("div", { class: "charts" }, left, right)];
}

/**
 * @param {string} key
 * @param {Record<string, number>} values
 * @returns {HTMLElement}
 */
function advice(key, values) {
  return setText(element("p", { class: "advice" }), key, values);
}

/**
 * @param {Share[]} months
 * @returns {HTMLElement}
 */
function timeChart(months) {
  const byYear = months.length > MAX_MONTHS;
  const times = byYear ? sumByYear(months) : months;
  return byYear ? chart("libraryByYear", "libraryYear", times, "date") : chart("libraryByMonth", "libraryMonth", times, "date");
}

/**
 * @param {string} title
 * @param {string} heading
 * @param {Share[]} shares
 * @param {"collection" | "date" | "q"} filter what a bar selects in the list
 * @returns {HTMLElement}
 */
function chart(title, heading, shares, filter) {
  const order = filter === "date" ? /** @type {const} */ ({ sort: "date", order: "asc" }) : {};
  const bars = shares.map((share) => ({ ...share, address: listAddress({ [filter]: share.name, ...order }) }));
  return barChart(title, heading, bars);
}

/**
 * @param {Share[]} months
 * @returns {Share[]}
 */
function sumByYear(months) {
  /** @type {Map<string, Share>} */
  const years = new Map();
  for (const { name: month, articles, characters } of months) {
    const name = month.slice(0, 4);
    const sum = years.get(name) ?? { name, articles: 0, characters: 0 };
    years.set(name, { name, articles: sum.articles + articles, characters: sum.characters + characters });
  }
  return [...years.values()];
}
