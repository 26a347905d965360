/** Asking a question in the conversation, and showing its answer as it arrives. */

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { enterScope, scopeFields } from "../scope/scope.js";
import { editQuestion, isBusy, setBusy, settleQuestion } from "./composer.js";
import { currentConversation } from "./current_conversation.js";
import { catchUp, enterConversation, isGone, showAddress, tellOthers } from "./opening.js";
import { stopSuggesting, suggestAfterLast } from "./next_questions.js";
import { drawing, loadedReplies, loadReplies } from "./replies.js";
import { ask } from "./requests.js";
import { retryWhileAway } from "./retry.js";
import { addTurn, countAnew, isLast, seenTurns, showAnswered } from "./thread.js";
import { showInTurn } from "./turn.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {import("./requests.js").OnGrowth} OnGrowth */

/**
 * Ask a question again with another subject: in its turn if that is the last one, else in a new one.
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {string} carryOver
 */
export function askOtherwise(turn, question, carryOver) {
  if (!isBusy()) answerTurn(isLast(turn) ? turn : addTurn(question), question, carryOver);
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {string} [carryOver] what the reader wants to take over from earlier turns
 */
export async function answerTurn(turn, question, carryOver) {
  const stopping = new AbortController();
  setBusy(true, () => stopping.abort());
  stopSuggesting();
  showInTurn(turn, setText(element("p", { class: "searching" }), "searching"));
  announce(translate("searching"));
  try {
    const attempt = () =>
      Promise.all([askOrStartAnew(question, carryOver, growthShower(turn), stopping.signal), loadReplies()]);
    const [answer] = await retryWhileAway(attempt, (notice) => showUnlessLeft(turn, notice));
    settleQuestion(question);
    if (turn.isConnected) showFinal(turn, question, answer); // else the reader is in another conversation by now
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.code === "conversation_moved_on") await showMissed(turn, question);
    else showFailure(turn, error, () => answerTurn(turn, question, carryOver));
  } finally {
    setBusy(false);
  }
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {Answer} answer
 */
function showFinal(turn, question, answer) {
  const id = answer.conversation_id;
  showAnswered(turn, question, answer);
  turn.scrollIntoView({ block: "start" });
  enterConversation(id, id ? question : "");
  enterScope(id);
  showAddress(id);
  if (id) tellOthers(id);
  announce(spokenAnswer(answer));
  void suggestAfterLast();
}

/**
 * @param {HTMLElement} turn
 * @param {RequestError} error
 * @param {() => void} retry
 */
function showFailure(turn, error, retry) {
  const notice = failureNotice(error, retry);
  const isPartThere = error.kind === "cut" || (error.kind === "stopped" && turn.querySelector(".answer-text"));
  if (isPartThere) turn.lastElementChild?.append(notice);
  else showInTurn(turn, notice);
}

/**
 * Somebody has asked in the meantime: show that, and let the reader decide whether the question still fits.
 * @param {HTMLElement} turn
 * @param {string} question
 */
async function showMissed(turn, question) {
  try {
    await catchUp();
    turn.remove();
    editQuestion(question);
    announce(translate("movedOn"));
    const notice = setText(element("p", { class: "failure moved-on", role: "alert" }), "movedOn");
    document.querySelector(".turn:last-child .reply")?.append(notice);
    notice.scrollIntoView({ block: "nearest" });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    showFailure(turn, error, () => answerTurn(turn, question));
  }
}

/**
 * @param {HTMLElement} turn
 * @param {HTMLElement} notice
 * @returns {boolean} whether the turn is still on the page
 */
function showUnlessLeft(turn, notice) {
  if (!notice.isConnected) showInTurn(turn, notice);
  return turn.isConnected;
}

/**
 * Ask in the conversation, or in a new one if it was deleted or has expired.
 * @param {string} question
 * @param {string | undefined} carryOver
 * @param {OnGrowth} onGrowth
 * @param {AbortSignal} signal
 */
async function askOrStartAnew(question, carryOver, onGrowth, signal) {
  const id = currentConversation();
  const after = id ? seenTurns() : undefined;
  const asked = { question, carry_over: carryOver, ...scopeFields() };
  try {
    return await ask({ ...asked, conversation_id: id, after }, onGrowth, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
    countAnew();
    return ask({ ...asked, conversation_id: null }, onGrowth, signal);
  }
}

/**
 * Return a listener that shows an answer as it arrives.
 * @param {HTMLElement} turn
 * @returns {OnGrowth}
 */
function growthShower(turn) {
  /** @type {ReturnType<import("./replies.js").Drawing["growingView"]> | null} */
  let growing = null;
  return (text, sources) => {
    const replies = loadedReplies();
    if (!replies) return; // what comes next has this text too
    if (!growing) {
      growing = replies.growingView(sources);
      showInTurn(turn, growing.view);
    }
    growing.update(text);
  };
}

/**
 * @param {Answer} answer
 * @returns {string} what a screen reader reads out
 */
function spokenAnswer(answer) {
  if (drawing().isStatement(answer)) return answer.answer;
  if (!answer.answered) return translate("declined");
  const cited = answer.sources.filter((source) => source.highlights.length > 0);
  return translate("announceAnswer", { answer: answer.answer, n: cited.length });
}
