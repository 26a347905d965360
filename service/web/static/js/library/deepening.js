/** How far the server is with reading the articles for their meaning: shown until it has read them all. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { showTimeLeft } from "../kit/time_left.js";
import { fetchState } from "./requests.js";

/** @typedef {import("./requests.js").Deepening} Deepening */

const POLL_MS = 5_000;

const title = element("p", { class: "job-title", id: "deepening-title" });
const timeLeft = element("span", { class: "left" });
const head = element("div", { class: "job-head" }, element("div", {}, title, timeLeft));
const bar = element("progress", { "aria-labelledby": "deepening-title" });
const note = setText(element("p", { class: "advice" }), "deepeningNote");
const card = element("div", { class: "job", hidden: true }, head, bar, note);
/** Is read aloud when the reading begins and when it ends, unlike the figures. */
const status = element("p", { class: "hidden", role: "status" });
let timer = 0;

/**
 * Show the progress, and follow it for as long as the library is open.
 * @param {HTMLElement} place where it is shown
 * @param {Deepening | null} progress null if the server does not read for meaning
 */
export function showDeepening(place, progress) {
  if (!card.isConnected) place.replaceChildren(status, card);
  show(progress);
}

/** @param {Deepening | null} progress */
function show(progress) {
  clearTimeout(timer);
  const unfinished = progress !== null && progress.done < progress.total;
  if (unfinished === card.hidden) setText(status, unfinished ? "deepeningBegun" : "deepeningDone");
  card.hidden = !unfinished;
  if (!unfinished) return;
  const { done, total, eta_s: seconds } = progress;
  setText(title, "deepeningNow", { done, total });
  showTimeLeft(timeLeft, seconds);
  bar.max = total;
  bar.value = done;
  timer = setTimeout(poll, POLL_MS);
}

async function poll() {
  try {
    if (isOpen()) return show((await fetchState()).deepening);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    setText(timeLeft, "lost");
  }
  timer = setTimeout(poll, POLL_MS);
}

/** @returns {boolean} whether the reader can see the library */
function isOpen() {
  return document.body.dataset.view === "library" && !document.hidden;
}
