/** A reply as it came: status, headers, and its body as text, indented where it is JSON, or as a file to save. */

import { byId, element } from "../kit/dom.js";
import { name, say, wording } from "../kit/language.js";

const TEXT = /^text\/|json|xml/;

/**
 * Show a reply while it comes.
 * @param {HTMLElement} place
 * @param {Response} response
 * @param {number} ms that it took to begin
 */
export async function showReply(place, response, ms) {
  const status = `${response.status} ${response.statusText}`.trim();
  const line = say(element("p", { class: "reply-status" }), "replyStatus", { status, ms });
  line.dataset.good = String(response.ok);
  place.replaceChildren(line, headersPart(response.headers));
  byId("announcement").textContent = wording("replyStatus", { status, ms });
  const type = response.headers.get("content-type") ?? "";
  const attached = response.headers.get("content-disposition") ?? "";
  if (TEXT.test(type) && !attached) await showText(place, response, type);
  else await showFile(place, response, attached);
}

/**
 * @param {Headers} headers
 * @returns {HTMLElement}
 */
function headersPart(headers) {
  const lines = [...headers].map(([header, value]) => `${header}: ${value}`).join("\n");
  const summary = say(element("summary"), "replyHeaders");
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
  if (/[/+]json/.test(type)) box.textContent = indented(box.textContent ?? "");
}

/**
 * @param {HTMLElement} place
 * @param {Response} response
 * @param {string} attached the header that names the file
 */
async function showFile(place, response, attached) {
  const blob = await response.blob();
  if (blob.size === 0) return;
  const encoded = /filename\*=[^']*''([^;]+)/.exec(attached)?.[1];
  const download = encoded ? decodeURIComponent(encoded) : (/filename="?([^";]+)/.exec(attached)?.[1] ?? "reply");
  const link = element("a", { class: "save", href: URL.createObjectURL(blob), download });
  place.append(say(link, "save", { bytes: blob.size }));
}

/**
 * @param {string} text
 * @param {string} label
 * @returns {HTMLElement} that can be scrolled by keyboard
 */
function codeBox(text, label) {
  return name(element("pre", { class: "code", tabindex: "0", role: "region", text }), label);
}

/**
 * @param {string} text
 * @returns {string}
 */
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // broken off
  }
}
