/** A histogram of years. Every column is a link that selects its year, or drops the selection. */

import { element } from "./dom.js";
import { setLabel } from "./language.js";
import { addTexts } from "./texts.js";

addTexts({
  zh: {
    yearChart: "按年份筛选",
    yearColumn: ({ year, n }) => `${year} 年：${n}`,
    yearSelected: ({ year, n }) => `${year} 年：${n}，已选，再点取消`,
  },
  en: {
    yearChart: "Filter by year",
    yearColumn: ({ year, n }) => `${year}: ${n}`,
    yearSelected: ({ year, n }) => `${year}: ${n}, selected; click again for all years`,
  },
});

/**
 * @param {[string, number][]} years each with how much it has
 * @param {string} selected a year, or ""
 * @param {(year: string) => string} addressOf returns where selecting a year leads; "" selects all
 * @returns {HTMLElement[]} the chart; nothing if there is nothing to choose
 */
export function yearChart(years, selected, addressOf) {
  if (years.length < 2 && !selected) return [];
  const counts = new Map(selected ? [[selected, 0], ...years] : years);
  const all = [...counts].sort(([first], [second]) => Number(first) - Number(second));
  const most = Math.max(1, ...counts.values());
  const columns = all.map(([year, n]) => {
    const isSelected = year === selected;
    return element("li", {}, column(year, n, n / most, isSelected, addressOf(isSelected ? "" : year)));
  });
  const chart = element("nav", { class: "year-chart", "data-label": "yearChart" }, element("ol", {}, ...columns));
  return [setLabel(chart, "yearChart")];
}

/**
 * @param {string} year
 * @param {number} n
 * @param {number} share of the highest, 0 to 1
 * @param {boolean} isSelected
 * @param {string} href
 * @returns {HTMLElement}
 */
function column(year, n, share, isSelected, href) {
  const bar = element("span", { class: "bar-part" });
  bar.style.height = `${share * 100}%`; // the policy of the page allows no style attribute
  const area = element("span", { class: "bar-area" }, bar);
  const link = element("a", { href, "aria-current": isSelected && "true" }, area, element("span", { text: year }));
  return setLabel(link, isSelected ? "yearSelected" : "yearColumn", { year, n });
}
