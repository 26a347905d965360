/** The files of a job and what became of each; of a long job those that failed. */

import { RequestError } from "../kit/requests.js";
import { element, languageOf } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { fetchJobFiles } from "./jobs.js";
import { explained } from "./failure_reasons.js";

const MOST = 100;
const PAUSE_MS = 1_000;
const STATES = {
  queued: "fileQueued",
  stored: "fileStored",
  unchanged: "fileUnchanged",
  same: "fileSame",
  deleted: "fileDeleted",
  failed: "fileFailed",
  cancelled: "fileCancelled",
};

/**
 * @param {string} id the job's
 * @returns {{node: HTMLElement, update: (job: import("./jobs.js").Job) => void}}
 */
export function fileList(id) {
  const list = element("ul", { class: "files" });
  const note = element("p", { class: "advice", hidden: true });
  let shown = "";
  let waiting = false;
  /** @type {import("./jobs.js").Job} */
  let job;
  return { node: element("div", {}, note, list), update };

  /** @param {import("./jobs.js").Job} newer */
  function update(newer) {
    job = newer;
    const wanted = JSON.stringify(job.files);
    if (!job.files.total || wanted === shown || waiting) return;
    shown = wanted;
    load();
  }

  async function load() {
    waiting = true;
    const failed = job.files.total > MOST;
    try {
      const files = await fetchJobFiles(id, failed ? "failed" : "", MOST);
      note.hidden = !failed || !files.length;
      say(note, "onlyFailed", { n: job.files.total });
      list.replaceChildren(...files.map(row));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      shown = ""; // with the next change it is tried again
    }
    setTimeout(() => {
      waiting = false;
      update(job);
    }, PAUSE_MS);
  }
}

/**
 * @param {import("./jobs.js").JobFile} file
 * @returns {HTMLElement}
 */
function row({ name, state, articles, reason }) {
  const other = reason.replace(/^same as /, "");
  const key = other === reason && state === "unchanged" ? "fileUnchanged" : STATES[state];
  const told = say(element("span", { class: "file-state" }), key, { n: articles, other });
  const line = element("li", { class: "added-file" }, element("span", { class: "file-name", text: name, lang: languageOf(name) }), told);
  line.dataset.state = state;
  if (reason && ["failed", "cancelled"].includes(state)) line.append(why(name, reason));
  return line;
}

/**
 * @param {string} name
 * @param {string} reason
 * @returns {HTMLElement}
 */
function why(name, reason) {
  const own = reason.startsWith(`${name}: `) ? reason.slice(name.length + 2) : reason;
  return element("p", { class: "why", text: explained(own) });
}
