/** A response as received: status, headers, and the body as text (JSON is indented) or as a file to save. */

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { setLabel, setText, translate } from "../kit/language.js";

const TEXT = /^text\/|json|xml/;

/**
 * Show a response while it arrives.
 * @param {HTMLElement} place
 * @param {Response} response
 * @param {number} ms until it started
 */
export async function showResponse(place, response, ms) {
  const status = `${response.status} ${response.statusText}`.trim();
  const line = setText(element("p", { class: "reply-status" }), "replyStatus", { status, ms });
  line.dataset.good = String(response.ok);
  place.replaceChildren(line, headerDetails(response.headers));
  announce(translate("replyStatus", { status, ms }));
  const type = response.headers.get("content-type") ?? "";
  const disposition = response.headers.get("content-disposition") ?? "";
  if (TEXT.test(type) && !disposition) await showText(place, response, type);
  else await showFile(place, response, disposition);
}

/**
 * @param {Headers} headers
 * @returns {HTMLElement}
 */
function headerDetails(headers) {
  const lines = [...headers].map(([header, value]) => `${header}: ${value}`).join("\n");
  const summary = setText(element("summary"), "replyHeaders");
  return element("details", { class: "within" }, summary, codeBox(lines, "replyHeaders"));
}

/**
 * @param {HTMLElement} place
 * @param {Response} response
 * @param {string} type
 */
async function showText(place, response, type) {
  const box = codeBox("", "replyBody");
  place.append(box);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) box.append(part.value);
  if (/[/+]json/.test(type)) box.textContent = indentJson(box.textContent ?? "");
}

/**
 * @param {HTMLElement} place
 * @param {Response} response
 * @param {string} disposition the header that names the file
 */
async function showFile(place, response, disposition) {
  const blob = await response.blob();
  if (blob.size === 0) return;
  const encoded = /filename\*=[^']*''([^;]+)/.exec(disposition)?.[1];
  const download = encoded ? decodeURIComponent(encoded) : (/filename="?([^";]+)/.exec(disposition)?.[1] ?? "reply");
  const link = element("a", { class: "save", href: URL.createObjectURL(blob), download });
  place.append(setText(link, "save", { bytes: blob.size }));
}

/**
 * @param {string} text
 * @param {string} label
 * @returns {HTMLElement} that can be scrolled with the keyboard
 */
function codeBox(text, label) {
  return setLabel(element("pre", { class: "code", tabindex: "0", role: "region", text }), label);
}

/**
 * @param {string} text
 * @returns {string}
 */
function indentJson(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // it was cut off
  }
}
