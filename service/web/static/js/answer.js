/** An answer as it stands in the conversation: answered with its sources, or honestly declined. */

import { answerText } from "./answer_text.js";
import { element, languageOf } from "./dom.js";
import { name, say } from "./language.js";
import { mentionList } from "./mentions.js";
import { nearbyCard, sourceCard } from "./source_card.js";

/** @typedef {import("./api.js").Answer} Answer */

const REASONS = ["no_match", "weak_match"];

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
export function answerView(answer) {
  if (!answer.answered) return declinedView(answer);
  return answer.mentions ? collectionView(answer, answer.mentions) : answeredView(answer);
}

/**
 * @param {Answer} answer
 * @param {import("./api.js").Mentions} mentions
 * @returns {HTMLElement}
 */
function collectionView(answer, mentions) {
  const statement = element("p", { class: "answer-text", text: answer.answer, lang: languageOf(answer.answer) });
  const note = say(element("span", { class: "confidence" }), "completeNote");
  const list = mentionList(answer.interpreted.question, mentions);
  return element("section", { class: "answer" }, answerHead("complete", note), statement, list);
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function answeredView(answer) {
  const view = element("section", { class: "answer" });
  const cited = answer.sources.filter((source) => source.highlights.length > 0);
  const others = answer.sources.filter((source) => source.highlights.length === 0);
  view.append(answerHead("answer", confidence(answer.confidence)), answerText(answer, (n) => goToSource(view, n)));
  view.append(sourceList(cited.map((source) => sourceCard(source, strongIn(source, answer)))));
  if (others.length > 0) view.append(foldedList(others, "others"));
  return view;
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function declinedView(answer) {
  const view = element("section", { class: "answer declined" }, answerHead("declined"));
  const reason = REASONS.find((known) => known === answer.reason) ?? "declinedOther";
  const decline = element("p", { class: "decline", text: answer.answer });
  view.append(answer.mentions ? decline : say(decline, reason), say(element("p", { class: "advice" }), "declinedHint"));
  if (answer.sources.length > 0) view.append(nearbyList(answer));
  return view;
}

/**
 * Return the passages nearest to a declined question; where nothing matched, they are folded away.
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function nearbyList({ reason, sources }) {
  if (reason === "no_match") return foldedList(sources, "nearest");
  const head = say(element("h3", { class: "rubric" }), "maybe");
  const note = say(element("p", { class: "advice" }), "maybeNote");
  return element("div", { class: "sources" }, head, note, ...sources.map(nearbyCard));
}

/**
 * @param {string} key
 * @param {...HTMLElement} beside
 * @returns {HTMLElement}
 */
function answerHead(key, ...beside) {
  return element("header", { class: "answer-head" }, say(element("h2"), key), ...beside);
}

/**
 * @param {number} value 0 to 100
 * @returns {HTMLElement}
 */
function confidence(value) {
  const level = value >= 80 ? "high" : value >= 65 ? "middle" : "low";
  const label = say(element("span"), level);
  const note = name(element("span", { class: "level", role: "img" }), "confidenceNote", { value: Math.round(value) });
  note.append(element("i"), element("i"), element("i"));
  return element("p", { class: "confidence", "data-level": level }, note, label);
}

/**
 * @param {import("./api.js").Source} source
 * @param {Answer} answer
 * @returns {import("./api.js").Range[]}
 */
function strongIn(source, { short_answer: short }) {
  return short && short.source === source.n ? [[short.start, short.end]] : [];
}

/**
 * @param {HTMLElement[]} cards
 * @returns {HTMLElement}
 */
function sourceList(cards) {
  return element("div", { class: "sources" }, say(element("h3", { class: "rubric" }), "sources"), ...cards);
}

/**
 * @param {import("./api.js").Source[]} sources
 * @param {string} key of the text that offers them
 * @returns {HTMLElement}
 */
function foldedList(sources, key) {
  const summary = say(element("summary"), key, { n: sources.length });
  return element("details", { class: "others" }, summary, ...sources.map(nearbyCard));
}

/**
 * @param {HTMLElement} view
 * @param {number} n
 */
function goToSource(view, n) {
  const card = /** @type {HTMLElement | null} */ (view.querySelector(`.card[data-n="${n}"]`));
  card?.scrollIntoView({ block: "nearest" });
  card?.focus({ preventScroll: true });
}
