/** How a follow-up was understood: the question that was answered, and what it took over, which can be changed. */

import { element, languageOf } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";

/** @typedef {(carryOver: string) => void} AskAgain asks with another subject, or with "" for none */

/**
 * Return the line above an answer that says how its question was understood.
 * @param {import("./requests.js").Interpreted} interpreted
 * @param {AskAgain | null} askAgain null makes the line read-only
 * @returns {HTMLElement}
 */
export function followUpLine({ question, carried_over: subject, corrections = [] }, askAgain) {
  const reading = element("p", { class: "read-as", lang: languageOf(question) });
  const names = corrections.map((correction) => `“${correction.read_as}”`).join("、");
  const onlyNames = names && !subject;
  setText(reading, onlyNames ? "readAsName" : "readAs", onlyNames ? { names } : { question });
  const line = element("div", { class: "follow-up" }, reading);
  if (subject && askAgain) line.append(subjectChip(subject, askAgain));
  return line;
}

/**
 * @param {string} subject
 * @param {AskAgain} askAgain
 * @returns {HTMLElement}
 */
function subjectChip(subject, askAgain) {
  const label = setText(element("span", { class: "taken-label" }), "taken");
  const holder = element("div", { class: "taken" }, label);
  const edit = () => showEditor(holder, subject, askAgain);
  const change = element("button", { type: "button", class: "subject", text: subject, onclick: edit });
  const drop = element("button", { type: "button", class: "drop", text: "×", onclick: () => askAgain("") });
  holder.append(setLabel(change, "changeTaken", { subject }), setLabel(drop, "dropTaken"));
  return holder;
}

/**
 * @param {HTMLElement} holder
 * @param {string} subject
 * @param {AskAgain} askAgain
 */
function showEditor(holder, subject, askAgain) {
  const box = element("input", { type: "text", maxlength: "200", value: subject });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    askAgain(box.value.trim());
  };
  const button = setText(element("button", { type: "submit", class: "retry" }), "askAgain");
  holder.replaceChildren(element("form", { class: "taken-form", onsubmit }, setLabel(box, "takenBox"), button));
  box.select();
}
