/** Opening a stored conversation, and keeping up with those who ask in it elsewhere. */

import { conversationAddress } from "../kit/addresses.js";
import { byId, element } from "../kit/dom.js";
import { loadFailureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { nameConversation } from "../kit/page_title.js";
import { RequestError } from "../kit/request_error.js";
import { currentPlace, forgetPlace, goToPlace, restorePlace } from "../kit/places.js";
import { enterScope } from "../scope/scope.js";
import { isBusy, setBusy, settleQuestion } from "./composer.js";
import { currentConversation, setCurrentConversation } from "./current_conversation.js";
import { suggestAfterLast } from "./next_questions.js";
import { loadReplies } from "./replies.js";
import { fetchConversation } from "./requests.js";
import { clearThread, lastTurn, markTurn, offerEarlier, seenTurns, SHOWN, showEarlier, showStored } from "./thread.js";

/** Tells the other tabs of this browser that a conversation has a new turn. */
const others = new BroadcastChannel("wenbao-conversation");

/** Whether a conversation has begun whose address could not be shown. */
let isAddressDue = false;

/** Show what others ask in the same conversation: at once in this browser, else when the reader comes back. */
export function setUpKeepingUp() {
  others.onmessage = ({ data }) => {
    if (data === currentConversation()) keepUp();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) keepUp();
  });
}

/** @param {string} id of the conversation that has a new turn */
export function tellOthers(id) {
  others.postMessage(id);
}

/**
 * @param {string | null} id of the conversation to continue
 * @param {string} [title] of it, if it is known
 */
export function enterConversation(id, title = "") {
  isAddressDue = false;
  if (id !== currentConversation()) nameConversation(title);
  setCurrentConversation(id);
  byId("export").hidden = !id;
}

/**
 * @param {unknown} error
 * @returns {boolean} whether the conversation was deleted or has expired
 */
export function isGone(error) {
  return error instanceof RequestError && error.code === "no_such_conversation";
}

/**
 * Show a stored conversation, so that the reader can continue it.
 * @param {import("../kit/addresses.js").ConversationAddress} address
 */
export async function openConversation(address) {
  const { id } = address;
  enterConversation(id);
  clearThread();
  byId("welcome").hidden = true;
  setBusy(true);
  try {
    const drawing = loadReplies().then(({ loadReplyBar }) => loadReplyBar());
    const [{ title, turns, turns_total: total }] = await Promise.all([fetchConversation(id, { last: SHOWN }), drawing]);
    if (currentConversation() !== id) return;
    nameConversation(title);
    showStored(turns, id);
    enterScope(id, turns[turns.length - 1]?.reply?.chosen ?? null);
    settleQuestion(turns[turns.length - 1]?.question);
    const earlier = total - turns.length;
    if (earlier > 0) offerEarlier(earlier, () => loadEarlier(id, earlier));
    if (address.n && address.n <= earlier) await loadEarlier(id, earlier);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (currentConversation() === id) showFailure(error, address);
    return;
  } finally {
    setBusy(false);
  }
  showPlace(address);
  void suggestAfterLast();
}

/**
 * Mark the answer of the address. Scroll to it when its link is followed, and when the reader comes back, to the place
 * where that was left.
 * @param {import("../kit/addresses.js").ConversationAddress} address
 */
export function showPlace({ n }) {
  isAddressDue = false;
  const marked = markTurn(n);
  if (n && !history.state?.shown) {
    forgetPlace();
    history.replaceState({ shown: true }, "");
  }
  if (!restorePlace()) (marked ?? lastTurn())?.scrollIntoView({ block: "start" });
}

/**
 * @param {string} id
 * @param {number} count how many turns are not shown
 */
async function loadEarlier(id, count) {
  const { turns } = await fetchConversation(id, {});
  if (currentConversation() === id) showEarlier(turns.slice(0, count), id);
}

/**
 * @param {RequestError} error
 * @param {import("../kit/addresses.js").ConversationAddress} address
 */
function showFailure(error, address) {
  if (isGone(error)) {
    enterConversation(null);
    return clearThread(setText(element("p", { class: "failure", role: "alert" }), "conversationGone"));
  }
  clearThread(loadFailureNotice(error, () => openConversation(address)));
  byId("welcome").hidden = true;
}

/** Show the turns that have come since, unless this tab is asking itself. */
async function keepUp() {
  if (isBusy() || !currentConversation()) return;
  try {
    await catchUp();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // it will be noticed when the reader asks
  }
}

/**
 * Show the turns of the conversation that are not on the page yet.
 * @throws {RequestError}
 */
export async function catchUp() {
  const id = currentConversation();
  if (!id) return;
  const [{ turns }] = await Promise.all([fetchConversation(id, { after: seenTurns() }), loadReplies()]);
  if (currentConversation() !== id || turns.length === 0) return;
  showStored(turns, id);
  void suggestAfterLast();
}

/**
 * Let the address name the conversation. From an empty page that is a step forward, so that going back leads there;
 * while the address is that of something else, it waits until the reader comes back.
 * @param {string | null} id
 */
export function showAddress(id) {
  const url = id ? conversationAddress(id) : "#/";
  isAddressDue = document.body.dataset.view !== "ask" || currentPlace() !== location.hash;
  if (isAddressDue || location.hash === url) return;
  if (location.hash === "" || location.hash === "#/") history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  goToPlace(url);
}

/**
 * Let an empty address name the conversation that was begun there, after the reader had left it.
 * @returns {boolean} whether there is one
 */
export function showDueAddress() {
  const id = currentConversation();
  if (!isAddressDue || !id) return false;
  isAddressDue = false;
  replaceAddress(id);
  return true;
}

/** @param {string} id */
export function replaceAddress(id) {
  history.replaceState(null, "", conversationAddress(id));
  goToPlace(conversationAddress(id));
}
