/**
 * The API key, where the server asks for one: asked for in a dialog, kept until the tab is closed.
 */

import { element } from "./dom.js";
import { name, say } from "./language.js";

const STORED = "wenbao.key";
// The pattern: what a header can carry.
const BOX = { type: "password", autocomplete: "off", spellcheck: "false", required: true, pattern: "\\s*[!-~]+\\s*" };

let key = stored();
/** @type {Promise<boolean> | null} */
let asking = null;

/** @returns {string} the key that requests are sent with, or "" */
export function currentKey() {
  return key;
}

/**
 * Ask the reader for a key, once for all requests that wait for it.
 * @param {string} refused the key, or "", that the server did not take
 * @returns {Promise<boolean>} whether there is another one to try
 */
export async function askForKey(refused) {
  if (key !== refused) return true;
  asking ??= answered(refused !== "").finally(() => (asking = null));
  return asking;
}

/**
 * @param {boolean} again whether the last key was wrong
 * @returns {Promise<boolean>}
 */
function answered(again) {
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
    let given = false;
    form.addEventListener("submit", () => {
      given = true;
      keep(box.value.trim());
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** @param {string} value */
function keep(value) {
  key = value;
  try {
    sessionStorage.setItem(STORED, value);
  } catch {
    // The key then holds until the page is left.
  }
}

/** @returns {string} */
function stored() {
  try {
    return sessionStorage.getItem(STORED) ?? "";
  } catch {
    return "";
  }
}
