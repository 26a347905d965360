/** A button that copies; where the browser refuses, the text is selected to be copied by hand. */

import { byId, element } from "../kit/dom.js";
import { say, wording } from "../kit/language.js";

const SHOWN_MS = 4000;

/**
 * @param {() => string} text
 * @returns {HTMLElement}
 */
export function copyButton(text) {
  const button = say(element("button", { type: "button", class: "small" }), "copy");
  button.addEventListener("click", async () => {
    const key = await copied(text(), button);
    say(button, key);
    byId("announcement").textContent = wording(key);
    setTimeout(() => say(button, "copy"), SHOWN_MS);
  });
  return button;
}

/**
 * @param {string} text
 * @param {HTMLElement} button
 * @returns {Promise<"copied" | "copyByHand">}
 */
async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch (error) {
    console.warn(error); // refused, or there is none: a page that is not from loopback and not over TLS
    const shown = button.closest("form")?.querySelector(".curl");
    if (shown) getSelection()?.selectAllChildren(shown);
    return "copyByHand";
  }
}
