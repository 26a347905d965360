/** The input for a parameter of a request. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";

/**
 * @typedef {object} ParameterInput
 * @property {HTMLElement} node
 * @property {() => string} value "" if it is not sent
 */

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @param {import("./openapi.js").Parameter} parameter
 * @returns {ParameterInput}
 */
export function parameterInput(schemas, operation, parameter) {
  const id = `${operation.anchor}--${parameter.name}`;
  const choices = findChoices(schemas, parameter.schema);
  const box = choices.length > 0 ? choiceInput(id, choices, parameter) : textInput(id, parameter);
  const label = element("label", { for: id }, element("code", { text: parameter.name }));
  if (parameter.required) label.append(" ", setText(element("strong", { class: "must" }), "required"));
  return { node: element("p", { class: "docs-box" }, label, box), value: () => box.value };
}

/**
 * @param {string} id
 * @param {import("./openapi.js").Parameter} parameter
 * @returns {HTMLInputElement}
 */
function textInput(id, { schema, required, in: place }) {
  const example = schema.examples?.[0] ?? schema.default ?? "";
  const type = schema.type === "integer" ? "number" : "text";
  /** @type {Record<string, string>} */
  const limits = type === "number" ? { min: String(schema.minimum ?? ""), max: String(schema.maximum ?? "") } : {};
  const must = required || place === "path";
  const properties = { id, type, placeholder: String(example), spellcheck: "false", required: must, ...limits };
  return element("input", properties);
}

/**
 * @param {string} id
 * @param {string[]} choices
 * @param {import("./openapi.js").Parameter} parameter
 * @returns {HTMLSelectElement}
 */
function choiceInput(id, choices, { required }) {
  const options = choices.map((value) => element("option", { value, text: value }));
  const none = setText(element("option"), "notSent");
  none.setAttribute("value", "");
  return element("select", { id, required }, ...(required ? options : [none, ...options]));
}

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Schema} schema
 * @returns {string[]} the values that it can have; none if they are not listed
 */
function findChoices(schemas, schema) {
  const resolved = schemas.resolve(schema);
  if (resolved.type === "boolean") return ["true", "false"];
  const alternatives = /** @type {import("./openapi.js").Schema[]} */ (resolved.anyOf ?? []);
  const nested = alternatives.flatMap((alternative) => findChoices(schemas, alternative));
  return [...(resolved.enum ?? []), ...nested].map(String);
}
