/** The server's OpenAPI description, converted to what the page shows. */

/**
 * @typedef {Record<string, any>} Schema a JSON Schema
 *
 * @typedef {object} Parameter
 * @property {string} name
 * @property {"path" | "query" | "header"} in
 * @property {boolean} required
 * @property {string} description
 * @property {Schema} schema
 *
 * @typedef {object} Media
 * @property {string} type for example `application/json`
 * @property {Schema} schema of the whole body, or of each `part`
 * @property {"" | "event" | "line"} part what the schema describes, if it is not the whole body
 *
 * @typedef {object} Reply
 * @property {string} status
 * @property {string} description
 * @property {Media[]} media
 *
 * @typedef {object} Operation
 * @property {string} anchor its id on the page
 * @property {string} tag
 * @property {string} method in upper case
 * @property {string} path
 * @property {string} summary
 * @property {string} description
 * @property {string} role "reader", "editor" or ""
 * @property {Parameter[]} parameters
 * @property {Media[]} bodies the request bodies that it accepts; empty for none
 * @property {Reply[]} replies
 */

/**
 * @param {any} openapi
 * @returns {Operation[]} in the order of the document
 */
export function readOperations(openapi) {
  return Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(/** @type {Record<string, any>} */ (methods)).map(([method, described]) =>
      readOperation(path, method, described),
    ),
  );
}

/**
 * @param {Operation[]} operations
 * @returns {Map<string, Operation[]>} by tag, in the order in which the tags first appear
 */
export function groupByTag(operations) {
  /** @type {Map<string, Operation[]>} */
  const groups = new Map();
  for (const operation of operations) {
    groups.set(operation.tag, [...(groups.get(operation.tag) ?? []), operation]);
  }
  return groups;
}

/**
 * @param {string} path
 * @param {string} method
 * @param {any} described
 * @returns {Operation}
 */
function readOperation(path, method, described) {
  return {
    anchor: `${method}${path.replace(/[{}]/g, "").replaceAll("/", "-")}`,
    tag: described.tags?.[0] ?? "",
    method: method.toUpperCase(),
    path,
    summary: described.summary ?? "",
    description: described.description ?? "",
    role: described.security?.[0]?.key?.[0] ?? "",
    parameters: (described.parameters ?? []).map(readParameter),
    bodies: readMedia(described.requestBody?.content),
    replies: Object.entries(described.responses).map(([status, reply]) => readReply(status, reply)),
  };
}

/**
 * @param {any} parameter
 * @returns {Parameter}
 */
function readParameter(parameter) {
  return { required: false, description: "", ...parameter };
}

/**
 * @param {string} status
 * @param {any} reply
 * @returns {Reply}
 */
function readReply(status, reply) {
  return { status, description: reply.description ?? "", media: readMedia(reply.content) };
}

/**
 * @param {Record<string, any>} [content]
 * @returns {Media[]}
 */
function readMedia(content = {}) {
  return Object.entries(content).map(([type, { schema, itemSchema }]) => ({
    type,
    schema: itemSchema ?? schema ?? {},
    part: !itemSchema ? "" : type === "text/event-stream" ? "event" : "line",
  }));
}
