/** An answer as it stands in the conversation: answered with its sources, or honestly declined. */

import { answerText, shortsOf } from "./extractive_text.js";
import { RequestError } from "../kit/requests.js";
import { element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { generatedText } from "./generated_text.js";
import { name, say } from "../kit/language.js";
import { nearbyCard, sourceCard } from "./source_card.js";

/** @typedef {import("../kit/requests.js").Answer} Answer */

const REASONS = ["no_match", "weak_match"];
const NOTICES = ["llm_timeout", "llm_broken", "llm_declined", "llm_cut_off"];

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
 * @param {import("../kit/requests.js").Mentions} mentions
 * @returns {HTMLElement}
 */
function collectionView(answer, mentions) {
  const statement = element("p", { class: "answer-text", text: answer.answer, lang: languageOf(answer.answer) });
  const note = say(element("span", { class: "confidence" }), "completeNote");
  const list = element("div");
  fillList(list, answer.interpreted.question, mentions);
  return element("section", { class: "answer" }, answerHead("complete", note), statement, list);
}

/**
 * @param {HTMLElement} place
 * @param {string} question
 * @param {import("../kit/requests.js").Mentions} mentions
 */
async function fillList(place, question, mentions) {
  try {
    const { mentionList } = await import("./mention_list.js"); // few questions need it
    place.replaceChildren(mentionList(question, mentions));
  } catch {
    place.replaceChildren(failureNotice(new RequestError("away"), () => fillList(place, question, mentions)));
  }
}

/**
 * Return a view of an answer that is still being written, and how it grows.
 * @param {import("../kit/requests.js").Source[]} sources
 * @returns {{view: HTMLElement, grow: (text: string) => void}}
 */
export function growingView(sources) {
  const text = element("div");
  const view = element("section", { class: "answer" }, answerHead("answer"), text);
  view.append(sourceList(sources.map((source) => sourceCard(source, []))));
  const grow = (written) => {
    const answer = { answer: written, sentences: [], sources };
    text.replaceChildren(generatedText(answer, (n) => goToSource(view, n)));
  };
  return { view, grow };
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function answeredView(answer) {
  const generated = answer.mode === "llm";
  const view = element("section", { class: "answer" });
  const numbers = answer.sentences.flatMap((sentence) => sentence.citations);
  const isCited = (source) => (generated ? numbers.includes(source.n) : source.highlights.length > 0);
  const cited = answer.sources.filter(isCited);
  const others = answer.sources.filter((source) => !isCited(source));
  const text = generated ? generatedText : answerText;
  view.append(answerHead("answer", confidence(answer.confidence)), ...notices(answer));
  view.append(text(answer, (n) => goToSource(view, n)));
  const cards = cited.map((source) => sourceCard(source, strongIn(source, answer), cited));
  if (cards.length > 0) view.append(sourceList(cards));
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
  view.append(...notices(answer));
  if (answer.sources.length > 0) view.append(nearbyList(answer));
  return view;
}

/**
 * Return what the reader should know about how the answer came to be.
 * @param {Answer} answer
 * @returns {HTMLElement[]}
 */
function notices({ mode, notice, differing }) {
  const keys = mode === "llm" ? ["generated"] : [];
  if (differing.length > 0) keys.push("differing");
  if (notice) keys.push(NOTICES.find((known) => known === notice.code) ?? "llm_unavailable");
  return keys.map((key) => say(element("p", { class: "advice notice" }), key));
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
  const level = value >= 70 ? "high" : value >= 50 ? "middle" : "low";
  const label = say(element("span"), level);
  const note = name(element("span", { class: "level", role: "img" }), "confidenceNote", { value: Math.round(value) });
  note.append(element("i"), element("i"), element("i"));
  return element("p", { class: "confidence", "data-level": level }, note, label);
}

/**
 * @param {import("../kit/requests.js").Source} source
 * @param {Answer} answer
 * @returns {import("../kit/requests.js").Range[]}
 */
function strongIn(source, answer) {
  return shortsOf(answer)
    .filter((short) => short.source === source.n)
    .map((short) => [short.start, short.end]);
}

/**
 * @param {HTMLElement[]} cards
 * @returns {HTMLElement}
 */
function sourceList(cards) {
  return element("div", { class: "sources" }, say(element("h3", { class: "rubric" }), "sources"), ...cards);
}

/**
 * @param {import("../kit/requests.js").Source[]} sources
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
