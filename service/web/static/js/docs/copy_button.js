/** A button that copies; if the browser refuses to, the text is selected so that it can be copied by hand. */

import { announce } from "../kit/announcement.js";
import { copyToClipboard } from "../kit/clipboard.js";
import { element } from "../kit/dom.js";
import { setText, translate } from "../kit/language.js";

const SHOWN_MS = 4000;

/**
 * @param {HTMLElement} source the element whose text is copied
 * @returns {HTMLElement}
 */
export function copyButton(source) {
  const button = setText(element("button", { type: "button", class: "small" }), "copy");
  button.addEventListener("click", async () => {
    const copied = await copyToClipboard(source.textContent ?? "");
    if (!copied) getSelection()?.selectAllChildren(source);
    const key = copied ? "copied" : "copyByHand";
    setText(button, key);
    announce(translate(key));
    setTimeout(() => setText(button, "copy"), SHOWN_MS);
  });
  return button;
}
