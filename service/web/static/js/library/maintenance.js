/** The jobs that keep the library up: checking files, building the index anew; and the former index. */

import "../adding/texts.js";

import { fetchJobs } from "../adding/jobs.js";
import { RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say, wording } from "../kit/language.js";
import { part } from "../kit/lazy.js";
import { fetchState, reindex, rollBack } from "./requests.js";

const LATELY = 5;

/**
 * @param {() => void} changed is called when the library reads otherwise now
 * @returns {{buttons: HTMLElement, jobs: HTMLElement, lately: HTMLElement, update: () => Promise<boolean>}}
 *   `update` tells whether the reader may change anything
 */
export function upkeep(changed) {
  const jobs = element("ul", { class: "jobs" });
  const past = element("ul", { class: "jobs" });
  const add = say(element("button", { type: "button", class: "small strong" }), "addArticles");
  const refresh = say(element("button", { type: "button", class: "small" }), "libraryRefreshFiles");
  const rebuild = say(element("button", { type: "button", class: "small" }), "libraryRebuildIndex");
  const back = say(element("button", { type: "button", class: "small", hidden: true }), "libraryRollBack");
  const buttons = element("div", { class: "upkeep", hidden: true }, add, refresh, rebuild, back);
  const lately = element("details", { class: "fold" }, say(element("summary"), "libraryRecentChanges"), past);
  const followed = new Set();
  add.addEventListener("click", () => byId("add").click());
  refresh.addEventListener("click", () => attempt(async () => follow((await reindex(false)).job_id)));
  rebuild.addEventListener("click", () => attempt(async () => follow((await reindex(true)).job_id)));
  back.addEventListener("click", () => attempt(goBack));
  lately.addEventListener("toggle", () => attempt(showPast));
  return { buttons, jobs, lately, update };

  async function update() {
    const state = await fetchState();
    const editor = state.role === "editor";
    buttons.hidden = !editor;
    back.hidden = !state.former_index;
    for (const job of await fetchJobs(LATELY)) if (!job.finished_at && job.kind !== "add") await show(job, jobs);
    return editor;
  }

  /** @param {string} id */
  async function follow(id) {
    const job = (await fetchJobs(LATELY)).find((one) => one.id === id);
    if (job) await show(job, jobs);
  }

  /**
   * @param {import("../adding/jobs.js").Job} job
   * @param {HTMLElement} list
   */
  async function show(job, list) {
    const { jobCard } = await part(() => import("../adding/job_card.js"), "adding");
    if (list === jobs && followed.has(job.id)) return;
    if (list === jobs) followed.add(job.id);
    list.prepend(jobCard(job, (other) => show(other, list), ended));
  }

  /** @param {string} sentence */
  function ended(sentence) {
    byId("announcement").textContent = sentence;
    changed();
  }

  async function showPast() {
    if (!(/** @type {HTMLDetailsElement} */ (lately).open)) return;
    past.replaceChildren();
    for (const job of (await fetchJobs(LATELY)).reverse()) await show(job, past);
  }

  async function goBack() {
    await rollBack();
    byId("announcement").textContent = wording("libraryRolledBack");
    const told = say(element("li", { class: "job done" }), "libraryRolledBack");
    jobs.prepend(told);
    await update();
  }

  /** @param {() => Promise<void>} act */
  async function attempt(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const notice = element("li", {}, failureNotice(error, () => (notice.remove(), attempt(act))));
      jobs.prepend(notice);
    }
  }
}
