/** The dialog that asks for an API key. */

import { element } from "./dom.js";
import { name, say } from "./language.js";
import { stylesheet } from "./lazy.js";

// The pattern: what a header can carry.
const BOX = { type: "password", autocomplete: "off", spellcheck: "false", required: true, pattern: "\\s*[!-~]+\\s*" };

/**
 * @param {boolean} again whether the last key was wrong
 * @returns {Promise<string>} the key that was given, or ""
 */
export async function askInDialog(again) {
  await stylesheet("/static/key.css").catch(console.warn); // it can be used without
  const box = /** @type {HTMLInputElement} */ (name(element("input", BOX), "key"));
  const cancel = say(element("button", { type: "button", class: "control" }), "keyCancel");
  const buttons = element("p", { class: "key-buttons" }, cancel, say(element("button", { class: "retry" }), "keySend"));
  const title = say(element("h2", { id: "key-title" }), "keyTitle");
  const hint = say(element("p"), again ? "keyWrong" : "keyHint");
  const form = element("form", { method: "dialog" }, title, hint, box, buttons);
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", { class: "key", "aria-labelledby": "key-title" }, form)
  );
  return new Promise((resolve) => {
    cancel.addEventListener("click", () => dialog.close());
    let given = "";
    form.addEventListener("submit", () => {
      given = box.value.trim();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
