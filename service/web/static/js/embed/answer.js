/** An answer in the question box on another site: its text, and its sources, which open in a new tab. */

import { shapedText } from "../ask/shaped_text.js";
import { writtenText } from "../ask/written_text.js";
import { articleAddress } from "../kit/addresses.js";
import { element, languageOf } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { imprint, passageText } from "../kit/passage.js";

/** @typedef {import("../ask/requests.js").Answer} Answer */
/** @typedef {import("../ask/requests.js").Source} Source */

const MOST_NEAREST = 3;

/**
 * @param {Answer} answer
 * @returns {HTMLElement[]}
 */
export function answerParts(answer) {
  if (!answer.answered) return declined(answer);
  if (answer.kind === "collection" || answer.kind === "smalltalk") {
    return [element("p", { class: "answer-text", text: answer.answer, lang: languageOf(answer.answer) })];
  }
  const isWritten = answer.mode === "llm";
  const numbers = answer.sentences.flatMap((sentence) => sentence.citations);
  const cited = answer.sources.filter(({ n, highlights }) => (isWritten ? numbers.includes(n) : highlights.length > 0));
  const list = sourceList(cited, "embedSources");
  const goToSource = (/** @type {number} */ n) => {
    /** @type {HTMLElement | null} */ (list.querySelector(`[data-n="${n}"]`))?.focus();
  };
  const text = (isWritten ? writtenText : shapedText)(answer, goToSource);
  const note = isWritten ? [setText(element("p", { class: "advice" }), "generated")] : [];
  return [...note, text, list];
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement[]}
 */
function declined({ sources, reason }) {
  const decline = setText(element("p", { class: "decline" }), "embedDeclined");
  if (reason === "no_match" || sources.length === 0) return [decline];
  return [decline, sourceList(sources.slice(0, MOST_NEAREST), "embedNearest")];
}

/**
 * @param {Source[]} sources
 * @param {string} key of its heading
 * @returns {HTMLElement}
 */
function sourceList(sources, key) {
  const list = element("ol", { class: "embed-sources" }, ...sources.map(sourceItem));
  return element("section", {}, setText(element("h2", { class: "rubric" }), key), list);
}

/**
 * @param {Source} source
 * @returns {HTMLElement}
 */
function sourceItem(source) {
  const { article_id: id, title, source: file, highlights, start, end, n } = source;
  const quotes = highlights.length > 0 ? highlights : [/** @type {[number, number]} */ ([start, end])];
  const href = `/${articleAddress(id, ...quotes)}`;
  const link = element("a", { href, target: "_blank", rel: "noopener", text: title || file, lang: languageOf(title) });
  const summary = setText(element("summary"), "embedPassage");
  const passage = element("details", {}, summary, passageText(source, highlights));
  const head = element("p", {}, `[${n}] `, setLabel(link, "embedNewTab", { title: title || file }));
  return element("li", { "data-n": String(n), tabindex: "-1" }, head, imprint(source), passage);
}
