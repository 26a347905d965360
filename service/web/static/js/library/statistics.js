/** How the collection is made up: articles and characters by month and by source. */

import { RequestError } from "../kit/requests.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say } from "../kit/language.js";
import { addressOfList } from "./list_address.js";
import { barTable } from "./bar_chart.js";
import { fetchStatistics } from "./requests.js";

/** Of more months than these the years are shown. */
const MOST_MONTHS = 36;

/** @returns {HTMLElement} it asks for the figures when it is opened */
export function statistics() {
  const body = element("div", { class: "statistics" });
  const fold = element("details", { class: "fold" }, say(element("summary"), "libraryStatistics"), body);
  fold.addEventListener("toggle", () => {
    if (/** @type {HTMLDetailsElement} */ (fold).open) load();
  });
  return fold;

  async function load() {
    body.replaceChildren(say(element("p", { class: "searching" }), "gathering"));
    try {
      body.replaceChildren(...charts(await fetchStatistics()));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      body.replaceChildren(failureNotice(error, load));
    }
  }
}

/**
 * @param {import("./requests.js").Statistics} all
 * @returns {HTMLElement[]}
 */
function charts(all) {
  const years = all.months.length > MOST_MONTHS;
  const times = (years ? byYear(all.months) : all.months).map((one) => ({ ...one, address: addressAt(one.name) }));
  const sources = all.sources.map((one) => ({ ...one, address: addressOfList({ q: one.name }) }));
  const { articles, characters } = all;
  const whole = say(element("p", { class: "advice" }), "libraryStatisticsTotal", { articles, characters });
  const left = element("div", {}, barTable(years ? "libraryByYear" : "libraryByMonth", years ? "libraryYear" : "libraryMonth", times));
  const right = element("div", {}, barTable("libraryBySource", "librarySource", sources));
  if (all.undated) left.append(say(element("p", { class: "advice" }), "libraryUndatedCount", { n: all.undated }));
  if (all.other_articles) right.append(say(element("p", { class: "advice" }), "libraryOthersCount", { n: all.other_articles }));
  return [whole, element("div", { class: "charts" }, left, right)];
}

/**
 * @param {import("./requests.js").Share[]} months
 * @returns {import("./requests.js").Share[]}
 */
function byYear(months) {
  /** @type {Map<string, import("./requests.js").Share>} */
  const years = new Map();
  for (const { name: month, articles, characters } of months) {
    const name = month.slice(0, 4);
    const known = years.get(name) ?? { name, articles: 0, characters: 0 };
    years.set(name, { name, articles: known.articles + articles, characters: known.characters + characters });
  }
  return [...years.values()];
}

/**
 * The list by date, from the first article of that time on.
 * @param {string} time
 * @returns {string}
 */
function addressAt(time) {
  const hex = Array.from(new TextEncoder().encode(time), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return addressOfList({ sort: "date", order: "asc", cursor: `0-${hex}` });
}
