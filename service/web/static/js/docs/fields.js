/** The documentation of fields and parameters as a list; nested objects are folded. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { limitsOf } from "./schema.js";
import { lazyDetails } from "./lazy_details.js";

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
 * @returns {HTMLElement} the documentation of a value of the schema
 */
export function schemaDocs(schemas, schema) {
  const resolved = schemas.resolve(schema);
  if (resolved.properties) return fieldList(schemas, readFields(resolved));
  const parts = [element("p", {}, element("code", { class: "type", text: schemas.typeOf(resolved) }))];
  if (resolved.description) parts.push(element("p", { lang: "en", text: resolved.description }));
  return element("div", {}, ...parts, ...nestedObjects(schemas, resolved));
}

/**
 * @param {Schemas} schemas
 * @param {Field[]} fields
 * @returns {HTMLElement}
 */
export function fieldList(schemas, fields) {
  return element("ul", { class: "fields" }, ...fields.map((field) => fieldItem(schemas, field)));
}

/**
 * @param {Schema} object
 * @returns {Field[]}
 */
function readFields({ properties, required = [] }) {
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
  if (required) head.append(setText(element("strong", { class: "must" }), "required"));
  if (isWorthShowing(schema.default)) head.append(note("standard", { value: formatValue(schema.default) }));
  for (const [key, values] of limitsOf(schema)) head.append(note(key, values));
  const description = schema.description ?? schemas.resolve(schema).description ?? "";
  const item = element("li", {}, head, element("p", { lang: "en", text: description }));
  if (schema.examples) item.append(exampleLine(schema.examples[0]));
  item.append(...nestedObjects(schemas, schema));
  return item;
}

/**
 * @param {Schemas} schemas
 * @param {Schema} schema
 * @returns {HTMLElement[]}
 */
function nestedObjects(schemas, schema) {
  return schemas
    .objectsIn(schema)
    .map((object) => {
      const summary = setText(element("span"), "fieldsOf", { name: object.title ?? "object" });
      return lazyDetails(summary, () => fieldList(schemas, readFields(object)));
    });
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {HTMLElement}
 */
function note(key, values) {
  return setText(element("span", { class: "note" }), key, values);
}

/**
 * @param {any} example
 * @returns {HTMLElement}
 */
function exampleLine(example) {
  return element("p", { class: "sample" }, setText(element("span"), "sample"), element("code", { text: formatValue(example) }));
}

/**
 * @param {any} value
 * @returns {boolean} whether it says anything as a default
 */
function isWorthShowing(value) {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/**
 * @param {any} value
 * @returns {string}
 */
function formatValue(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
