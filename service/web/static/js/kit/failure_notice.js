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
  if (error.kind === "refused") return element("p", { text: error.message });
  return setText(element("p"), error.kind, { status: error.status });
}
