/** The card of a job: its progress, the buttons that cancel or retry it, and its files. */

import "./texts.js";

import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { showTimeLeft } from "../kit/time_left.js";
import { showProgress } from "./add_button.js";
import { explainFailure } from "./failure_reasons.js";
import { JobFiles } from "./job_files.js";
import { countUnfinished, describeState, progressOf } from "./job_progress.js";
import { cancelJob, followJob, retryJob } from "./jobs.js";

/** @typedef {import("./jobs.js").Job} Job */
/** @typedef {"cancel" | "retryFailed" | "retryJob" | ""} Action the key of the text on its button; "" for none */

/**
 * Return the card of a job, which follows it to its end.
 * @param {Job} job
 * @param {(job: Job) => void} showJob shows another job: the retry of this one
 * @param {(sentence: string) => void} onFinished is called when the job finishes, unless it already had
 * @returns {HTMLElement}
 */
export function jobCard(job, showJob, onFinished) {
  const card = new JobCard(job, showJob, onFinished);
  card.update(job);
  if (!job.finished_at) card.follow();
  return card.element;
}

class JobCard {
  #title = element("p", { class: "job-title" });
  #timeLeft = element("span", { class: "left" });
  #buttons = element("div", { class: "job-buttons" });
  #bar = element("progress", { max: "1" });
  #problem = element("div");
  #job;
  #files;
  #showJob;
  #onFinished;

  /**
   * @param {Job} job
   * @param {(job: Job) => void} showJob
   * @param {(sentence: string) => void} onFinished
   */
  constructor(job, showJob, onFinished) {
    this.#job = job;
    this.#showJob = showJob;
    this.#onFinished = onFinished;
    this.#files = new JobFiles(job);
    const head = element("div", { class: "job-head" }, element("div", {}, this.#title, this.#timeLeft), this.#buttons);
    this.element = element("li", { class: "job" }, head, this.#bar, this.#problem, this.#files.element);
  }

  async follow() {
    try {
      await followJob(this.#job.id, (job) => this.update(job), () => setText(this.#timeLeft, "lost"));
      this.#onFinished(this.#title.textContent ?? "");
    } catch (error) {
      this.#showFailure(error, () => this.follow());
    }
    showProgress(null);
  }

  /** @param {Job} job its new state */
  update(job) {
    this.#job = job;
    this.element.dataset.state = job.state;
    const [key, values] = describeState(job);
    setText(this.#title, key, values);
    this.#bar.hidden = Boolean(job.finished_at);
    this.#bar.value = progressOf(job);
    this.#bar.setAttribute("aria-label", translate(key, values));
    showTimeLeft(this.#timeLeft, job.finished_at ? null : job.eta_s);
    this.#showButton(availableAction(job));
    const reason = job.reason ? [element("p", { class: "why", text: explainFailure(job.reason) })] : [];
    this.#problem.replaceChildren(...reason);
    this.#files.update(job);
    if (!job.finished_at) showProgress(progressOf(job));
  }

  /** @param {Action} action */
  #showButton(action) {
    const disabled = this.#job.state === "cancelling";
    const former = /** @type {HTMLElement | null} */ (this.#buttons.firstElementChild);
    if ((former?.dataset.text ?? "") === action && !disabled) return;
    const onclick = () => (action === "cancel" ? this.#cancel() : this.#retry());
    const button = element("button", { type: "button", class: "small", disabled, onclick });
    this.#buttons.replaceChildren(...(action ? [setText(button, action)] : []));
  }

  async #cancel() {
    try {
      this.update(await cancelJob(this.#job.id));
    } catch (error) {
      this.#showFailure(error, () => this.#cancel());
    }
  }

  async #retry() {
    try {
      const { job_id: id } = await retryJob(this.#job.id);
      this.#buttons.replaceChildren();
      this.#showJob(retryOf(this.#job, id));
    } catch (error) {
      this.#showFailure(error, () => this.#retry());
    }
  }

  /**
   * @param {unknown} error
   * @param {() => void} retry
   */
  #showFailure(error, retry) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => (notice.remove(), retry()));
    this.#problem.replaceChildren(notice);
  }
}

/**
 * @param {Job} job
 * @returns {Action} what the reader can do about it
 */
function availableAction(job) {
  if (!job.finished_at) return "cancel";
  const canRetry = job.retryable > 0 || (job.kind === "reindex" && job.state !== "done");
  if (!canRetry) return "";
  return job.state === "done" ? "retryFailed" : "retryJob";
}

/**
 * @param {Job} job
 * @param {string} id of the new job
 * @returns {Job} the retry of a job, until the server sends its state
 */
function retryOf(job, id) {
  const total = countUnfinished(job);
  const files = { total, queued: total, done: 0 };
  return { ...job, id, state: "queued", files, searchable: 0, retryable: 0, reason: "", finished_at: null };
}
