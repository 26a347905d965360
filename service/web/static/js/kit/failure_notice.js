/** The notice that a request has failed. */

import { element } from "./dom.js";
import { setText } from "./language.js";

/** @typedef {import("./request_error.js").RequestError} RequestError */

const PAUSE_MS = 1000; // between looks whether the server is back

/**
 * Return the notice for a failed request, with a retry button if trying again may help.
 * @param {RequestError} error
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
export function failureNotice(error, retry) {
  const notice = element("div", { class: "failure", role: "alert" }, explanation(error));
  const button = element("button", { type: "button", class: "retry", onclick: retry });
  if (error.temporary) notice.append(setText(button, "retry"));
  return notice;
}

/**
 * Return the notice that something could not be loaded. If the server is away, it is loaded when the server is back.
 * @param {RequestError} error
 * @param {() => void} load
 * @returns {HTMLElement}
 */
export function loadFailureNotice(error, load) {
  const notice = failureNotice(error, load);
  if (error.kind === "away") loadWhenBack(notice, load);
  return notice;
}

/**
 * @param {HTMLElement} notice
 * @param {() => void} load
 */
async function loadWhenBack(notice, load) {
  if (await isServerThere()) return; // something else is wrong: the reader decides
  do {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (!notice.isConnected) return;
  } while (document.hidden || !(await isServerThere()));
  if (notice.isConnected) load();
}

/** @returns {Promise<boolean>} */
async function isServerThere() {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/**
 * @param {RequestError} error
 * @returns {HTMLElement}
 */
function explanation(error) {
  const sentence = element("p");
  if (error.kind === "refused") void explainProblem(sentence, error);
  else setText(sentence, error.kind, { status: error.status });
  return sentence;
}

/**
 * Say what the server's problem means, in the language of the page; one that is not known, in the server's words.
 * @param {HTMLElement} sentence
 * @param {RequestError} error
 */
async function explainProblem(sentence, error) {
  try {
    const { problemText } = await import("./problem_texts.js");
    const key = problemText(error.code);
    if (key) setText(sentence, key, { detail: error.message });
    else sentence.textContent = error.message;
  } catch {
    sentence.textContent = error.message; // the server is gone by now
  }
}
