/** Reading JSON Schemas: the name of a type, its limits, the objects it contains, and an example. */

/** @typedef {import("./openapi.js").Schema} Schema */

/** A lower and an upper limit, and the keys of the texts for both, the lower and the upper one. */
const LIMITS = [
  ["minimum", "maximum", "between", "atLeast", "atMost"],
  ["", "maxLength", "", "", "longest"],
  ["", "maxItems", "", "", "mostItems"],
];

/** The schemas of an OpenAPI document, which may refer to each other. */
export class Schemas {
  /** @param {any} openapi */
  constructor(openapi) {
    /** @type {Record<string, Schema>} */
    this.named = openapi.components?.schemas ?? {};
  }

  /**
   * @param {Schema} schema
   * @returns {Schema} the schema that it refers to, or itself
   */
  resolve(schema) {
    const name = schema.$ref?.split("/").at(-1);
    return name ? { ...this.named[name], title: this.named[name].title ?? name } : schema;
  }

  /**
   * @param {Schema} schema
   * @returns {string} such as `string | null`, `SourceOut[]` or `"asc" | "desc"`
   */
  typeOf(schema) {
    const resolved = this.resolve(schema);
    const choices = alternatives(resolved);
    if (choices) return [...new Set(this.typesOf(choices))].join(" | ");
    if (resolved.enum) return resolved.enum.map((/** @type {unknown} */ value) => JSON.stringify(value)).join(" | ");
    if ("const" in resolved) return JSON.stringify(resolved.const);
    if (resolved.prefixItems) return `[${this.typesOf(resolved.prefixItems).join(", ")}]`;
    if (resolved.type === "array") return this.typeOfArray(resolved);
    if (resolved.properties) return resolved.title ?? "object";
    return resolved.format ? `${resolved.type} (${resolved.format})` : (resolved.type ?? "any");
  }

  /**
   * @param {Schema[]} schemas
   * @returns {string[]}
   */
  typesOf(schemas) {
    return schemas.map((schema) => this.typeOf(schema));
  }

  /**
   * @param {Schema} array
   * @returns {string}
   */
  typeOfArray({ items = {} }) {
    const type = this.typeOf(items);
    return type.includes(" | ") ? `(${type})[]` : `${type}[]`;
  }

  /**
   * @param {Schema} schema
   * @returns {Schema[]} the objects with fields that a value is or contains, without those nested deeper
   */
  objectsIn(schema) {
    const resolved = this.resolve(schema);
    if (resolved.properties) return [resolved];
    /** @type {Schema[]} */
    const parts = [...(alternatives(resolved) ?? resolved.prefixItems ?? []), resolved.items].filter(Boolean);
    const objects = parts.flatMap((part) => this.objectsIn(part));
    return objects.filter(({ title }, n) => objects.findIndex((other) => other.title === title) === n);
  }

  /**
   * @param {Schema} schema
   * @returns {any} an example value: from the examples of the document, otherwise from the required fields
   */
  exampleOf(schema) {
    const resolved = this.resolve(schema);
    if (resolved.examples) return resolved.examples[0];
    if ("default" in resolved) return resolved.default;
    const choices = alternatives(resolved);
    if (choices) return this.exampleOf(choices[0]);
    if (resolved.enum) return resolved.enum[0];
    if (resolved.properties) return this.exampleOfObject(resolved);
    if (resolved.type === "array") return [this.exampleOf(resolved.items ?? {})];
    const number = resolved.minimum ?? 0;
    /** @type {Record<string, unknown>} */
    const plain = { string: "", integer: number, number, boolean: false };
    return plain[resolved.type] ?? null;
  }

  /**
   * @param {Schema} object
   * @returns {Record<string, any>}
   */
  exampleOfObject({ properties, required = [] }) {
    const fields = Object.entries(/** @type {Record<string, Schema>} */ (properties));
    const shown = fields.filter(([name, { examples }]) => required.includes(name) || examples);
    return Object.fromEntries(shown.map(([name, field]) => [name, this.exampleOf(field)]));
  }
}

/**
 * @param {Schema} schema
 * @returns {Schema[] | undefined}
 */
function alternatives({ anyOf, oneOf, allOf }) {
  return anyOf ?? oneOf ?? allOf;
}

/**
 * @param {Schema} schema
 * @returns {[string, Record<string, string | number>][]} keys and values of the texts that describe its limits
 */
export function limitsOf(schema) {
  const names = LIMITS.flatMap(([lower, upper]) => [lower, upper]).filter(Boolean);
  /** @type {Schema[]} */
  const choices = [schema, ...(schema.anyOf ?? [])];
  const limited = choices.find((choice) => names.some((name) => name in choice)) ?? {};
  return LIMITS.flatMap(([lower, upper, both, atLeast, atMost]) => {
    const [low, high] = [limited[lower], limited[upper]];
    if (low !== undefined && high !== undefined) return [limit(both, { low, high })];
    if (low !== undefined) return [limit(atLeast, { value: low })];
    return high === undefined ? [] : [limit(atMost, { value: high })];
  });
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} values
 * @returns {[string, Record<string, string | number>]}
 */
function limit(key, values) {
  return [key, values];
}
