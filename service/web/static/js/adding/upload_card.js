/** Files on their way to the server. */

import { RequestError } from "../kit/requests.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say, wording } from "../kit/language.js";
import { sendFiles } from "./upload.js";

/**
 * @param {File[]} files
 * @param {(job: import("./jobs.js").Job, place: HTMLElement) => void} accepted is given the job that reads them
 * @param {(sentence: string) => void} announce
 * @returns {HTMLElement}
 */
export function sendingCard(files, accepted, announce) {
  const card = element("li", { class: "job" });
  send();
  return card;

  async function send() {
    const controller = new AbortController();
    const { head, progress } = heading(controller);
    card.replaceChildren(...head);
    progress(0);
    announce(wording("sending", { percent: 0, n: files.length }));
    try {
      const { job_id: id } = await sendFiles(files, progress, controller.signal);
      accepted(beginning(id, files.length), card);
    } catch (error) {
      fail(error);
    }
  }

  /** @param {AbortController} controller */
  function heading(controller) {
    const title = element("p", { class: "job-title" });
    const bar = element("progress", { max: "1", "aria-label": wording("addArticles") });
    const stop = element("button", { type: "button", class: "small", onclick: () => controller.abort() });
    const head = [element("div", { class: "job-head" }, title, say(stop, "cancel")), bar];
    const progress = (/** @type {number} */ share) => {
      /** @type {HTMLProgressElement} */ (bar).value = share;
      say(title, "sending", { percent: Math.floor(share * 100), n: files.length });
    };
    return { head, progress };
  }

  /** @param {unknown} error */
  function fail(error) {
    if (error instanceof RequestError) card.replaceChildren(failureNotice(error, send));
    else card.replaceChildren(say(element("p", { class: "job-title" }), "sendingStopped"));
  }
}

/**
 * @param {string} id
 * @param {number} total
 * @returns {import("./jobs.js").Job} a job as it begins, until the server tells more
 */
function beginning(id, total) {
  const files = { total, done: 0, queued: total, stored: 0, unchanged: 0, same: 0, failed: 0, cancelled: 0 };
  const counts = { stage: "", done: 0, total: 0, searchable: 0, eta_s: null, reason: "", finished_at: null };
  return { id, kind: "add", state: "queued", files, ...counts };
}
