/** One job: how far it is, what can be done about it, and what became of its files. */

import { RequestError } from "../kit/requests.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say, wording } from "../kit/language.js";
import { showShare } from "./add_button.js";
import { fileList } from "./job_files.js";
import { explained } from "./failure_reasons.js";
import { cancelJob, followJob, retryJob } from "./jobs.js";

/**
 * @param {import("./jobs.js").Job} first what is known of it
 * @param {(job: import("./jobs.js").Job) => void} show shows another job
 * @param {(sentence: string) => void} finished is told how it ended, if it was not ended yet
 * @returns {HTMLElement}
 */
export function jobCard(first, show, finished) {
  const title = element("p", { class: "job-title" });
  const left = element("span", { class: "left" });
  const buttons = element("div", { class: "job-buttons" });
  const bar = /** @type {HTMLProgressElement} */ (element("progress", { max: "1" }));
  const why = element("div");
  const files = fileList(first.id);
  const head = element("div", { class: "job-head" }, element("div", {}, title, left), buttons);
  const card = element("li", { class: "job" }, head, bar, why, files.node);
  let job = first;
  update(first);
  if (!first.finished_at) follow();
  return card;

  async function follow() {
    try {
      await followJob(job.id, update, () => say(left, "lost"));
      finished(title.textContent ?? "");
    } catch (error) {
      fail(error, follow);
    }
    showShare(null);
  }

  /** @param {import("./jobs.js").Job} newer */
  function update(newer) {
    job = newer;
    card.dataset.state = job.state;
    const [key, values] = sentence(job);
    say(title, key, values);
    bar.hidden = Boolean(job.finished_at);
    bar.value = share(job);
    bar.setAttribute("aria-label", wording(key, values));
    showLeft(left, job);
    showButtons();
    why.replaceChildren(...(job.reason ? [element("p", { class: "why", text: explained(job.reason) })] : []));
    files.update(job);
    if (!job.finished_at) showShare(share(job));
  }

  function showButtons() {
    const undone = (job.files.failed ?? 0) + (job.files.cancelled ?? 0);
    const again = job.finished_at && (undone > 0 || (job.kind === "reindex" && job.state !== "done"));
    const wanted = again ? (job.state === "done" ? "retryFailed" : "retryJob") : job.finished_at ? "" : "cancel";
    const stopping = job.state === "cancelling";
    const former = buttons.firstElementChild;
    if ((former instanceof HTMLElement ? former.dataset.text : "") === wanted && !stopping) return;
    const action = again ? retry : cancel;
    const button = say(element("button", { type: "button", class: "small", disabled: stopping, onclick: action }), wanted);
    buttons.replaceChildren(...(wanted ? [button] : []));
  }

  async function cancel() {
    try {
      update(await cancelJob(job.id));
    } catch (error) {
      fail(error, cancel);
    }
  }

  async function retry() {
    try {
      const { job_id: id } = await retryJob(job.id);
      const total = (job.files.failed ?? 0) + (job.files.cancelled ?? 0);
      buttons.replaceChildren();
      show({ ...job, id, state: "queued", files: { total, queued: total, done: 0 }, searchable: 0, reason: "", finished_at: null });
    } catch (error) {
      fail(error, retry);
    }
  }

  /**
   * @param {unknown} error
   * @param {() => void} again
   */
  function fail(error, again) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => (notice.remove(), again()));
    why.replaceChildren(notice);
  }
}

/**
 * @param {import("./jobs.js").Job} job
 * @returns {[string, Record<string, number>]} key and values of the sentence that tells its state
 */
function sentence({ state, kind, stage, done, total, files, searchable }) {
  const stored = (files.stored ?? 0) + (files.unchanged ?? 0) + (files.same ?? 0);
  if (state === "queued") return ["waiting", {}];
  if (state === "cancelling") return ["stopping", {}];
  if (state === "failed") return ["jobFailed", {}];
  if (kind === "reindex") return state === "running" ? ["reindexing", { done, total }] : ["indexDone", {}];
  if (state === "running") return files.total ? ["running", { searchable, total: files.total }] : ["refreshing", {}];
  if (state === "cancelled") return ["jobCancelled", { n: stored, total: files.total }];
  if (!files.total) return ["refreshDone", {}];
  if (!stored && files.failed) return ["nothingStored", { failed: files.failed }];
  return files.failed ? ["jobDoneWithFailures", { n: stored, failed: files.failed }] : ["jobDone", { n: stored }];
}

/**
 * Reading a file and making it searchable count half each.
 * @param {import("./jobs.js").Job} job
 * @returns {number} what is done of it, 0 to 1
 */
function share({ kind, stage, done, total, files, searchable }) {
  const ofStage = total ? done / total : 0;
  if (kind === "reindex" || !files.total) return ofStage;
  const indexed = stage === "indexing" && files.done === files.total ? (files.total - searchable) * ofStage : 0;
  return Math.min(1, (files.done + searchable + indexed) / (2 * files.total));
}

/**
 * @param {HTMLElement} node
 * @param {import("./jobs.js").Job} job
 */
function showLeft(node, { eta_s: seconds, finished_at: end }) {
  if (seconds === null || end) {
    delete node.dataset.text;
    node.textContent = "";
  } else if (seconds < 90) say(node, "secondsLeft", { n: Math.max(1, Math.round(seconds)) });
  else if (seconds < 5400) say(node, "minutesLeft", { n: Math.round(seconds / 60) });
  else say(node, "hoursLeft", { n: Math.round(seconds / 3600) });
}
