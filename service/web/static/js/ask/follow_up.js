/** How a follow-up was understood: the question that was answered, and what it took over, to be changed. */

import { element, languageOf } from "../kit/dom.js";
import { name, say } from "../kit/language.js";

/** @typedef {import("../kit/requests.js").Interpreted} Interpreted */

/**
 * Return the line above an answer that says how its question was read.
 * @param {Interpreted} interpreted
 * @param {((carryOver: string) => void) | null} askAgain with another subject, or "" for none; null: only show it
 * @returns {HTMLElement}
 */
export function followUpLine(interpreted, askAgain) {
  const read = say(element("p", { class: "read-as", lang: languageOf(interpreted.question) }), "readAs", {
    question: interpreted.question,
  });
  const line = element("div", { class: "follow-up" }, read);
  if (interpreted.carried_over && askAgain) line.append(chip(interpreted.carried_over, askAgain));
  return line;
}

/**
 * @param {string} subject
 * @param {(carryOver: string) => void} askAgain
 * @returns {HTMLElement}
 */
function chip(subject, askAgain) {
  const holder = element("div", { class: "taken" }, say(element("span", { class: "taken-label" }), "taken"));
  const edit = () => holder.replaceChildren(...editor(subject, askAgain));
  const change = element("button", { type: "button", class: "subject", text: subject, onclick: edit });
  const drop = element("button", { type: "button", class: "drop", text: "×", onclick: () => askAgain("") });
  holder.append(name(change, "changeTaken", { subject }), name(drop, "dropTaken"));
  return holder;
}

/**
 * @param {string} subject
 * @param {(carryOver: string) => void} askAgain
 * @returns {HTMLElement[]}
 */
function editor(subject, askAgain) {
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "text", maxlength: "200", value: subject }));
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    askAgain(box.value.trim());
  };
  const button = say(element("button", { type: "submit", class: "retry" }), "askAgain");
  const form = element("form", { class: "taken-form", onsubmit: send }, name(box, "takenBox"), button);
  queueMicrotask(() => box.select());
  return [form];
}
