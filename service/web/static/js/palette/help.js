/** The list of keys. */

import "./texts.js";

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";

/** What each combination of keys does. @type {[string[], string][]} */
const KEYS = [
  [[navigator.platform.startsWith("Mac") ? "⌘ K" : "Ctrl K"], "helpPalette"],
  [["?"], "helpHelp"],
  [["/"], "helpBox"],
  [["Enter"], "helpSend"],
  [["Shift Enter"], "helpLine"],
  [["↑"], "helpLast"],
  [["N", "P"], "helpSteps"],
  [["O"], "helpOriginal"],
  [["←", "→"], "helpWidth"],
  [["Delete"], "helpChips"],
  [["Esc"], "helpEscape"],
];

/** Open the list. */
export async function openHelp() {
  const rows = KEYS.flatMap(([keys, key]) => [
    element("dt", {}, ...keys.map((text) => element("kbd", { text }))),
    setText(element("dd"), key),
  ]);
  const title = setText(element("h2", { id: "help-title", tabindex: "-1", autofocus: true }), "helpTitle");
  const close = element("button", { type: "button", class: "control", onclick: () => dialog.close() });
  const head = element("div", { class: "help-head" }, title, setText(close, "close"));
  const dialog = element("dialog", { class: "help", "aria-labelledby": "help-title" }, head, element("dl", {}, ...rows));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
