/** The scope of the next question, above the question box: one quiet button, and chips for what is set. */

import { conversationAddress } from "../kit/addresses.js";
import { byId } from "../kit/dom.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { isScoped, onBeginQuestion, onScopeChange } from "../scope/scope.js";
import { focusComposer } from "./composer.js";
import { currentConversation } from "./current_conversation.js";

let areLoaded = false;

/** Let the button open the form, and show the chips whenever something is set. */
export function setUpScopeBar() {
  byId("scope-add").addEventListener("click", () => withChips(({ chooseScope }) => chooseScope()));
  onScopeChange(show);
  onBeginQuestion(goToComposer);
  if (isScoped()) show();
}

/** Show the chips; once they are loaded, they follow what is set by themselves. */
function show() {
  byId("scope").classList.toggle("set", isScoped());
  if (areLoaded || !isScoped()) return;
  void withChips(({ showChips }) => showChips());
}

/** Put the cursor into the question box, wherever the reader is; an article beside it stays open. */
function goToComposer() {
  if (document.body.dataset.view === "ask" && !byId("main").inert) return focusComposer();
  const id = currentConversation();
  window.addEventListener("hashchange", focusComposer, { once: true }); // after all that follows the address
  location.hash = id ? conversationAddress(id) : "#/";
}

/** @param {(chips: typeof import("../scope/chips.js")) => void} use */
async function withChips(use) {
  try {
    const chips = await loadLazily(() => import("../scope/chips.js"), "scope");
    areLoaded = true;
    use(chips);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the server is away: the next press tries again
  }
}
