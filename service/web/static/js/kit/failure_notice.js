/** What the reader sees when a request brought nothing. */

import { element } from "./dom.js";
import { say } from "./language.js";

/**
 * Return the notice for a failed request, with a retry button where trying again may help.
 * @param {import("./requests.js").RequestError} error
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
export function failureNotice(error, retry) {
  const notice = element("div", { class: "failure", role: "alert" }, sentence(error));
  if (error.passing) notice.append(say(element("button", { type: "button", class: "retry", onclick: retry }), "retry"));
  return notice;
}

/**
 * @param {import("./requests.js").RequestError} error
 * @returns {HTMLElement}
 */
function sentence(error) {
  if (error.kind === "refused") return element("p", { text: error.message });
  return say(element("p"), error.kind, { status: error.status });
}
