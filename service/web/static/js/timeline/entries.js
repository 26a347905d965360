/** The sentences of a timeline, year by year, each opening its article at the sentence. */

import { element, languageOf } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { imprint, titleLink } from "../kit/passage.js";
import { Excerpt } from "../kit/text_ranges.js";

/** @typedef {import("./query.js").Entry} Entry */

/** What tells the time if the sentences around it do not, with the keys of their notes. */
const NOTED = new Map([
  ["heading", "basisHeading"],
  ["title", "basisTitle"],
  ["article_date", "basisDate"],
]);

/**
 * @param {Entry[]} entries in order of time
 * @returns {HTMLElement[]} a section for each year
 */
export function yearSections(entries) {
  const years = [...new Set(entries.map((entry) => entry.year))];
  return years.map((year) => {
    const items = entries.filter((entry) => entry.year === year).map(entryItem);
    const heading = setText(element("h3"), "yearHeading", { year: String(year) });
    return element("section", { class: "timeline-year" }, heading, element("ol", {}, ...items));
  });
}

/**
 * @param {Entry} entry
 * @returns {HTMLElement}
 */
function entryItem(entry) {
  const time = element("p", { class: "timeline-time" }, setText(element("time"), "timelinePeriod", { period: entry.period }));
  const note = NOTED.get(entry.basis);
  if (note) time.append(setText(element("small"), note));
  const link = titleLink(entry, "open", [entry.start, entry.end]);
  return element("li", {}, time, quotation(entry), link, imprint(entry));
}

/**
 * @param {Entry} entry
 * @returns {HTMLElement}
 */
function quotation({ quote, start, end, highlights }) {
  const words = new Excerpt(quote, start).markedNodes(start, end, highlights);
  return element("p", { class: "timeline-quote", lang: languageOf(quote) }, element("q", {}, ...words));
}
