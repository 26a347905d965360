/** The files of a job and the result for each; for a large job only those that failed. */

import { element, languageOf } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { explainFailure, translateWarnings } from "./failure_reasons.js";
import { fetchJobFiles } from "./jobs.js";

/** @typedef {import("./jobs.js").Job} Job */
/** @typedef {import("./jobs.js").JobFile} JobFile */

const MAX_SHOWN = 100;
const PAUSE_MS = 1_000;

/** @type {Record<string, string>} */
const STATE_TEXTS = {
  queued: "fileQueued",
  stored: "fileStored",
  unchanged: "fileUnchanged",
  same: "fileSame",
  deleted: "fileDeleted",
  failed: "fileFailed",
  cancelled: "fileCancelled",
};

/** The list of a job's files; it loads at most once per second, and only after something has changed. */
export class JobFiles {
  #list = element("ul", { class: "files" });
  #note = element("p", { class: "advice", hidden: true });
  #shown = "";
  #waiting = false;
  #job;

  /** @param {Job} job */
  constructor(job) {
    this.#job = job;
    this.element = element("div", {}, this.#note, this.#list);
  }

  /** @param {Job} job its new state */
  update(job) {
    this.#job = job;
    const counts = JSON.stringify(job.files);
    if (!job.files.total || counts === this.#shown || this.#waiting) return;
    this.#shown = counts;
    this.#load(job);
  }

  /** @param {Job} job */
  async #load({ id, files: { total } }) {
    this.#waiting = true;
    const onlyFailed = total > MAX_SHOWN;
    try {
      const files = await fetchJobFiles(id, onlyFailed ? "failed" : "", MAX_SHOWN);
      this.#note.hidden = !onlyFailed || !files.length;
      setText(this.#note, "onlyFailed", { n: total });
      this.#list.replaceChildren(...files.map(fileItem));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#shown = ""; // the next change tries again
    }
    setTimeout(() => {
      this.#waiting = false;
      this.update(this.#job);
    }, PAUSE_MS);
  }
}

/**
 * @param {JobFile} file
 * @returns {HTMLElement}
 */
function fileItem(file) {
  const { name, state, articles, reason } = file;
  const other = reason.replace(/^same as /, "");
  const key = other === reason && state === "unchanged" ? "fileUnchanged" : STATE_TEXTS[state];
  const result = setText(element("span", { class: "file-state" }), key, { n: articles, other });
  const title = element("span", { class: "file-name", text: name, lang: languageOf(name) });
  const item = element("li", { class: "added-file", "data-state": state }, title, result);
  if (state === "stored") item.append(extent(file));
  if (reason && ["failed", "cancelled"].includes(state)) item.append(explanation(name, reason));
  if (reason && state === "stored") item.append(element("p", { class: "why", text: translateWarnings(reason) }));
  return item;
}

/**
 * @param {JobFile} file
 * @returns {HTMLElement} how much it contains besides its articles
 */
function extent({ characters, tables, pages }) {
  const counts = Object.entries({ fileCharacters: characters, fileTables: tables, filePages: pages });
  const shown = counts.filter(([, n]) => n).map(([key, n]) => setText(element("span"), key, { n }));
  return element("p", { class: "file-extent" }, ...shown);
}

/**
 * @param {string} name
 * @param {string} reason
 * @returns {HTMLElement}
 */
function explanation(name, reason) {
  const withoutName = reason.startsWith(`${name}: `) ? reason.slice(name.length + 2) : reason;
  return element("p", { class: "why", text: explainFailure(withoutName) });
}
