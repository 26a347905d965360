/** An answer with its sources, to be pasted elsewhere: as plain text, as Markdown, with references by GB/T 7714. */

import { articleAddress } from "../kit/addresses.js";
import { asPublished, escapeMarkdown, formatGbt7714, formatMarkdown, formatPlain, today } from "../kit/citation.js";
import { findQuotes } from "./extractive_text.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {"plain" | "markdown" | "gbt7714"} Format */

const FORMATTERS = { plain: formatPlain, markdown: formatMarkdown, gbt7714: formatGbt7714 };
const FILE_NAME = /\.[a-z\d]{1,9}$/iu;

/**
 * @param {string} question
 * @param {Answer} answer
 * @param {Format} format
 * @returns {string}
 */
export function copyOfAnswer(question, answer, format) {
  const cited = citedSources(answer);
  const plain = (/** @type {string} */ text) => text;
  const escape = format === "markdown" ? escapeMarkdown : plain;
  const lines = numberedText(answer).split("\n").map(escape);
  const head = format === "markdown" ? `**${escape(question)}**` : question;
  const references = cited.map((source) => `[${source.n}] ${FORMATTERS[format](toCitation(source))}`);
  const paragraph = format === "markdown" ? "\n\n" : "\n";
  return [head, lines.join(paragraph), references.map((line) => (format === "markdown" ? escapeNumber(line) : line)).join(paragraph)]
    .filter(Boolean)
    .join("\n\n");
}

/**
 * Keep Markdown from reading `[1] [title](link)` as a link to something called 1.
 * @param {string} line
 */
function escapeNumber(line) {
  return line.replace(/^\[(\d+)\]/u, "\\[$1\\]");
}

/**
 * @param {Answer} answer
 * @returns {string} its text, each quote followed by the numbers of its sources
 */
function numberedText(answer) {
  if (answer.mode === "llm") return answer.answer;
  let text = "";
  let at = 0;
  for (const quote of findQuotes(answer)) {
    text += answer.answer.slice(at, quote.at) + quote.text + quote.numbers.map((n) => `[${n}]`).join("");
    at = quote.at + quote.text.length;
  }
  return text + answer.answer.slice(at);
}

/**
 * @typedef {{n: number, article_id: string, title: string, byline: string, date: string, source: string, url?: string,
 *   page?: number | null, byline_origin?: string, date_origin?: string, highlights: [number, number][]}} Cited
 *
 * @param {Answer} answer
 * @returns {Cited[]}
 */
function citedSources({ mode, mentions, sources, sentences }) {
  if (mentions) return mentions.articles.map((article, index) => ({ ...article, n: index + 1 }));
  const numbers = sentences.flatMap(({ citations }) => citations);
  return sources.filter(({ n, highlights }) => (mode === "llm" ? numbers.includes(n) : highlights.length > 0));
}

/**
 * @param {Cited} source
 * @returns {import("../kit/citation.js").Citation}
 */
function toCitation(source) {
  const address = articleAddress(source.article_id, ...source.highlights.slice(0, 1));
  const link = new URL(address, location.origin + location.pathname).href;
  const file = FILE_NAME.test(source.source) ? source.source : "";
  const pages = source.page ? [source.page] : [];
  return {
    title: source.title,
    source: source.source,
    file: file || source.source,
    url: source.url ?? "",
    pages,
    quote: "",
    link,
    today: today(),
    ...asPublished(source),
  };
}
