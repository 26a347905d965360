/** The timeline view: what the articles say of a subject, by date. The address holds the whole state. */

import "./texts.js";

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice, loadFailureNotice } from "../kit/failure_notice.js";
import { currentLanguage, setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { saveFile } from "../kit/save_file.js";
import { yearChart } from "../kit/year_chart.js";
import { yearSections } from "./entries.js";
import { exportTimeline, fetchTimeline, parseQuery, timelineAddress } from "./query.js";

/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./query.js").Timeline} Timeline */

const box = element("input", { id: "timeline-q", name: "q", type: "search", maxlength: "2000" });
const form = timelineForm();
const outcome = element("section", { class: "timeline-outcome" });
let latestRequest = 0;

/**
 * @param {HTMLElement} container
 * @param {URLSearchParams} parameters
 */
export async function enter(container, parameters) {
  if (!container.contains(form)) {
    const head = element("div", { class: "view-head" }, setText(element("h2"), "timeline"));
    container.replaceChildren(head, form, outcome);
  }
  const query = parseQuery(parameters);
  box.value = query.q;
  if (query.q) return showTimeline(query);
  latestRequest += 1;
  outcome.replaceChildren(setText(element("p", { class: "advice" }), "timelineIntro"));
  if (matchMedia("(hover: hover)").matches) box.focus();
}

/** @returns {HTMLFormElement} */
function timelineForm() {
  const label = setText(element("label", { for: box.id }), "timelineBox");
  const button = setText(element("button", { type: "submit", class: "small strong" }), "timelineSend");
  const line = element("form", { class: "find timeline-form", role: "search", autocomplete: "off" }, label, box, button);
  line.addEventListener("submit", (event) => {
    event.preventDefault();
    const q = box.value.trim();
    if (q) location.hash = timelineAddress({ q, year: "", source: "", title: "", from: "", to: "" });
    else box.focus();
  });
  line.dataset.label = "timelineForm";
  line.setAttribute("aria-label", translate("timelineForm"));
  return line;
}

/** @param {Query} query */
async function showTimeline(query) {
  latestRequest += 1;
  const current = latestRequest;
  outcome.setAttribute("aria-busy", "true");
  outcome.replaceChildren(setText(element("p", { class: "searching" }), "timelineLoading"));
  const content = await loadContent(query);
  if (current !== latestRequest) return;
  outcome.removeAttribute("aria-busy");
  outcome.replaceChildren(...content);
  announce(outcome.querySelector(".timeline-count")?.textContent ?? "");
}

/**
 * @param {Query} query
 * @returns {Promise<HTMLElement[]>}
 */
async function loadContent(query) {
  try {
    const timeline = await fetchTimeline(query);
    const years = timeline.years.map(({ year, entries }) => /** @type {[string, number]} */ ([String(year), entries]));
    const chart = yearChart(years, query.year, (year) => timelineAddress({ ...query, year }));
    return [heading(query, timeline), ...notes(query, timeline), ...chart, ...yearSections(timeline.entries)];
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [loadFailureNotice(error, () => showTimeline(query))];
  }
}

/**
 * @param {Query} query
 * @param {Timeline} timeline
 * @returns {HTMLElement}
 */
function heading(query, { subject, total }) {
  const key = total ? "timelineCount" : "timelineNone";
  const head = element("div", { class: "timeline-head" });
  head.append(setText(element("h3", { class: "timeline-count" }), key, { subject, n: total }));
  if (total) head.append(saveButton(query, "csv", "asTable"), saveButton(query, "markdown", "asText"));
  return head;
}

/**
 * Return what the reader should know about how the timeline was made.
 * @param {Query} query
 * @param {Timeline} timeline
 * @returns {HTMLElement[]}
 */
function notes(query, { corrections, terms, entries, total, undated, complete, articles_left: left }) {
  const names = corrections.map((correction) => `“${correction.read_as}”`).join("、");
  /** @type {[boolean | number, string, import("../kit/language.js").Values][]} */
  const all = [
    [corrections.length, "timelineReadAs", { names }],
    [left !== null, "timelineAmong", { n: left ?? 0 }],
    [total > entries.length, "timelineFirst", { shown: entries.length }],
    [terms.length > 0 && !complete, "timelineIncomplete", {}],
    [undated, total ? "timelineUndatedToo" : "timelineUndated", { n: undated }],
  ];
  const lines = all.filter(([applies]) => applies).map(([, key, values]) => setText(element("p"), key, values));
  const href = timelineAddress({ ...query, source: "", title: "", from: "", to: "" });
  if (left !== null) lines.push(element("p", {}, setText(element("a", { href }), "timelineAll")));
  return lines.length > 0 ? [element("div", { class: "advice timeline-notes" }, ...lines)] : [];
}

/**
 * @param {Query} query
 * @param {"csv" | "markdown"} format
 * @param {string} key
 * @returns {HTMLElement}
 */
function saveButton(query, format, key) {
  const button = element("button", { type: "button", class: "small" });
  button.addEventListener("click", () => save(button, query, format));
  return setText(button, key);
}

/**
 * @param {HTMLElement} button
 * @param {Query} query
 * @param {"csv" | "markdown"} format
 */
async function save(button, query, format) {
  button.parentElement?.querySelector(".failure")?.remove();
  try {
    const { name, content } = await exportTimeline(query, format, currentLanguage());
    saveFile(content, name);
    announce(translate("timelineSaved", { file: name }));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    button.parentElement?.append(failureNotice(error, () => save(button, query, format)));
  }
}
