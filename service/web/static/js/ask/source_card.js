/** A source under an answer: where it was printed, and the passage with its quote. */

import { element, languageOf } from "../kit/dom.js";
import { name, say } from "../kit/language.js";
import { Stretch } from "../kit/text_ranges.js";
import { addressOf } from "../kit/addresses.js";

/** @typedef {import("../kit/requests.js").Source} Source */

/**
 * Return the card of a source that proves the answer: its quotes are marked.
 * @param {Source} source
 * @param {import("../kit/requests.js").Range[]} strong the short answer's range, if it stands in this source
 * @param {Source[]} [all] sources of the answer: what they quote of the same article is marked there too
 * @returns {HTMLElement}
 */
export function sourceCard(source, strong, all = []) {
  const others = all.filter((one) => one.article_id === source.article_id).flatMap((one) => one.highlights);
  const card = element("article", { class: "card", tabindex: "-1", "data-n": String(source.n) });
  card.append(cardHead(source), passage(source, source.highlights, strong), openLink(source, ...source.highlights, ...others));
  card.append(...reprintList(source));
  return card;
}

/**
 * Return the card of a passage that is merely near the question: nothing in it is marked.
 * @param {Source} source
 * @returns {HTMLElement}
 */
export function nearbyCard(source) {
  const card = element("article", { class: "card nearby" });
  card.append(cardHead(source), passage(source, [], []), openLink(source, [source.start, source.end]));
  card.append(...reprintList(source));
  return card;
}

/**
 * Return what is known about where a text was printed: byline, date, file.
 * @param {{byline: string, date: string, source: string}} printed
 * @returns {HTMLElement}
 */
export function imprint({ byline, date, source }) {
  const line = element("p", { class: "imprint" });
  if (byline) line.append(element("span", { text: byline, lang: languageOf(byline) }));
  if (date) line.append(element("time", { text: date, datetime: date }));
  if (source) line.append(element("span", { class: "file", text: source }));
  return line;
}

/**
 * @param {Source} source
 * @returns {HTMLElement}
 */
function cardHead(source) {
  const title = element("h4", { class: "card-title", lang: languageOf(source.title) });
  if (source.title) title.textContent = source.title;
  else say(title, "untitled");
  const number = element("span", { class: "number", "aria-hidden": "true", text: String(source.n) });
  return element("header", { class: "card-head" }, number, title, imprint(source));
}

/**
 * @param {Source} source
 * @param {import("../kit/requests.js").Range[]} marked
 * @param {import("../kit/requests.js").Range[]} strong
 * @returns {HTMLElement}
 */
function passage(source, marked, strong) {
  const stretch = new Stretch(source.text, source.start);
  const quote = element("blockquote", { class: "passage", lang: languageOf(source.text) });
  if (source.heading) quote.append(element("p", { class: "heading", text: source.heading }));
  for (const { start, end } of stretch.lines()) {
    quote.append(element("p", {}, ...stretch.marked(start, end, marked, strong)));
  }
  return quote;
}

/**
 * @param {Source} source
 * @param {...import("../kit/requests.js").Range} quotes
 * @returns {HTMLElement}
 */
function openLink(source, ...quotes) {
  const link = element("a", { class: "open", href: addressOf(source.article_id, ...quotes) }, say(element("span"), "open"));
  return name(link, "openOf", { title: source.title || source.source });
}

/**
 * Return the other articles that print the story, to be opened, if there are any.
 * @param {Source} source
 * @returns {HTMLElement[]}
 */
function reprintList({ reprints }) {
  if (!reprints.length) return [];
  const items = reprints.map(({ article_id: id, title, date, source }) => {
    const link = element("a", { href: addressOf(id) });
    link.append(title ? element("span", { text: title, lang: languageOf(title) }) : say(element("span"), "untitled"));
    return element("li", {}, name(link, "openOf", { title: title || source }), imprint({ byline: "", date, source }));
  });
  const summary = say(element("summary"), "reprints", { n: reprints.length });
  return [element("details", { class: "reprints" }, summary, element("ul", {}, ...items))];
}
