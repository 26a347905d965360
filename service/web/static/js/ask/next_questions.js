/** When to suggest what to ask next: after the last answer, until the reader asks on. */

import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { currentConversation } from "./current_conversation.js";
import { lastTurn } from "./thread.js";

/** @type {typeof import("./suggestions.js") | null} */
let suggestions = null;
/** @type {(question: string) => void} */
let ask = () => {};

/** @param {typeof ask} listener is called with the suggestion that the reader takes up */
export function onSuggestionTaken(listener) {
  ask = listener;
}

/** Suggest questions under the last answer of the thread. */
export async function suggestAfterLast() {
  const conversation = currentConversation();
  const turn = lastTurn();
  const n = Number(turn instanceof HTMLElement && turn.dataset.turn);
  if (!conversation || !n) return;
  try {
    suggestions ??= await loadLazily(() => import("./suggestions.js"), "reply");
  } catch (error) {
    if (error instanceof RequestError) return; // an answer is complete without suggestions
    throw error;
  }
  if (turn === lastTurn()) await suggestions.offerSuggestions(/** @type {HTMLElement} */ (turn), { conversation, n }, ask);
}

/** The reader asks on, or leaves. */
export function stopSuggesting() {
  suggestions?.dropSuggestions();
}
