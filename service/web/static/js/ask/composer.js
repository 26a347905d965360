/** The question box: grows with its text, counts characters near the limit, sends on Enter. */

import { byId } from "../kit/dom.js";
import { clearText, setText } from "../kit/language.js";
import { loadDraft, noteAnswered, storeDraft } from "./draft.js";

const LIMIT = 2000;
const COUNT_FROM = 1800;

const box = /** @type {HTMLTextAreaElement} */ (byId("question"));
const button = /** @type {HTMLButtonElement} */ (byId("send"));

let busy = false;
/** Stops what the reader waits for. @type {(() => void) | null} */
let stop = null;
/** Whether to send the question as soon as the conversation has been opened. */
let isWaiting = false;
let submit = () => {};

/**
 * Call `send` with every question that the reader sends.
 * @param {(question: string) => void} send
 */
export function setUpComposer(send) {
  submit = () => {
    isWaiting = busy && !stop;
    if (!canSend()) return;
    const question = box.value.trim();
    box.value = "";
    showState();
    if (matchMedia("(hover: none)").matches) box.blur();
    send(question);
  };
  box.value ||= loadDraft();
  box.addEventListener("input", () => {
    isWaiting = false;
    storeDraft(box.value);
    showState();
  });
  box.addEventListener("keydown", (event) => {
    if (isSendKey(event)) submit();
    else if (event.key !== "ArrowUp" || box.value || !lastQuestion()) return;
    else editQuestion(lastQuestion());
    event.preventDefault();
  });
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    if (stop) stop();
    else submit();
  });
  showState();
}

/**
 * While an answer is on its way, the reader can type but not send.
 * @param {boolean} value
 * @param {() => void} [onStop] the button then stops what is on its way
 */
export function setBusy(value, onStop) {
  busy = value;
  stop = onStop ?? null;
  setText(button, stop ? "stop" : "send");
  byId("thread").setAttribute("aria-busy", String(value));
  showState();
  if (!busy && isWaiting) submit();
}

/** @returns {boolean} */
export function isBusy() {
  return busy;
}

/**
 * Put a question into the box, for the reader to edit.
 * @param {string} question
 */
export function editQuestion(question) {
  box.value = question;
  storeDraft(question);
  showState();
  focusComposer();
}

/**
 * Note that a question has its answer: it need not be kept in the box of a page that was loaded again meanwhile.
 * @param {string} [question]
 */
export function settleQuestion(question) {
  if (!noteAnswered(question) || box.value !== question) return;
  box.value = "";
  showState();
}

/** Put the cursor into the question box. */
export function focusComposer() {
  box.focus({ preventScroll: true });
}

/**
 * Return whether a key press is an Enter that sends, not one that picks a word in an input method. Safari reports
 * the latter after the composition has ended, recognisable only by the key code 229.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function isSendKey(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

/** @returns {string} the one that was asked last in the conversation, or "" */
function lastQuestion() {
  return byId("thread").querySelector(".turn:last-child .bubble p")?.textContent ?? "";
}

/** @returns {number} the length of the question in characters */
function questionLength() {
  return Array.from(box.value.trim()).length;
}

/** @returns {boolean} */
function canSend() {
  const used = questionLength();
  return !busy && used > 0 && used <= LIMIT;
}

function showState() {
  button.disabled = !stop && !canSend();
  showCount(questionLength());
  box.style.height = "";
  if (box.value) box.style.height = `${box.scrollHeight}px`;
}

/** @param {number} used */
function showCount(used) {
  const count = byId("count");
  const over = used > LIMIT;
  count.classList.toggle("over", over);
  box.setAttribute("aria-invalid", String(over));
  if (used >= COUNT_FROM) setText(count, over ? "over" : "count", { used, limit: LIMIT });
  else clearText(count);
}
