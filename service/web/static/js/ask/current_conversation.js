/** Which stored conversation this tab is in. A reload continues it; a new tab starts its own. */

import { tabStorage } from "../kit/storage.js";

const KEY = "conversation";

let current = tabStorage.get(KEY);

/** @returns {string | null} its id; null before the first answer of a new one */
export function currentConversation() {
  return current;
}

/** @param {string | null} id of the conversation to continue; null for a new one */
export function setCurrentConversation(id) {
  current = id;
  tabStorage.set(KEY, id);
}
