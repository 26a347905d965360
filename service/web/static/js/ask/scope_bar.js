/** The scope of the next question, above the question box: one quiet button, and chips for what is set. */

import { byId } from "../kit/dom.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { isScoped, onScopeChange } from "../scope/scope.js";

let areLoaded = false;

/** Let the button open the form, and show the chips whenever something is set. */
export function setUpScopeBar() {
  byId("scope-add").addEventListener("click", () => withChips(({ chooseScope }) => chooseScope()));
  onScopeChange(show);
  if (isScoped()) show();
}

/** Show the chips; once they are loaded, they follow what is set by themselves. */
function show() {
  byId("scope").classList.toggle("set", isScoped());
  if (areLoaded || !isScoped()) return;
  void withChips(({ showChips }) => showChips());
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
