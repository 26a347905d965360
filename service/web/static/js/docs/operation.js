/** An operation: a line that names it, and its documentation when that is unfolded. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { fieldList, schemaDocs } from "./fields.js";
import { mediaLine, section } from "./sections.js";
import { replyDocs } from "./replies.js";
import { tryForm } from "./try_form.js";
import { lazyDetails } from "./lazy_details.js";

/** @typedef {import("./openapi.js").Operation} Operation */
/** @typedef {import("./schema.js").Schemas} Schemas */

/** The keys of the sentences that say which key is needed. @type {Record<string, string>} */
const ROLES = { reader: "needsReader", editor: "needsEditor", "": "needsNone" };

/**
 * @param {Schemas} schemas
 * @param {Operation} operation
 * @returns {HTMLElement}
 */
export function operationDetails(schemas, operation) {
  const heading = element("h3", {}, methodBadge(operation), " ", element("code", { class: "path", text: operation.path }));
  const line = element("span", { class: "operation-line" }, heading);
  line.append(element("span", { class: "about", lang: "en", text: operation.description }));
  return lazyDetails(line, () => operationDocs(schemas, operation), { class: "operation", id: operation.anchor });
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
function operationDocs(schemas, operation) {
  const docs = element("div", { class: "operation-inner" });
  docs.append(setText(element("p", { class: "role" }), ROLES[operation.role] ?? ROLES[""]));
  docs.append(...parameterSection(schemas, operation), ...bodySection(schemas, operation));
  docs.append(replyDocs(schemas, operation), tryForm(schemas, operation));
  return docs;
}

/**
 * @param {Schemas} schemas
 * @param {Operation} operation
 * @returns {HTMLElement[]}
 */
function parameterSection(schemas, { parameters }) {
  if (parameters.length === 0) return [];
  const fields = parameters.map(({ name, schema, required, in: place }) => ({ name, schema, required, place }));
  return [section("parameters", fieldList(schemas, fields))];
}

/**
 * @param {Schemas} schemas
 * @param {Operation} operation
 * @returns {HTMLElement[]}
 */
function bodySection(schemas, { bodies }) {
  if (bodies.length === 0) return [];
  const types = bodies.map((media) => element("div", { class: "media" }, mediaLine(media), schemaDocs(schemas, media.schema)));
  return [section("body", ...types)];
}
