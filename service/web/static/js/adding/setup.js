/**
 * Adding articles: the button in the bar, and files dropped anywhere on the page. The dialog is loaded when it is
 * first used, or at once if a job is already running.
 */

import { byId } from "../kit/dom.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { collectFiles } from "./dropped_files.js";
import { fetchJobs } from "./jobs.js";

const dropHint = byId("drop-here");

/** Make the button and dropping files work, and show the progress of what is being added already. */
export async function setUpAdding() {
  byId("add").addEventListener("click", async () => (await loadDialog()).openDialog());
  document.addEventListener("dragenter", showDropHint);
  document.addEventListener("dragover", acceptFiles);
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) dropHint.hidden = true;
  });
  document.addEventListener("drop", addDropped);
  if (await hasRunningJob()) (await loadDialog()).showJobs();
}

function loadDialog() {
  return loadLazily(() => import("./dialog.js"), "adding");
}

/** @returns {Promise<boolean>} */
async function hasRunningJob() {
  try {
    return (await fetchJobs(10)).some((job) => !job.finished_at);
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}

/** @param {DragEvent} event */
function showDropHint(event) {
  if (hasFiles(event)) dropHint.hidden = Boolean(document.querySelector("dialog[open]"));
}

/** @param {DragEvent} event */
function acceptFiles(event) {
  if (hasFiles(event)) event.preventDefault();
}

/** @param {DragEvent} event */
async function addDropped(event) {
  dropHint.hidden = true;
  if (!event.dataTransfer || !hasFiles(event)) return;
  event.preventDefault();
  const files = collectFiles(event.dataTransfer); // before any await: the browser empties the transfer afterwards
  (await loadDialog()).addFiles(await files);
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
