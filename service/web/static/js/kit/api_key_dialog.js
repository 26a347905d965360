/** The dialog that asks for an API key. */

import { element } from "./dom.js";
import { setLabel, setText } from "./language.js";
import { loadStylesheet } from "./lazy.js";

// The pattern allows what an HTTP header can carry.
const BOX = { type: "password", autocomplete: "off", spellcheck: "false", required: true, pattern: "\\s*[!-~]+\\s*" };

/**
 * @param {boolean} again whether the last key was wrong
 * @returns {Promise<string>} the key that was entered, or ""
 */
export async function askInDialog(again) {
  await loadStylesheet("/static/key.css").catch(console.warn); // the dialog works without it
  const box = setLabel(element("input", BOX), "key");
  const cancel = setText(element("button", { type: "button", class: "control" }), "keyCancel");
  const submit = setText(element("button", { class: "retry" }), "keySend");
  const title = setText(element("h2", { id: "key-title" }), "keyTitle");
  const hint = setText(element("p"), again ? "keyWrong" : "keyHint");
  const buttons = element("p", { class: "key-buttons" }, cancel, submit);
  const form = element("form", { method: "dialog" }, title, hint, box, buttons);
  const dialog = element("dialog", { class: "key", "aria-labelledby": "key-title" }, form);
  return new Promise((resolve) => {
    cancel.addEventListener("click", () => dialog.close());
    let entered = "";
    form.addEventListener("submit", () => {
      entered = box.value.trim();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(entered);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
