/** The conversation: every question with its answer, or with the reason why there is none. */

import { conversationIn } from "../kit/addresses.js";
import { announce } from "../kit/announcement.js";
import { byId, element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { keepLanguage, setText, translate } from "../kit/language.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { answerView, growingView, isStatement } from "./answer.js";
import { focusComposer, isBusy, setBusy } from "./composer.js";
import { currentConversation, setCurrentConversation } from "./current_conversation.js";
import { followUpLine } from "./follow_up.js";
import { ask, fetchConversation } from "./requests.js";
import { retryWhileAway } from "./retry.js";
import { showReply, turnElement } from "./turn.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {import("./requests.js").OnGrowth} OnGrowth */

/**
 * Add a question to the conversation and answer it.
 * @param {string} question
 * @returns {Promise<void>}
 */
export async function askInChat(question) {
  if (isBusy()) return;
  await answerTurn(addTurn(question), question);
  focusComposerWithMouse();
}

/** Show the conversation of the address, or else the one that this tab was in. */
export async function setUpChat() {
  byId("new-chat").addEventListener("click", startNewConversation);
  window.addEventListener("hashchange", () => {
    const id = conversationIn(location.hash);
    if (id && id !== currentConversation()) openConversation(id);
  });
  const id = conversationIn(location.hash) ?? currentConversation();
  if (id) await openConversation(id);
}

/** Leave the conversation; the server keeps it as long as it is set to. */
export function startNewConversation() {
  if (isBusy()) return;
  if (conversationIn(location.hash)) location.hash = "#/";
  enter(null);
  showThread([]);
  focusComposer();
}

/**
 * Show a stored conversation, so that the reader can continue it.
 * @param {string} id
 */
async function openConversation(id) {
  enter(id);
  showThread([]);
  byId("welcome").hidden = true;
  setBusy(true);
  try {
    const thread = await loadThread(id);
    if (currentConversation() === id || !currentConversation()) showThread(thread);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    showThread([failureNotice(error, () => openConversation(id))]);
  } finally {
    setBusy(false);
  }
  byId("thread").lastElementChild?.scrollIntoView({ block: "start" });
}

/**
 * @param {string} id
 * @returns {Promise<HTMLElement[]>} the turns; if the conversation is gone, a notice for those who asked for it
 */
async function loadThread(id) {
  const { pastThread, goneNotice } = await loadLazily(() => import("./past_turns.js"));
  try {
    return pastThread((await fetchConversation(id)).turns);
  } catch (error) {
    if (!isGone(error)) throw error;
    enter(null);
    return conversationIn(location.hash) === id ? [goneNotice()] : [];
  }
}

/**
 * @param {unknown} error
 * @returns {boolean} whether the conversation was deleted or has expired
 */
function isGone(error) {
  return error instanceof RequestError && error.code === "no_such_conversation";
}

/** @param {HTMLElement[]} content */
function showThread(content) {
  byId("thread").replaceChildren(...content);
  byId("welcome").hidden = content.length > 0;
  byId("new-chat").hidden = content.length === 0;
}

/** @param {string | null} id of the conversation to continue */
function enter(id) {
  setCurrentConversation(id);
  byId("export").hidden = !id;
}

/**
 * @param {string} question
 * @returns {HTMLElement} a turn at the end of the thread, without its reply
 */
function addTurn(question) {
  byId("welcome").hidden = true;
  byId("new-chat").hidden = false;
  const turn = turnElement(question);
  byId("thread").append(turn);
  return turn;
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {string} [carryOver] what the reader wants to take over from earlier turns
 */
async function answerTurn(turn, question, carryOver) {
  setBusy(true);
  showReply(turn, setText(element("p", { class: "searching" }), "searching"));
  announce(translate("searching"));
  try {
    const id = currentConversation();
    const attempt = () => askOrStartAnew(id, question, carryOver, growthShower(turn));
    const answer = await retryWhileAway(attempt, (notice) => showUnlessLeft(turn, notice));
    if (!turn.isConnected) return; // the reader has moved to another conversation
    if (conversationIn(location.hash) && answer.conversation_id !== id) history.replaceState(null, "", "#/");
    enter(answer.conversation_id);
    showAnswer(turn, question, answer);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => answerTurn(turn, question, carryOver));
    if (error.kind === "cut") turn.lastElementChild?.append(notice);
    else showReply(turn, notice);
  } finally {
    setBusy(false);
  }
}

/**
 * @param {HTMLElement} turn
 * @param {HTMLElement} notice
 * @returns {boolean} whether the turn is still on the page
 */
function showUnlessLeft(turn, notice) {
  if (!notice.isConnected) showReply(turn, notice);
  return turn.isConnected;
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {Answer} answer
 */
function showAnswer(turn, question, answer) {
  const view = answerView(answer);
  showReply(turn, view);
  if (answer.conversation_id) addFeedback(view, answer);
  showInterpretation(turn, question, answer.interpreted);
  if (!languageOf(question)) keepLanguage(turn, "en"); // asked without a Chinese character
  announce(spokenAnswer(answer));
}

/**
 * Ask what the reader thinks of an answer that the server has stored.
 * @param {HTMLElement} view
 * @param {Answer} answer
 */
async function addFeedback(view, answer) {
  try {
    const { addFeedbackBar } = await loadLazily(() => import("./feedback_bar.js"), "feedback");
    addFeedbackBar(view, answer);
    if (view.closest("[data-language]")) keepLanguage(view, "en");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the answer is complete without it
  }
}

/**
 * Ask in a conversation, or in a new one if that was deleted or has expired.
 * @param {string | null} id
 * @param {string} question
 * @param {string | undefined} carryOver
 * @param {OnGrowth} onGrowth
 */
async function askOrStartAnew(id, question, carryOver, onGrowth) {
  try {
    return await ask(question, id, carryOver, onGrowth);
  } catch (error) {
    if (!isGone(error)) throw error;
    return ask(question, null, carryOver, onGrowth);
  }
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {import("./requests.js").Interpreted} interpreted
 */
function showInterpretation(turn, question, interpreted) {
  if (interpreted.question === question && !interpreted.corrections?.length) return;
  const askAgain = (/** @type {string} */ carryOver) => {
    if (!isBusy()) answerTurn(turn, question, carryOver);
  };
  turn.querySelector(".reply")?.prepend(followUpLine(interpreted, askAgain));
}

/**
 * Return a listener that shows an answer as it arrives.
 * @param {HTMLElement} turn
 * @returns {OnGrowth}
 */
function growthShower(turn) {
  /** @type {ReturnType<typeof growingView> | null} */
  let growing = null;
  return (text, sources) => {
    if (!growing) {
      growing = growingView(sources);
      showReply(turn, growing.view);
    }
    growing.update(text);
  };
}

/**
 * @param {Answer} answer
 * @returns {string} what a screen reader reads out
 */
function spokenAnswer(answer) {
  if (isStatement(answer)) return answer.answer;
  if (!answer.answered) return translate("declined");
  const cited = answer.sources.filter((source) => source.highlights.length > 0);
  return translate("announceAnswer", { answer: answer.answer, n: cited.length });
}

/** Return to the question box, unless that would raise a phone's keyboard over the answer. */
function focusComposerWithMouse() {
  const elsewhere = document.activeElement && document.activeElement !== document.body;
  if (!elsewhere && matchMedia("(hover: hover)").matches) focusComposer();
}
