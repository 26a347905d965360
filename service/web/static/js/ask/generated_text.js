/** The text that a language model wrote: its citations as chips, sentences that its sources do not bear out marked. */

import { chip } from "./extractive_text.js";
import { element, languageOf } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { Stretch } from "../kit/text_ranges.js";

/** @typedef {import("../kit/requests.js").Answer} Answer */

let notes = 0;

/**
 * @param {Pick<Answer, "answer" | "sentences" | "sources">} answer
 * @param {(n: number) => void} goTo shows source n
 * @returns {HTMLElement}
 */
export function generatedText({ answer, sentences, sources }, goTo) {
  const text = element("div", { class: "answer-text", lang: languageOf(answer) });
  const stretch = new Stretch(answer);
  const numbers = sources.map((source) => source.n);
  const written = (start, end) => withChips(stretch.slice(start, end), numbers, goTo);
  let at = 0;
  for (const { start, end, supported } of sentences) {
    const sentence = written(start, end);
    text.append(...written(at, start), ...(supported ? sentence : [unsupported(sentence)]));
    at = end;
  }
  text.append(...written(at, stretch.end));
  return text;
}

/**
 * @param {(Node | string)[]} sentence
 * @returns {HTMLElement}
 */
function unsupported(sentence) {
  notes += 1;
  const id = `unsupported-${notes}`;
  const note = say(element("span", { class: "note", role: "tooltip", id }), "unsupported");
  return element("span", { class: "unsupported", tabindex: "0", "aria-describedby": id }, ...sentence, note);
}

/**
 * @param {string} text
 * @param {number[]} numbers of the sources there are
 * @param {(n: number) => void} goTo
 * @returns {(Node | string)[]}
 */
function withChips(text, numbers, goTo) {
  return text.split(/(\[\d+\])/).map((part) => {
    const n = /^\[\d+\]$/.test(part) ? Number(part.slice(1, -1)) : 0;
    return numbers.includes(n) ? chip(n, goTo) : part;
  });
}
