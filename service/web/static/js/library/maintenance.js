/**
 * Maintaining the library: the jobs that read changed files and rebuild the index, the previous index, and how far
 * the articles are read for their meaning.
 */

import "../adding/texts.js";

import { fetchJobs } from "../adding/jobs.js";
import { announce } from "../kit/announcement.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText, translate } from "../kit/language.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { fetchState, reindex, rollBackIndex } from "./requests.js";

/** @typedef {import("../adding/jobs.js").Job} Job */

const RECENT = 5;

export class Maintenance {
  #onChange;
  #add = smallButton("addArticles", "strong");
  #refresh = smallButton("libraryRefreshFiles");
  #rebuild = smallButton("libraryRebuildIndex");
  #rollBack = smallButton("libraryRollBack");
  #recentJobs = element("ul", { class: "jobs" });
  /** The ids of the jobs that have a card. @type {Set<string>} */
  #followed = new Set();
  deepening = element("div", { class: "deepening" });
  /** The running jobs, and the notices. */
  jobs = element("ul", { class: "jobs" });

  /** @param {() => void} onChange is called when the contents of the library have changed */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#rollBack.hidden = true;
    const buttons = [this.#add, this.#refresh, this.#rebuild, this.#rollBack];
    this.buttons = element("div", { class: "upkeep", hidden: true }, ...buttons);
    const summary = setText(element("summary"), "libraryRecentChanges");
    this.recent = element("details", { class: "fold" }, summary, this.#recentJobs);
    this.#add.addEventListener("click", () => byId("add").click());
    this.#refresh.addEventListener("click", () => this.#attempt(() => this.#reindex(false)));
    this.#rebuild.addEventListener("click", () => this.#attempt(() => this.#reindex(true)));
    this.#rollBack.addEventListener("click", () => this.#attempt(() => this.#goBack()));
    this.recent.addEventListener("toggle", () => this.#attempt(() => this.#showRecent()));
  }

  /**
   * Show what is under way, and the buttons that the reader may use.
   * @returns {Promise<boolean>} whether the reader may change anything
   */
  async update() {
    const state = await fetchState();
    const canEdit = state.role === "editor";
    this.buttons.hidden = !canEdit;
    this.#rollBack.hidden = !state.former_index;
    await this.#showDeepening(state.deepening);
    for (const job of await fetchJobs(RECENT)) if (!job.finished_at && job.kind !== "add") await this.#follow(job);
    return canEdit;
  }

  /** @param {import("./requests.js").Deepening | null} progress */
  async #showDeepening(progress) {
    const { showDeepening } = await loadLazily(() => import("./deepening.js"), "adding");
    showDeepening(this.deepening, progress);
  }

  /** @param {boolean} full */
  async #reindex(full) {
    const { job_id: id } = await reindex(full);
    const job = (await fetchJobs(RECENT)).find((recent) => recent.id === id);
    if (job) await this.#follow(job);
  }

  /** @param {Job} job */
  async #follow(job) {
    if (this.#followed.has(job.id)) return;
    this.#followed.add(job.id);
    this.jobs.prepend(await this.#jobCard(job, (retry) => this.#follow(retry)));
  }

  async #showRecent() {
    if (!this.recent.open) return;
    const jobs = (await fetchJobs(RECENT)).reverse();
    this.#recentJobs.replaceChildren();
    for (const job of jobs) await this.#addRecent(job);
  }

  /** @param {Job} job */
  async #addRecent(job) {
    this.#recentJobs.prepend(await this.#jobCard(job, (retry) => this.#addRecent(retry)));
  }

  /**
   * @param {Job} job
   * @param {(job: Job) => void} showJob
   */
  async #jobCard(job, showJob) {
    const { jobCard } = await loadLazily(() => import("../adding/job_card.js"), "adding");
    return jobCard(job, showJob, (sentence) => {
      announce(sentence);
      this.#onChange();
    });
  }

  async #goBack() {
    await rollBackIndex();
    announce(translate("libraryRolledBack"));
    this.jobs.prepend(setText(element("li", { class: "job done" }), "libraryRolledBack"));
    await this.update();
  }

  /**
   * Perform an action; if it fails, show why and offer to retry.
   * @param {() => Promise<void>} action
   */
  async #attempt(action) {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const notice = element("li", {}, failureNotice(error, () => (notice.remove(), this.#attempt(action))));
      this.jobs.prepend(notice);
    }
  }
}

/**
 * @param {string} key
 * @param {string} [className]
 * @returns {HTMLButtonElement}
 */
function smallButton(key, className = "") {
  return setText(element("button", { type: "button", class: `small ${className}`.trim() }), key);
}
