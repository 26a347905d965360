/** The reply of a turn: drawn in the same way when it arrives, after a reload, in another tab, by its address. */

import { element, languageOf } from "../kit/dom.js";
import { keepLanguage } from "../kit/language.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { answerView } from "./answer.js";
import { followUpLine } from "./follow_up.js";
import { fillTurn } from "./turn.js";

export { growingView, isStatement } from "./answer.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {import("./requests.js").StoredTurn} StoredTurn */
/** @typedef {import("./follow_up.js").AskAgain} AskAgain */

/** @type {typeof import("./reply_bar.js") | null} */
let bar = null;

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
  fillTurn(turn, ...scopeLine(answer), ...(isPlain ? [] : [followUpLine(interpreted, askAgain)]), view);
  if (answer.turn) turn.dataset.turn = String(answer.turn);
  addBar(view, question, answer, askAgain);
  if (!languageOf(question)) keepLanguage(turn, "en"); // asked without a Chinese character
}

/**
 * Return the reply of a stored turn. Those of earlier versions have only the texts and the places of the quotes.
 * @param {StoredTurn} turn
 * @param {string} conversation
 * @returns {Answer}
 */
export function replyOf({ n, reply, incomplete, feedback, sources, answer_id: id, ...told }, conversation) {
  if (reply) return { ...reply, incomplete, feedback };
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
  const rest = { id, feedback, conversation_id: conversation, turn: n };
  return { ...told, ...lists, ...unknown, ...rest, kind: "fact", mode: "extractive" };
}

/** Load what a reader can do with a reply; replies that are drawn then have it at once. */
export async function loadReplyBar() {
  try {
    bar ??= await loadLazily(() => import("./reply_bar.js"), "reply");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // a reply is complete without it
  }
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement[]} the line that says what it was asked with, if that was anything
 */
function scopeLine({ chosen }) {
  if (!chosen) return [];
  const line = element("div", { class: "scope-line" });
  void loadLazily(() => import("../scope/line.js"), "scope").then(
    ({ fillScopeLine }) => fillScopeLine(line, chosen),
    () => line.remove(), // the server is away; a reply can be read without it
  );
  return [line];
}

/**
 * @param {HTMLElement} view
 * @param {string} question
 * @param {Answer} answer
 * @param {AskAgain} askAgain
 */
async function addBar(view, question, answer, askAgain) {
  if (!bar) await loadReplyBar();
  bar?.addReplyBar(view, question, answer, askAgain);
  if (view.closest("[data-language]")) keepLanguage(view, "en");
}
