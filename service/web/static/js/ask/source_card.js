/** A source under an answer: where it was printed, and the passage with its quote. */

import { articleAddress } from "../kit/addresses.js";
import { element, languageOf } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { imprint, passageText, titleLink } from "../kit/passage.js";
import { rememberRegions } from "../kit/printed_regions.js";

/** @typedef {import("./requests.js").Source} Source */
/** @typedef {import("./requests.js").Range} Range */

/**
 * Return the card of a source that the answer quotes, with the quotes marked.
 * @param {Source} source
 * @param {Range[]} strong the short answer's range, if it lies in this source
 * @param {Source[]} [all] all quoted sources: in the opened article, the quotes of each are marked
 * @returns {HTMLElement}
 */
export function sourceCard(source, strong, all = []) {
  rememberRegions(source);
  const quotes = all.filter((other) => other.article_id === source.article_id).flatMap((other) => other.highlights);
  const card = element("article", { class: "card", tabindex: "-1", "data-n": String(source.n) });
  card.append(cardHead(source), passageText(source, source.highlights, strong));
  card.append(openLink(source, ...source.highlights, ...quotes), ...reprintList(source));
  return card;
}

/**
 * Return the card of a passage that is merely close to the question: nothing in it is marked.
 * @param {Source} source
 * @returns {HTMLElement}
 */
export function nearbyCard(source) {
  const card = element("article", { class: "card nearby" }, cardHead(source), passageText(source, []));
  card.append(openLink(source, [source.start, source.end]), ...reprintList(source));
  return card;
}

/**
 * @param {Source} source
 * @returns {HTMLElement}
 */
function cardHead(source) {
  const title = element("h4", { class: "card-title", lang: languageOf(source.title) });
  if (source.title) title.textContent = source.title;
  else setText(title, "untitled");
  const number = element("span", { class: "number", "aria-hidden": "true", text: String(source.n) });
  return element("header", { class: "card-head" }, number, title, imprint(source));
}

/**
 * @param {Source} source
 * @param {...Range} quotes
 * @returns {HTMLElement}
 */
function openLink(source, ...quotes) {
  const href = articleAddress(source.article_id, ...quotes);
  const link = element("a", { class: "open", href }, setText(element("span"), "open"));
  return setLabel(link, "openOf", { title: source.title || source.source });
}

/**
 * Return links to the other articles that print the story, if there are any.
 * @param {Source} source
 * @returns {HTMLElement[]}
 */
function reprintList({ reprints }) {
  if (reprints.length === 0) return [];
  const items = reprints.map((reprint) =>
    element("li", {}, titleLink(reprint, ""), imprint({ byline: "", date: reprint.date, source: reprint.source })),
  );
  const summary = setText(element("summary"), "reprints", { n: reprints.length });
  return [element("details", { class: "reprints" }, summary, element("ul", {}, ...items))];
}
