/** What the collection consists of: articles and characters by month and by source. */

import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { barChart } from "./bar_chart.js";
import { listAddress } from "./list_address.js";
import { fetchStatistics } from "./requests.js";

/** @typedef {import("./requests.js").Share} Share */
/** @typedef {import("./requests.js").Statistics} Statistics */

/** With more months than these, the chart is by year. */
const MAX_MONTHS = 36;

/** @returns {HTMLElement} a fold that loads the figures when it is opened */
export function statisticsFold() {
  const body = element("div", { class: "statistics" });
  const fold = element("details", { class: "fold" }, setText(element("summary"), "libraryStatistics"), body);
  fold.addEventListener("toggle", () => {
    if (fold.open) load(body);
  });
  return fold;
}

/** @param {HTMLElement} body */
async function load(body) {
  body.replaceChildren(setText(element("p", { class: "searching" }), "gathering"));
  try {
    body.replaceChildren(...charts(await fetchStatistics()));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    body.replaceChildren(failureNotice(error, () => load(body)));
  }
}

/**
 * @param {Statistics} statistics
 * @returns {HTMLElement[]}
 */
function charts(statistics) {
  const { articles, characters, undated, other_articles: others } = statistics;
  const left = element("div", {}, timeChart(statistics.months));
  const right = element("div", {}, sourceChart(statistics.sources));
  if (undated) left.append(advice("libraryUndatedCount", { n: undated }));
  if (others) right.append(advice("libraryOthersCount", { n: others }));
  const charts = element("div", { class: "charts" }, left, right);
  return [advice("libraryStatisticsTotal", { articles, characters }), charts];
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
  const bars = times.map((time) => ({ ...time, address: addressFrom(time.name) }));
  return byYear ? barChart("libraryByYear", "libraryYear", bars) : barChart("libraryByMonth", "libraryMonth", bars);
}

/**
 * @param {Share[]} sources
 * @returns {HTMLElement}
 */
function sourceChart(sources) {
  const bars = sources.map((source) => ({ ...source, address: listAddress({ q: source.name }) }));
  return barChart("libraryBySource", "librarySource", bars);
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

/**
 * Return the address of the list by date, starting at the first article of a month or year.
 * @param {string} time
 * @returns {string}
 */
function addressFrom(time) {
  const hex = Array.from(new TextEncoder().encode(time), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return listAddress({ sort: "date", order: "asc", cursor: `0-${hex}` });
}
