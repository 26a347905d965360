/** Which stored conversation this tab is in. The links of the page to where one asks lead to it. */

import { conversationAddress } from "../kit/addresses.js";
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
  for (const link of document.querySelectorAll("[data-view=ask], .brand a")) {
    link.setAttribute("href", id ? conversationAddress(id) : "#/");
  }
}
