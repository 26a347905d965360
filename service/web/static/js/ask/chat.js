/** The conversation: its address, its beginning, and what is asked in it. */

import { parseConversationAddress, parseViewAddress } from "../kit/addresses.js";
import { byId } from "../kit/dom.js";
import { RequestError } from "../kit/request_error.js";
import { leaveScope } from "../scope/scope.js";
import { answerTurn, askOtherwise } from "./asking.js";
import { focusComposer, isBusy } from "./composer.js";
import { currentConversation } from "./current_conversation.js";
import { noteSent } from "./draft.js";
import { onSuggestionTaken, stopSuggesting } from "./next_questions.js";
import { enterConversation, openConversation, replaceAddress, setUpKeepingUp, showDueAddress, showPlace } from "./opening.js";
import { loadReplies } from "./replies.js";
import { addTurn, clearThread, hasTurn, onAskAgain } from "./thread.js";

/**
 * Add a question to the conversation and answer it.
 * @param {string} question
 * @returns {Promise<void>}
 */
export async function askInChat(question) {
  await put(question);
}

/**
 * Ask what was suggested, by itself: it names whom it is about.
 * @param {string} question
 */
async function askSuggested(question) {
  await put(question, "");
}

/**
 * @param {string} question
 * @param {string} [carryOver] what to take over from earlier turns
 */
async function put(question, carryOver) {
  if (isBusy()) return;
  noteSent(question);
  await answerTurn(addTurn(question), question, carryOver);
  focusComposerWithMouse();
}

/** Show the conversation of the address, or else the one that this tab was in, now and whenever the address changes. */
export async function setUpChat() {
  onAskAgain(askOtherwise);
  onSuggestionTaken(askSuggested);
  setUpKeepingUp();
  byId("new-chat").addEventListener("click", startNewConversation);
  byId("question").addEventListener("input", prepareReplies, { once: true });
  window.addEventListener("hashchange", followAddress);
  const id = currentConversation();
  if (parseConversationAddress(location.hash) || !id || location.hash === "#/") return followAddress();
  if (location.hash === "") replaceAddress(id);
  await openConversation({ id, n: null });
}

/** Have what draws replies ready when the question has been typed. */
async function prepareReplies() {
  try {
    await loadReplies();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // asking tries again
  }
}

/** Leave the conversation; the server keeps it as long as it is set to. */
export function startNewConversation() {
  if (isBusy()) return;
  if (parseConversationAddress(location.hash)) location.hash = "#/";
  leaveConversation();
  focusComposer();
}

async function followAddress() {
  const address = parseConversationAddress(location.hash);
  if (!address) {
    const isEmpty = location.hash === "" || parseViewAddress(location.hash)?.name === "ask";
    if (isEmpty && !showDueAddress() && currentConversation()) leaveConversation();
    return;
  }
  const isShown = address.id === currentConversation() && hasTurn(address.n);
  if (isShown) showPlace(address);
  else await openConversation(address);
}

function leaveConversation() {
  enterConversation(null);
  leaveScope();
  stopSuggesting();
  clearThread();
}

/** Return to the question box, unless that would raise a phone's keyboard over the answer. */
function focusComposerWithMouse() {
  const elsewhere = document.activeElement && document.activeElement !== document.body;
  if (!elsewhere && matchMedia("(hover: hover)").matches) focusComposer();
}
