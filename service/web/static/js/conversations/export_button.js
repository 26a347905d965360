/** The button in the bar that exports the conversation on the page. */

import { byId } from "../kit/dom.js";
import { loadLazily } from "../kit/lazy.js";

/** @param {() => string | null} currentConversation returns the id of the conversation to export */
export function setUpExportButton(currentConversation) {
  const button = byId("export");
  button.addEventListener("click", async () => {
    const { openExportMenu } = await loadLazily(() => import("./export_menu.js"));
    openExportMenu(button, currentConversation() ?? "");
  });
}
