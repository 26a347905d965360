/** What a language model wrote, drawn by modules that are loaded with the first such answer. */

import { element, languageOf } from "../kit/dom.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";

/** @typedef {import("./requests.js").Answer} Answer */

/**
 * Draw what a language model wrote with the modules that only that needs; where they cannot be loaded, as plain text.
 * @param {HTMLElement} node
 * @param {(module: typeof import("./generated_text.js")) => void} draw
 * @param {string} [plain]
 */
export async function drawWritten(node, draw, plain = "") {
  try {
    draw(await loadLazily(() => import("./generated_text.js"), "generated"));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    node.textContent = plain;
  }
}

/**
 * @param {Answer} answer
 * @param {(n: number) => void} goTo
 * @returns {HTMLElement}
 */
export function writtenText(answer, goTo) {
  const node = element("div", { class: "answer-text", lang: languageOf(answer.answer) });
  drawWritten(node, (written) => written.growText(node, answer, goTo, false), answer.answer);
  return node;
}
