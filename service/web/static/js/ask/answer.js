/** An answer in the conversation: with its sources, or declined. */

import { viewAddress } from "../kit/addresses.js";
import { element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { confidence, support } from "./answer_level.js";
import { shortAnswers } from "./extractive_text.js";
import { shapedText } from "./shaped_text.js";
import { nearbyCard, sourceCard } from "./source_card.js";
import { drawWritten, writtenText } from "./written_text.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {import("./requests.js").Mentions} Mentions */
/** @typedef {import("./requests.js").Source} Source */

const DECLINE_REASONS = ["no_match", "other_subject", "not_told"];
/** From this confidence on, a passage may hold the answer although it is withheld. */
const MAY_ANSWER = 10;
const NOTICES = ["llm_timeout", "llm_broken", "llm_declined", "llm_cut_off"];

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
export function answerView(answer) {
  if (!answer.answered) return declinedView(answer);
  if (answer.mentions) return mentionsView(answer, answer.mentions);
  return isStatement(answer) ? statementView(answer) : answeredView(answer);
}

/**
 * @param {Answer} answer
 * @returns {boolean} whether the server itself states it, instead of quoting articles
 */
export function isStatement({ kind }) {
  return kind === "collection" || kind === "smalltalk";
}

/**
 * Return the view of what the server itself states: about the collection, or in reply to small talk.
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function statementView(answer) {
  const statement = element("p", { class: "answer-text", text: answer.answer, lang: languageOf(answer.answer) });
  const view = element("section", { class: "answer" }, answerHead("reply"), statement);
  if (answer.sources.length > 0) view.append(sourceList(answer.sources.map(nearbyCard), "articlesNamed"));
  return view;
}

/**
 * @param {Answer} answer
 * @param {Mentions} mentions
 * @returns {HTMLElement}
 */
function mentionsView(answer, mentions) {
  const statement = element("p", { class: "answer-text", text: answer.answer, lang: languageOf(answer.answer) });
  const note = setText(element("span", { class: "confidence" }), "completeNote");
  const list = element("div");
  fillList(list, answer.interpreted.question, mentions);
  return element("section", { class: "answer" }, answerHead("complete", note), statement, list);
}

/**
 * @param {HTMLElement} container
 * @param {string} question
 * @param {Mentions} mentions
 */
async function fillList(container, question, mentions) {
  try {
    const { mentionList } = await import("./mention_list.js"); // few questions need it
    container.replaceChildren(mentionList(question, mentions));
  } catch {
    const retry = () => fillList(container, question, mentions);
    container.replaceChildren(failureNotice(new RequestError("away"), retry));
  }
}

/**
 * Return the view of an answer that is still being written, and the function that updates its text.
 * @param {Source[]} sources
 * @returns {{view: HTMLElement, update: (text: string) => void}}
 */
export function growingView(sources) {
  const text = element("div", { class: "answer-text" });
  const view = element("section", { class: "answer" }, answerHead("answer"), text);
  view.append(sourceList(sources.map((source) => sourceCard(source, []))));
  let latest = "";
  const update = async (/** @type {string} */ answer) => {
    latest = answer;
    text.lang = languageOf(answer);
    await drawWritten(text, (written) => {
      if (answer === latest) written.growText(text, { answer, sentences: [], sources }, (n) => goToSource(view, n));
    });
  };
  return { view, update };
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function answeredView(answer) {
  const generated = answer.mode === "llm";
  const view = element("section", { class: "answer" });
  const numbers = answer.sentences.flatMap((sentence) => sentence.citations);
  const isCited = (/** @type {Source} */ source) =>
    generated ? numbers.includes(source.n) : source.highlights.length > 0;
  const cited = answer.sources.filter(isCited);
  const others = answer.sources.filter((source) => !isCited(source));
  const text = generated ? writtenText : shapedText;
  const sure = generated ? support(answer.sentences) : confidence(answer.confidence);
  view.append(answerHead("answer", ...sure), ...notices(answer));
  view.append(text(answer, (n) => goToSource(view, n)), ...timeLine(answer));
  const cards = cited.map((source) => sourceCard(source, shortRanges(source, answer), cited));
  view.append(...untoldNotes(answer.untold), ...timelineLink(answer, cited));
  if (cards.length > 0) view.append(sourceList(cards));
  if (others.length > 0) view.append(foldedList(others, "others"));
  return view;
}

/**
 * @param {string[]} untold those of several questions that the articles do not answer
 * @returns {HTMLElement[]} what says so; nothing if all are answered
 */
function untoldNotes(untold) {
  if (untold.length === 0) return [];
  return [setText(element("p", { class: "advice untold" }), "untold", { questions: untold.join("；") })];
}

/**
 * Return the link to the timeline of an answer that tells of several years.
 * @param {Answer} answer
 * @param {Source[]} cited
 * @returns {HTMLElement[]}
 */
function timelineLink({ kind, interpreted }, cited) {
  const years = new Set(cited.map(({ date }) => date.slice(0, 4)).filter(Boolean));
  if (kind !== "timeline" && years.size < 2) return [];
  const link = element("a", { class: "small", href: viewAddress("timeline", { q: interpreted.question }) });
  return [setText(link, "seeTimeline")];
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement[]} the time that its words mean, or for which it holds
 */
function timeLine({ holds_for: time, short_answer: short }) {
  if (short?.date) {
    const { text: words = "", date } = short;
    return [setText(element("p", { class: "advice" }), "meansDate", { words, date })];
  }
  if (!time) return [];
  const key = time.basis === "article_date" ? "asOf" : "holdsFor";
  return [setText(element("p", { class: "advice" }), key, { period: time.period })];
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function declinedView(answer) {
  const view = element("section", { class: "answer declined" }, answerHead("declined"));
  if (answer.incomplete) {
    view.append(setText(element("p", { class: "decline" }), "allLost"));
    return view;
  }
  const reason = DECLINE_REASONS.find((known) => known === answer.reason) ?? "declinedOther";
  const decline = element("p", { class: "decline", text: answer.answer });
  const hint = setText(element("p", { class: "advice" }), "declinedHint");
  view.append(answer.mentions ? decline : setText(decline, reason), hint, ...notices(answer));
  if (answer.sources.length > 0) view.append(nearbyList(answer));
  return view;
}

/**
 * Return what the reader should know about how the answer was made.
 * @param {Answer} answer
 * @returns {HTMLElement[]}
 */
function notices({ mode, notice, differing, incomplete }) {
  const keys = incomplete ? ["partlyLost"] : [];
  if (mode === "llm") keys.push("generated");
  if (differing.length > 0) keys.push("differing");
  if (notice) keys.push(NOTICES.find((known) => known === notice.code) ?? "llm_unavailable");
  return keys.map((key) => setText(element("p", { class: "advice notice" }), key));
}

/**
 * Return the passages nearest to a declined question, folded away if nothing matched.
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function nearbyList({ reason, confidence, sources }) {
  if (reason === "no_match") return foldedList(sources, "nearest");
  const may = reason === "not_told" && (confidence ?? 0) >= MAY_ANSWER;
  const head = setText(element("h3", { class: "rubric" }), may ? "mayAnswer" : "maybe");
  const note = setText(element("p", { class: "advice" }), may ? "mayAnswerNote" : "maybeNote");
  return element("div", { class: "sources" }, head, note, ...sources.map(nearbyCard));
}

/**
 * @param {string} key
 * @param {...HTMLElement} beside
 * @returns {HTMLElement}
 */
function answerHead(key, ...beside) {
  return element("header", { class: "answer-head" }, setText(element("h2"), key), ...beside);
}

/**
 * @param {Source} source
 * @param {Answer} answer
 * @returns {import("./requests.js").Range[]}
 */
function shortRanges(source, answer) {
  return (answer.items.length > 0 ? answer.items : shortAnswers(answer))
    .filter((short) => short.source === source.n)
    .map((short) => [short.start, short.end]);
}

/**
 * @param {HTMLElement[]} cards
 * @param {string} key of the heading
 * @returns {HTMLElement}
 */
function sourceList(cards, key = "sources") {
  return element("div", { class: "sources" }, setText(element("h3", { class: "rubric" }), key), ...cards);
}

/**
 * @param {Source[]} sources
 * @param {string} key of the summary
 * @returns {HTMLElement}
 */
function foldedList(sources, key) {
  const summary = setText(element("summary"), key, { n: sources.length });
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
