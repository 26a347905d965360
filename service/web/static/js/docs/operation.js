/** One operation: a line that names it, and everything about it when it is unfolded. */

import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { fieldList, shapeOf } from "./fields.js";
import { mediaLine, section } from "./sections.js";
import { repliesPart } from "./replies.js";
import { tryingPart } from "./try_form.js";
import { unfolding } from "./lazy_details.js";

/** @typedef {import("./openapi.js").Operation} Operation */
/** @typedef {import("./schema.js").Schemas} Schemas */

const ROLES = { reader: "needsReader", editor: "needsEditor", "": "needsNone" };

/**
 * @param {Schemas} schemas
 * @param {Operation} operation
 * @returns {HTMLElement}
 */
export function operationPart(schemas, operation) {
  const heading = element("h3", {}, methodBadge(operation), " ", element("code", { class: "path", text: operation.path }));
  const line = element("span", { class: "operation-line" }, heading);
  line.append(element("span", { class: "about", lang: "en", text: operation.description }));
  return unfolding(line, () => inner(schemas, operation), { class: "operation", id: operation.anchor });
}

/**
 * @param {Operation} operation
 * @returns {HTMLElement}
 */
export function methodBadge({ method }) {
  return element("span", { class: "method", "data-method": method, text: method });
}

/**
 * @param {Schemas} schemas
 * @param {Operation} operation
 * @returns {HTMLElement}
 */
function inner(schemas, operation) {
  const whole = element("div", { class: "operation-inner" });
  whole.append(say(element("p", { class: "role" }), ROLES[operation.role] ?? ROLES[""]));
  whole.append(...parametersPart(schemas, operation), ...bodyPart(schemas, operation));
  whole.append(repliesPart(schemas, operation), tryingPart(schemas, operation));
  return whole;
}

/**
 * @param {Schemas} schemas
 * @param {Operation} operation
 * @returns {HTMLElement[]}
 */
function parametersPart(schemas, { parameters }) {
  if (parameters.length === 0) return [];
  const fields = parameters.map((one) => ({ name: one.name, schema: one.schema, required: one.required, place: one.in }));
  return [section("parameters", fieldList(schemas, fields))];
}

/**
 * @param {Schemas} schemas
 * @param {Operation} operation
 * @returns {HTMLElement[]}
 */
function bodyPart(schemas, { bodies }) {
  if (bodies.length === 0) return [];
  const kinds = bodies.map((media) => element("div", { class: "media" }, mediaLine(media), shapeOf(schemas, media.schema)));
  return [section("body", ...kinds)];
}
