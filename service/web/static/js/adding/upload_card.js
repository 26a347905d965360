/** The card of files that are being uploaded. */

import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { uploadFiles } from "./upload.js";

/** @typedef {import("./jobs.js").Job} Job */

/**
 * @param {File[]} files
 * @param {string} collection that they are added to, or ""
 * @param {(job: Job, place: HTMLElement) => void} onAccepted is called with the job that reads the files, and the card
 * @param {(sentence: string) => void} announce
 * @returns {HTMLElement}
 */
export function uploadCard(files, collection, onAccepted, announce) {
  const card = element("li", { class: "job" });
  const upload = async () => {
    const controller = new AbortController();
    const showProgress = showUpload(card, files.length, controller);
    announce(translate("sending", { percent: 0, n: files.length }));
    try {
      const { job_id: id } = await uploadFiles(files, collection, showProgress, controller.signal);
      onAccepted(newJob(id, files.length), card);
    } catch (error) {
      if (error instanceof RequestError) card.replaceChildren(failureNotice(error, upload));
      else card.replaceChildren(setText(element("p", { class: "job-title" }), "sendingStopped"));
    }
  };
  upload();
  return card;
}

/**
 * Show an upload that is starting, with a button that aborts it.
 * @param {HTMLElement} card
 * @param {number} count of files
 * @param {AbortController} controller
 * @returns {(progress: number) => void} the function that updates it
 */
function showUpload(card, count, controller) {
  const title = element("p", { class: "job-title" });
  const bar = element("progress", { max: "1", "aria-label": translate("addArticles") });
  const stop = element("button", { type: "button", class: "small", onclick: () => controller.abort() });
  card.replaceChildren(element("div", { class: "job-head" }, title, setText(stop, "cancel")), bar);
  const update = (/** @type {number} */ progress) => {
    bar.value = progress;
    setText(title, "sending", { percent: Math.floor(progress * 100), n: count });
  };
  update(0);
  return update;
}

/**
 * @param {string} id
 * @param {number} total number of files
 * @returns {Job} a job that has just started, until the server sends its state
 */
function newJob(id, total) {
  const files = { total, done: 0, queued: total, stored: 0, unchanged: 0, same: 0, failed: 0, cancelled: 0 };
  const counts = { stage: "", done: 0, total: 0, searchable: 0, retryable: 0, eta_s: null, reason: "", finished_at: null };
  return { id, kind: "add", state: "queued", files, ...counts };
}
