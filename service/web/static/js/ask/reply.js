/** The reply of a turn: drawn in the same way when it arrives, after a reload, in another tab, by its address. */

import { languageOf } from "../kit/dom.js";
import { keepLanguage } from "../kit/language.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { answerView } from "./answer.js";
import { followUpLine } from "./follow_up.js";
import { fillTurn } from "./turn.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {import("./requests.js").StoredTurn} StoredTurn */
/** @typedef {import("./follow_up.js").AskAgain} AskAgain */

/**
 * @param {HTMLElement} turn
 * @param {string} question as typed
 * @param {Answer} answer
 * @param {AskAgain} askAgain
 */
export function drawReply(turn, question, answer, askAgain) {
  const view = answerView(answer);
  const { interpreted } = answer;
  const isPlain = interpreted.question === question && !interpreted.corrections?.length;
  fillTurn(turn, ...(isPlain ? [] : [followUpLine(interpreted, askAgain)]), view);
  if (answer.turn) turn.dataset.turn = String(answer.turn);
  if (answer.conversation_id && answer.id) addFeedback(view, answer);
  if (!languageOf(question)) keepLanguage(turn, "en"); // asked without a Chinese character
}

/**
 * Return the reply of a stored turn. Those of earlier versions have only the texts and the places of the quotes.
 * @param {StoredTurn} turn
 * @param {string} conversation
 * @returns {Answer}
 */
export function replyOf({ n, reply, incomplete, sources, answer_id: id, ...told }, conversation) {
  if (reply) return { ...reply, incomplete };
  const quoted = sources.map((source, index) => ({
    ...source,
    n: index + 1,
    byline: "",
    date: "",
    heading: "",
    text: "",
    highlights: [/** @type {[number, number]} */ ([source.start, source.end])],
    reprints: [],
  }));
  const lists = { items: [], differing: [], sentences: [], sources: quoted };
  const unknown = { reason: null, confidence: null, verdict: null, mentions: null, notice: null, short_answer: null };
  return { ...told, ...lists, ...unknown, id, kind: "fact", mode: "extractive", conversation_id: conversation, turn: n };
}

/**
 * Ask what the reader thinks of an answer that the server has stored.
 * @param {HTMLElement} view
 * @param {Answer} answer
 */
async function addFeedback(view, answer) {
  try {
    const { addFeedbackBar } = await loadLazily(() => import("./feedback_bar.js"), "reply");
    addFeedbackBar(view, answer);
    if (view.closest("[data-language]")) keepLanguage(view, "en");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the answer is complete without it
  }
}
