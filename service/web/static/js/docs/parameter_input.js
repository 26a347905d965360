/** The box for one parameter of a request. */

import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";

/**
 * @typedef {object} Box
 * @property {HTMLElement} node
 * @property {() => string} value "" when it is not to be sent
 */

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @param {import("./openapi.js").Parameter} parameter
 * @returns {Box}
 */
export function parameterBox(schemas, operation, parameter) {
  const id = `${operation.anchor}--${parameter.name}`;
  const choices = choicesOf(schemas, parameter.schema);
  const box = choices.length > 0 ? choiceBox(id, choices, parameter) : textBox(id, parameter);
  const label = element("label", { for: id }, element("code", { text: parameter.name }));
  if (parameter.required) label.append(" ", say(element("strong", { class: "must" }), "required"));
  return { node: element("p", { class: "docs-box" }, label, box), value: () => box.value };
}

/**
 * @param {string} id
 * @param {import("./openapi.js").Parameter} parameter
 * @returns {HTMLInputElement}
 */
function textBox(id, { schema, required, in: place }) {
  const example = schema.examples?.[0] ?? schema.default ?? "";
  const type = schema.type === "integer" ? "number" : "text";
  const limits = type === "number" ? { min: String(schema.minimum ?? ""), max: String(schema.maximum ?? "") } : {};
  const must = required || place === "path";
  const properties = { id, type, placeholder: String(example), spellcheck: "false", required: must, ...limits };
  return /** @type {HTMLInputElement} */ (element("input", properties));
}

/**
 * @param {string} id
 * @param {string[]} choices
 * @param {import("./openapi.js").Parameter} parameter
 * @returns {HTMLSelectElement}
 */
function choiceBox(id, choices, { required }) {
  const options = choices.map((value) => element("option", { value, text: value }));
  const none = say(element("option"), "notSent");
  none.setAttribute("value", "");
  const box = element("select", { id, required }, ...(required ? options : [none, ...options]));
  return /** @type {HTMLSelectElement} */ (box);
}

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Schema} schema
 * @returns {string[]} the values that it can have, where they are few
 */
function choicesOf(schemas, schema) {
  const found = schemas.resolved(schema);
  if (found.type === "boolean") return ["true", "false"];
  const within = (found.anyOf ?? []).flatMap((one) => choicesOf(schemas, one));
  return [...(found.enum ?? []), ...within].map(String);
}
