/** The dialog in which articles are added, with the progress and the results of recent jobs. */

import "./texts.js";

import { announce as announceOnPage } from "../kit/announcement.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setLabel, setText } from "../kit/language.js";
import { announceLibraryChange } from "../kit/library_changes.js";
import { RequestError } from "../kit/request_error.js";
import { showProgress } from "./add_button.js";
import { chosenCollection, collectionChoice, offerCollections } from "./collection_choice.js";
import { jobCard } from "./job_card.js";
import { fetchJobs } from "./jobs.js";
import { uploadCard } from "./upload_card.js";

/** @typedef {import("./jobs.js").Job} Job */

const SHOWN = 10;
const dialog = /** @type {HTMLDialogElement} */ (byId("adding"));
const cards = element("ul", { class: "jobs" });
const status = element("p", { class: "hidden", role: "status" });

/** The ids of the jobs that have a card. @type {Set<string>} */
const known = new Set();

build();

/** Open the dialog with the recent jobs. */
export async function openDialog() {
  if (!dialog.open) dialog.showModal();
  await Promise.all([showJobs(), offerCollections()]);
}

/** Show the recent jobs and follow those that are running, without opening the dialog. */
export async function showJobs() {
  try {
    for (const job of (await fetchJobs(SHOWN)).reverse()) if (!known.has(job.id)) showJob(job);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => (notice.remove(), showJobs()));
    cards.before(notice);
  }
  showEmpty();
}

/**
 * Upload files, and show what becomes of them.
 * @param {File[]} files
 */
export async function addFiles(files) {
  if (!files.length) return;
  await openDialog();
  cards.prepend(uploadCard(files, chosenCollection(), showJob, announce));
  showEmpty();
}

function build() {
  const close = element("button", { type: "button", class: "control", onclick: () => dialog.close() });
  const title = setText(element("h2", { id: "adding-title", tabindex: "-1", autofocus: true }), "addArticles");
  const recent = setText(element("h3", { class: "rubric" }), "recent");
  const empty = setText(element("p", { class: "advice", id: "nothing-added" }), "nothingAdded");
  dialog.append(
    element("div", { class: "adding-bar" }, title, setText(close, "close")),
    element("div", { class: "adding-body" }, dropZone(), status, recent, empty, cards),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

/** @returns {HTMLElement} */
function dropZone() {
  const input = element("input", { type: "file", id: "files", multiple: true });
  input.addEventListener("change", () => {
    const files = Array.from(input.files ?? []);
    input.value = "";
    addFiles(files);
  });
  setLabel(input, "chooseFiles");
  const choose = element("label", { class: "choose" }, setText(element("span"), "chooseFiles"), input);
  const invitation = element("p", {}, setText(element("span", { class: "by-mouse" }), "dropOrChoose"), choose);
  const advice = ["kinds", "limits"].map((key) => setText(element("p", { class: "advice" }), key));
  return element("div", { class: "drop-zone" }, collectionChoice(), invitation, ...advice);
}

/**
 * Show a job above the others, and follow it to its end.
 * @param {Job} job
 * @param {HTMLElement} [place] the element that its card replaces
 */
function showJob(job, place) {
  known.add(job.id);
  const card = jobCard(job, showJob, onFinished);
  if (place) place.replaceWith(card);
  else cards.prepend(card);
  showEmpty();
}

/**
 * A job has finished while the page was open.
 * @param {string} sentence
 */
function onFinished(sentence) {
  announce(sentence);
  announceLibraryChange();
}

/** @param {string} sentence */
function announce(sentence) {
  status.textContent = sentence;
  if (!dialog.open) announceOnPage(sentence);
}

function showEmpty() {
  byId("nothing-added").hidden = cards.childElementCount > 0;
  if (!cards.childElementCount) showProgress(null);
}
