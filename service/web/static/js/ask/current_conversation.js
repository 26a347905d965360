/** Which stored conversation this tab is in. A reload goes on with it; a new tab begins its own. */

const KEY = "wenbao.conversation";

/** @type {string | null} */
let current = recalled();

/** @returns {string | null} */
export function conversationId() {
  return current;
}

/**
 * @param {string | null} id of the conversation to go on with; null to begin a new one
 */
export function enterConversation(id) {
  current = id;
  try {
    if (id) sessionStorage.setItem(KEY, id);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: the conversation then lasts until the page is closed.
  }
}

/** @returns {string | null} */
function recalled() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
