/** Copying with its outcome shown: if the browser refuses to copy, the text is offered to be copied by hand. */

import { announce } from "./announcement.js";
import { copyToClipboard } from "./clipboard.js";
import { element } from "./dom.js";
import { setText, translate } from "./language.js";
import { addTexts } from "./texts.js";

const SHOWN_MS = 4000;

addTexts({
  zh: {
    citeGb: "GB/T 7714",
    citeMarkdown: "Markdown",
    citePlain: "纯文本",
    copyLink: "复制链接",
    wasCopied: "已复制",
    copyYourself: "浏览器不允许复制。文字已选中，请按 Ctrl + C：",
  },
  en: {
    citeGb: "GB/T 7714",
    citeMarkdown: "Markdown",
    citePlain: "Plain text",
    copyLink: "Copy link",
    wasCopied: "Copied",
    copyYourself: "The browser did not allow copying. The text is selected; press Ctrl + C:",
  },
});

/**
 * @param {string} text
 * @param {HTMLElement} result shows whether it worked
 */
export async function copyOrOffer(text, result) {
  if (!(await copyToClipboard(text))) return offer(text, result);
  const confirmation = setText(element("p"), "wasCopied");
  result.replaceChildren(confirmation);
  setTimeout(() => confirmation.remove(), SHOWN_MS);
  announce(translate("wasCopied"));
}

/**
 * @param {string} text
 * @param {HTMLElement} result
 */
function offer(text, result) {
  const box = element("textarea", { class: "copy-box", readonly: true, rows: "4" });
  box.value = text;
  result.replaceChildren(element("label", {}, setText(element("span"), "copyYourself"), box));
  box.focus();
  box.select();
}
