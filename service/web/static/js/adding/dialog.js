/** The dialog in which articles are added, and what became of those added lately. */

import "./texts.js";

import { RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { name, say } from "../kit/language.js";
import { setUpWelcome } from "../ask/welcome.js";
import { showShare } from "./add_button.js";
import { jobCard } from "./job_card.js";
import { fetchJobs } from "./jobs.js";
import { sendingCard } from "./upload_card.js";

const SHOWN = 10;
const dialog = /** @type {HTMLDialogElement} */ (byId("adding"));
const cards = element("ul", { class: "jobs" });
const status = element("p", { class: "hidden", role: "status" });

/** The jobs that have a card. @type {Set<string>} */
const known = new Set();

build();

/** Open the dialog with what was added lately. */
export async function openDialog() {
  if (!dialog.open) dialog.showModal();
  await showJobs();
}

/** Go on showing what is under way, without opening the dialog. */
export async function resume() {
  await showJobs();
}

/**
 * Send files, and show what becomes of them.
 * @param {File[]} files
 */
export async function add(files) {
  if (!files.length) return;
  await openDialog();
  cards.prepend(sendingCard(files, show, announce));
  showEmpty();
}

function build() {
  const close = element("button", { type: "button", class: "control", onclick: () => dialog.close() });
  const title = say(element("h2", { id: "adding-title", tabindex: "-1", autofocus: true }), "addArticles");
  dialog.append(
    element("div", { class: "adding-bar" }, title, say(close, "close")),
    element(
      "div",
      { class: "adding-body" },
      dropZone(),
      status,
      say(element("h3", { class: "rubric" }), "recent"),
      say(element("p", { class: "advice", id: "nothing-added" }), "nothingAdded"),
      cards,
    ),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

/** @returns {HTMLElement} */
function dropZone() {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", id: "files", multiple: true }));
  input.addEventListener("change", () => {
    const files = Array.from(input.files ?? []);
    input.value = "";
    add(files);
  });
  name(input, "chooseFiles");
  const choose = element("label", { class: "choose" }, say(element("span"), "chooseFiles"), input);
  const invitation = element("p", {}, say(element("span", { class: "by-mouse" }), "dropOrChoose"), choose);
  return element("div", { class: "drop-zone" }, invitation, say(element("p", { class: "advice" }), "kinds"));
}

async function showJobs() {
  try {
    for (const job of (await fetchJobs(SHOWN)).reverse()) if (!known.has(job.id)) show(job);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => (notice.remove(), showJobs()));
    cards.before(notice);
  }
  showEmpty();
}

/**
 * Show a job above the others, and follow it to its end.
 * @param {import("./jobs.js").Job} job
 * @param {HTMLElement} [place] what its card takes the place of
 */
function show(job, place) {
  known.add(job.id);
  const card = jobCard(job, show, finished);
  if (place) place.replaceWith(card);
  else cards.prepend(card);
  showEmpty();
}

/**
 * A job has ended before the reader's eyes.
 * @param {string} sentence
 */
function finished(sentence) {
  announce(sentence);
  if (!byId("welcome").hidden) setUpWelcome();
  document.dispatchEvent(new Event("library-changed"));
}

/** @param {string} sentence */
function announce(sentence) {
  status.textContent = sentence;
  if (!dialog.open) byId("announcement").textContent = sentence;
}

function showEmpty() {
  byId("nothing-added").hidden = cards.childElementCount > 0;
  if (!cards.childElementCount) showShare(null);
}
