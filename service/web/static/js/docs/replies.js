/** What may come back: the replies, and the problems, which all look alike. */

import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { shapeOf } from "./fields.js";
import { mediaLine, section } from "./sections.js";
import { unfolding } from "./lazy_details.js";

/** @typedef {import("./openapi.js").Reply} Reply */
/** @typedef {import("./schema.js").Schemas} Schemas */

/**
 * @param {Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @returns {HTMLElement}
 */
export function repliesPart(schemas, { replies }) {
  const good = replies.filter(({ status }) => status < "4");
  const bad = replies.filter(({ status }) => status >= "4").sort((one, other) => one.status.localeCompare(other.status));
  const part = section("replies", ...good.map((one) => replyPart(schemas, one)));
  if (bad.length > 0) part.append(problemsPart(schemas, bad));
  return part;
}

/**
 * @param {Schemas} schemas
 * @param {Reply} reply
 * @returns {HTMLElement}
 */
function replyPart(schemas, { status, description, media }) {
  const title = element("span", {}, statusBadge(status), " ", element("span", { lang: "en", text: description }));
  if (media.length === 0) return element("p", { class: "bare" }, title, " ", say(element("span", { class: "note" }), "empty"));
  return unfolding(title, () => element("div", {}, ...mediaParts(schemas, media)));
}

/**
 * @param {Schemas} schemas
 * @param {Reply[]} problems
 * @returns {HTMLElement}
 */
function problemsPart(schemas, problems) {
  const items = problems.map(({ status, description }) =>
    element("li", {}, statusBadge(status), " ", element("span", { lang: "en", text: description })),
  );
  const shape = problems.find(({ media }) => media.length > 0)?.media ?? [];
  const list = element("ul", { class: "statuses" }, ...items);
  return unfolding(say(element("span"), "problems"), () => element("div", {}, list, ...mediaParts(schemas, shape)));
}

/**
 * @param {Schemas} schemas
 * @param {import("./openapi.js").Media[]} media
 * @returns {HTMLElement[]}
 */
function mediaParts(schemas, media) {
  return media.map((one) => element("div", { class: "media" }, mediaLine(one), shapeOf(schemas, one.schema)));
}

/**
 * @param {string} status
 * @returns {HTMLElement}
 */
function statusBadge(status) {
  return element("code", { class: "status", text: status });
}
