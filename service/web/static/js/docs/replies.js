/** The documentation of the replies: the successful ones, and the problems, which all have the same schema. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { schemaDocs } from "./fields.js";
import { mediaLine, section } from "./sections.js";
import { lazyDetails } from "./lazy_details.js";

/** @typedef {import("./openapi.js").Reply} Reply */
/** @typedef {import("./schema.js").Schemas} Schemas */

/**
 * @param {Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @returns {HTMLElement}
 */
export function replyDocs(schemas, { replies }) {
  const successful = replies.filter(({ status }) => status < "4");
  const problems = replies.filter(({ status }) => status >= "4").sort((a, b) => a.status.localeCompare(b.status));
  const part = section("replies", ...successful.map((reply) => replyDetails(schemas, reply)));
  if (problems.length > 0) part.append(problemDetails(schemas, problems));
  return part;
}

/**
 * @param {Schemas} schemas
 * @param {Reply} reply
 * @returns {HTMLElement}
 */
function replyDetails(schemas, { status, description, media }) {
  const title = element("span", {}, statusBadge(status), " ", element("span", { lang: "en", text: description }));
  if (media.length === 0) return element("p", { class: "bare" }, title, " ", setText(element("span", { class: "note" }), "empty"));
  return lazyDetails(title, () => element("div", {}, ...mediaDocs(schemas, media)));
}

/**
 * @param {Schemas} schemas
 * @param {Reply[]} problems
 * @returns {HTMLElement}
 */
function problemDetails(schemas, problems) {
  const items = problems.map(({ status, description }) =>
    element("li", {}, statusBadge(status), " ", element("span", { lang: "en", text: description })),
  );
  const media = problems.find((problem) => problem.media.length > 0)?.media ?? [];
  const list = element("ul", { class: "statuses" }, ...items);
  return lazyDetails(setText(element("span"), "problems"), () => element("div", {}, list, ...mediaDocs(schemas, media)));
}

/**
 * @param {Schemas} schemas
 * @param {import("./openapi.js").Media[]} media
 * @returns {HTMLElement[]}
 */
function mediaDocs(schemas, media) {
  return media.map((type) => element("div", { class: "media" }, mediaLine(type), schemaDocs(schemas, type.schema)));
}

/**
 * @param {string} status
 * @returns {HTMLElement}
 */
function statusBadge(status) {
  return element("code", { class: "status", text: status });
}
