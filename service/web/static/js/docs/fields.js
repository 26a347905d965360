/** Fields and parameters as a list to read; what is within them is unfolded when it is asked for. */

import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { limitsOf } from "./schema.js";
import { unfolding } from "./lazy_details.js";

/** @typedef {import("./openapi.js").Schema} Schema */
/** @typedef {import("./schema.js").Schemas} Schemas */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {Schema} schema
 * @property {boolean} required
 * @property {string} [place] "path", "query" or "header"
 */

/**
 * @param {Schemas} schemas
 * @param {Schema} schema
 * @returns {HTMLElement} what a value of the schema looks like
 */
export function shapeOf(schemas, schema) {
  const found = schemas.resolved(schema);
  if (found.properties) return fieldList(schemas, fieldsOf(found));
  const parts = [element("p", {}, element("code", { class: "type", text: schemas.typeOf(found) }))];
  if (found.description) parts.push(element("p", { lang: "en", text: found.description }));
  return element("div", {}, ...parts, ...within(schemas, found));
}

/**
 * @param {Schemas} schemas
 * @param {Field[]} fields
 * @returns {HTMLElement}
 */
export function fieldList(schemas, fields) {
  return element("ul", { class: "fields" }, ...fields.map((one) => fieldItem(schemas, one)));
}

/**
 * @param {Schema} object
 * @returns {Field[]}
 */
function fieldsOf({ properties, required = [] }) {
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) }));
}

/**
 * @param {Schemas} schemas
 * @param {Field} field
 * @returns {HTMLElement}
 */
function fieldItem(schemas, { name, schema, required, place }) {
  const head = element("p", { class: "field-head" }, element("code", { class: "field-name", text: name }), " ");
  head.append(element("code", { class: "type", text: schemas.typeOf(schema) }));
  if (place) head.append(note(`in_${place}`));
  if (required) head.append(say(element("strong", { class: "must" }), "required"));
  if (shown(schema.default)) head.append(note("standard", { value: written(schema.default) }));
  for (const [key, values] of limitsOf(schema)) head.append(note(key, values));
  const description = schema.description ?? schemas.resolved(schema).description ?? "";
  const item = element("li", {}, head, element("p", { lang: "en", text: description }));
  if (schema.examples) item.append(exampleLine(schema.examples[0]));
  item.append(...within(schemas, schema));
  return item;
}

/**
 * @param {Schemas} schemas
 * @param {Schema} schema
 * @returns {HTMLElement[]}
 */
function within(schemas, schema) {
  return schemas
    .objectsIn(schema)
    .map((one) =>
      unfolding(say(element("span"), "fieldsOf", { name: one.title ?? "object" }), () => fieldList(schemas, fieldsOf(one))),
    );
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {HTMLElement}
 */
function note(key, values) {
  return say(element("span", { class: "note" }), key, values);
}

/**
 * @param {any} example
 * @returns {HTMLElement}
 */
function exampleLine(example) {
  return element("p", { class: "sample" }, say(element("span"), "sample"), element("code", { text: written(example) }));
}

/**
 * @param {any} value
 * @returns {boolean} whether a default tells anything
 */
function shown(value) {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/**
 * @param {any} value
 * @returns {string}
 */
function written(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
