/** Reading JSON Schemas: what a type is called, what it allows, what is within, and an example. */

/** @typedef {import("./openapi.js").Schema} Schema */

const LIMITS = [
  ["minimum", "maximum", "between", "atLeast", "atMost"],
  ["", "maxLength", "", "", "longest"],
  ["", "maxItems", "", "", "mostItems"],
];

export class Schemas {
  /** @param {any} contract */
  constructor(contract) {
    this.named = contract.components?.schemas ?? {};
  }

  /**
   * @param {Schema} schema
   * @returns {Schema} what it refers to, or itself
   */
  resolved(schema) {
    const name = schema.$ref?.split("/").at(-1);
    return name ? { ...this.named[name], title: this.named[name].title ?? name } : schema;
  }

  /**
   * @param {Schema} schema
   * @returns {string} such as `string | null`, `SourceOut[]` or `"asc" | "desc"`
   */
  typeOf(schema) {
    const found = this.resolved(schema);
    const choices = found.anyOf ?? found.oneOf ?? found.allOf;
    if (choices) return [...new Set(choices.map((one) => this.typeOf(one)))].join(" | ");
    if (found.enum) return found.enum.map((one) => JSON.stringify(one)).join(" | ");
    if ("const" in found) return JSON.stringify(found.const);
    if (found.prefixItems) return `[${found.prefixItems.map((one) => this.typeOf(one)).join(", ")}]`;
    if (found.type === "array") return this.typeOfArray(found);
    if (found.properties) return found.title ?? "object";
    return found.format ? `${found.type} (${found.format})` : (found.type ?? "any");
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
   * @returns {Schema[]} the objects with fields that a value of it holds or is, those of the first level
   */
  objectsIn(schema) {
    const found = this.resolved(schema);
    if (found.properties) return [found];
    const within = [...(found.anyOf ?? found.oneOf ?? found.allOf ?? found.prefixItems ?? []), found.items].filter(Boolean);
    const objects = within.flatMap((one) => this.objectsIn(one));
    return objects.filter((one, place) => objects.findIndex((other) => other.title === one.title) === place);
  }

  /**
   * @param {Schema} schema
   * @returns {any} a value that shows what is meant: the examples that the contract gives, and else what must be there
   */
  exampleOf(schema) {
    const found = this.resolved(schema);
    if (found.examples) return found.examples[0];
    if ("default" in found) return found.default;
    const choices = found.anyOf ?? found.oneOf ?? found.allOf;
    if (choices) return this.exampleOf(choices[0]);
    if (found.enum) return found.enum[0];
    if (found.properties) return this.exampleOfObject(found);
    if (found.type === "array") return [this.exampleOf(found.items ?? {})];
    return { string: "", integer: found.minimum ?? 0, number: found.minimum ?? 0, boolean: false }[found.type] ?? null;
  }

  /**
   * @param {Schema} object
   * @returns {Record<string, any>}
   */
  exampleOfObject({ properties, required = [] }) {
    const shown = Object.entries(properties).filter(([name, one]) => required.includes(name) || one.examples);
    return Object.fromEntries(shown.map(([name, one]) => [name, this.exampleOf(one)]));
  }
}

/**
 * @param {Schema} schema
 * @returns {[string, Record<string, string | number>][]} texts of the interface that say what is allowed
 */
export function limitsOf(schema) {
  const found = [schema, ...(schema.anyOf ?? [])].find((one) => LIMITS.flat().some((name) => name && name in one)) ?? {};
  return LIMITS.flatMap(([least, most, both, atLeast, atMost]) => {
    const [low, high] = [found[least], found[most]];
    if (low !== undefined && high !== undefined) return [[both, { low, high }]];
    if (low !== undefined) return [[atLeast, { value: low }]];
    return high === undefined ? [] : [[atMost, { value: high }]];
  });
}
