/** The conversation: a question, then its answer or what went wrong. */

import { answerView, growingView } from "./answer.js";
import { ask, RequestError } from "../kit/requests.js";
import { focusComposer, isBusy, setBusy } from "./composer.js";
import { conversationId, enterConversation } from "./current_conversation.js";
import { byId, element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { followUpLine } from "./follow_up.js";
import { say, wording } from "../kit/language.js";
import { part } from "../kit/lazy.js";
import { whenThere } from "./retry.js";
import { conversationAt } from "../kit/addresses.js";

/**
 * Put a question into the conversation and answer it.
 * @param {string} question
 * @returns {Promise<void>}
 */
export async function askInChat(question) {
  if (isBusy()) return;
  await reply(newTurn(question), question);
  focusComposerWithMouse();
}

/** Show the conversation of the address, or else the one that this tab was in; make the bar's buttons work. */
export async function setUpChat() {
  byId("new-chat").addEventListener("click", startAnew);
  byId("export").addEventListener("click", exportMenu);
  window.addEventListener("hashchange", () => {
    const id = conversationAt(location.hash);
    if (id && id !== conversationId()) open(id);
  });
  const id = conversationAt(location.hash) ?? conversationId();
  if (id) await open(id);
}

/** Leave the conversation; it stays stored as long as the server keeps it. */
export function startAnew() {
  if (isBusy()) return;
  if (conversationAt(location.hash)) location.hash = "#/";
  enter(null);
  showThread([]);
  focusComposer();
}

/**
 * Show a stored conversation, to go on with it.
 * @param {string} id
 */
async function open(id) {
  enter(id);
  showThread([]);
  byId("welcome").hidden = true;
  setBusy(true);
  try {
    const past = await part(() => import("./past_turns.js"), "conversations");
    const turns = await past.pastThread(id, emptyTurn).catch((error) => {
      if (error.code !== "no_such_conversation") throw error;
      enter(null);
      return conversationAt(location.hash) === id ? [past.goneNotice()] : [];
    });
    if (conversationId() === id || !conversationId()) showThread(turns);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    showThread([failureNotice(error, () => open(id))]);
  } finally {
    setBusy(false);
  }
  byId("thread").lastElementChild?.scrollIntoView({ block: "start" });
}

/** @param {HTMLElement[]} content */
function showThread(content) {
  byId("thread").replaceChildren(...content);
  byId("welcome").hidden = content.length > 0;
  byId("new-chat").hidden = content.length === 0;
}

/** @param {string | null} id of the conversation that is gone on with */
function enter(id) {
  enterConversation(id);
  byId("export").hidden = !id;
}

async function exportMenu() {
  const { openMenu } = await part(() => import("../conversations/export_menu.js"), "conversations");
  openMenu(byId("export"), conversationId() ?? "");
}

/**
 * @param {string} question
 * @returns {HTMLElement} a turn at the end of the thread, without its reply
 */
function newTurn(question) {
  byId("welcome").hidden = true;
  byId("new-chat").hidden = false;
  const turn = emptyTurn(question);
  byId("thread").append(turn);
  return turn;
}

/**
 * @param {string} question
 * @returns {HTMLElement}
 */
function emptyTurn(question) {
  return element("div", { class: "turn" }, bubble(question), element("div", { class: "reply" }));
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {string} [carryOver] what the reader wants to be taken over from the turns before
 */
async function reply(turn, question, carryOver) {
  setBusy(true);
  show(turn, say(element("p", { class: "searching" }), "searching"));
  announce(wording("searching"));
  try {
    const id = conversationId();
    const grown = grower(turn);
    const shown = (/** @type {HTMLElement} */ notice) => (notice.isConnected || show(turn, notice), turn.isConnected);
    const answer = await whenThere(() => askOn(id, question, carryOver, grown), shown);
    if (!turn.isConnected) return; // the reader is in another conversation by now
    if (conversationAt(location.hash) && answer.conversation_id !== id) history.replaceState(null, "", "#/");
    enter(answer.conversation_id);
    const view = answerView(answer);
    show(turn, view);
    if (answer.conversation_id) offerFeedback(view, answer);
    showReading(turn, question, answer.interpreted);
    announce(spoken(answer));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => reply(turn, question, carryOver));
    if (error.kind === "cut") turn.lastElementChild?.append(notice);
    else show(turn, notice);
  } finally {
    setBusy(false);
  }
}

/**
 * Ask what the reader thinks of an answer that the server remembers.
 * @param {HTMLElement} view
 * @param {import("../kit/requests.js").Answer} answer
 */
async function offerFeedback(view, answer) {
  try {
    const feedback = await part(() => import("./feedback_bar.js"), "feedback");
    feedback.offerFeedback(view, answer);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // without it, the answer is none the worse
  }
}

/**
 * Ask in a conversation; when that was deleted or has expired, in a new one.
 * @param {string | null} id
 * @param {string} question
 * @param {string | undefined} carryOver
 * @param {(text: string, sources: import("../kit/requests.js").Source[]) => void} grown
 */
async function askOn(id, question, carryOver, grown) {
  try {
    return await ask(question, id, carryOver, grown);
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== "no_such_conversation") throw error;
    return ask(question, null, carryOver, grown);
  }
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {import("../kit/requests.js").Interpreted} interpreted
 */
function showReading(turn, question, interpreted) {
  if (interpreted.question === question) return;
  const askAgain = (/** @type {string} */ carryOver) => !isBusy() && reply(turn, question, carryOver);
  turn.querySelector(".reply")?.prepend(followUpLine(interpreted, askAgain));
}

/**
 * Return what shows an answer while it grows.
 * @param {HTMLElement} turn
 * @returns {(text: string, sources: import("../kit/requests.js").Source[]) => void}
 */
function grower(turn) {
  let growing = null;
  return (text, sources) => {
    if (!growing) {
      growing = growingView(sources);
      show(turn, growing.view);
    }
    growing.grow(text);
  };
}

/**
 * @param {string} question
 * @returns {HTMLElement}
 */
function bubble(question) {
  const who = say(element("span", { class: "hidden" }), "you");
  return element("div", { class: "bubble" }, who, element("p", { text: question, lang: languageOf(question) }));
}

/**
 * @param {HTMLElement} turn
 * @param {HTMLElement} content
 */
function show(turn, content) {
  turn.querySelector(".reply")?.replaceChildren(content);
  turn.scrollIntoView({ block: "start" });
}

/**
 * @param {import("../kit/requests.js").Answer} answer
 * @returns {string}
 */
function spoken(answer) {
  if (answer.mentions) return answer.answer;
  if (!answer.answered) return wording("declined");
  const cited = answer.sources.filter((source) => source.highlights.length > 0);
  return wording("announceAnswer", { answer: answer.answer, n: cited.length });
}

/** @param {string} text */
function announce(text) {
  byId("announcement").textContent = text;
}

/** Return to the question box, unless that would raise a phone's keyboard over the answer. */
function focusComposerWithMouse() {
  const elsewhere = document.activeElement && document.activeElement !== document.body;
  if (!elsewhere && matchMedia("(hover: hover)").matches) focusComposer();
}
