/**
 * Adding articles: the button in the bar, and files dropped anywhere on the page. The dialog is fetched when it is
 * needed: at the first use, or at once when something is being added already.
 */

import { filesOf } from "./dropped_files.js";
import { fetchJobs } from "./jobs.js";
import { RequestError } from "../kit/requests.js";
import { byId } from "../kit/dom.js";
import { part } from "../kit/lazy.js";

const veil = byId("drop-here");

/** Make the button and dropping work, and go on showing what is under way. */
export async function setUpAdding() {
  byId("add").addEventListener("click", async () => (await dialog()).openDialog());
  document.addEventListener("dragenter", showVeil);
  document.addEventListener("dragover", accept);
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) veil.hidden = true;
  });
  document.addEventListener("drop", take);
  if (await isBusy()) (await dialog()).resume();
}

function dialog() {
  return part(() => import("./dialog.js"), "adding");
}

/** @returns {Promise<boolean>} whether a job is not finished */
async function isBusy() {
  try {
    return (await fetchJobs(10)).some((job) => !job.finished_at);
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}

/** @param {DragEvent} event */
function showVeil(event) {
  if (hasFiles(event)) veil.hidden = Boolean(document.querySelector("dialog[open]"));
}

/** @param {DragEvent} event */
function accept(event) {
  if (hasFiles(event)) event.preventDefault();
}

/** @param {DragEvent} event */
async function take(event) {
  veil.hidden = true;
  if (!hasFiles(event)) return;
  event.preventDefault();
  const files = filesOf(event.dataTransfer); // at once: they can be taken only while the event lasts
  (await dialog()).add(await files);
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
