/** Keys that work everywhere: Ctrl or ⌘ + K opens the commands, ? the list of keys. Both are loaded when first used. */

import { byId } from "../kit/dom.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { setUpShortcuts } from "../kit/shortcuts.js";

/** @param {(question: string) => void} ask is called where questions are asked */
export function setUpKeys(ask) {
  const help = () => open(async () => (await import("./help.js")).openHelp());
  const palette = () => open(async () => (await import("./palette.js")).openPalette(ask, help));
  setUpShortcuts({ "?": help, "/": goToBox });
  document.addEventListener("keydown", (event) => {
    const isOne = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    if (!isOne) return;
    event.preventDefault();
    void palette();
  });
}

/** Go to the search box of the view; where there is none, to the question box. */
function goToBox() {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#main input[type=search]"));
  const search = [...boxes].find((box) => box.checkVisibility());
  if (!search && document.body.dataset.view !== "ask") {
    /** @type {HTMLElement | null} */ (byId("views").querySelector("[data-view=ask]"))?.click();
    window.addEventListener("hashchange", () => byId("question").focus(), { once: true });
  }
  (search ?? byId("question")).focus();
  search?.select();
}

/** @param {() => Promise<void>} show */
async function open(show) {
  if (document.querySelector("dialog[open]")) return;
  try {
    await loadLazily(show, "palette");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the server is away: the next press tries again
  }
}
