/** How a follow-up was understood: the question that was answered, and what it took over, which can be changed. */

import { element, languageOf } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { editQuestion } from "./composer.js";

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
  const edited = corrections.reduce((text, { written, read_as: readAs }) => text.replace(written, readAs), question);
  if (edited !== question && onlyNames) reading.append(editButton(edited, names));
  else setText(reading, onlyNames ? "readAsName" : "readAs", onlyNames ? { names } : { question });
  const line = element("div", { class: "follow-up" }, reading);
  if (subject && askAgain) line.append(subjectChip(subject, askAgain));
  return line;
}

/**
 * Return what says how a time was read (去年 as 2025年), and puts the question with that into the question box.
 * @param {string} question
 * @param {string} names
 * @returns {HTMLElement}
 */
function editButton(question, names) {
  const button = element("button", { type: "button", class: "subject", onclick: () => editQuestion(question) });
  return setText(button, "readAsTime", { names });
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
