/** The notice that a request has failed. */

import { element } from "./dom.js";
import { setText } from "./language.js";

/** @typedef {import("./request_error.js").RequestError} RequestError */

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
