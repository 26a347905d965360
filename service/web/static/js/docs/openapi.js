/** The server's OpenAPI description, read into what the page shows. */

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
 * @property {string} type such as `application/json`
 * @property {Schema} schema of the whole, or of each `part`
 * @property {"" | "event" | "line"} part what the schema describes, when it is not the whole
 *
 * @typedef {object} Reply
 * @property {string} status
 * @property {string} description
 * @property {Media[]} media
 *
 * @typedef {object} Operation
 * @property {string} anchor what the page's address names it by
 * @property {string} tag
 * @property {string} method in capitals
 * @property {string} path
 * @property {string} summary
 * @property {string} description
 * @property {string} role "reader", "editor" or ""
 * @property {Parameter[]} parameters
 * @property {Media[]} bodies empty when it takes none
 * @property {Reply[]} replies
 */

/**
 * @param {any} contract
 * @returns {Operation[]} in the order of the contract
 */
export function operationsOf(contract) {
  return Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operation(path, method, described)),
  );
}

/**
 * @param {Operation[]} operations
 * @returns {Map<string, Operation[]>} by tag, in the order in which the tags first come
 */
export function byTag(operations) {
  const groups = new Map();
  for (const one of operations) groups.set(one.tag, [...(groups.get(one.tag) ?? []), one]);
  return groups;
}

/**
 * @param {string} path
 * @param {string} method
 * @param {any} described
 * @returns {Operation}
 */
function operation(path, method, described) {
  return {
    anchor: `${method}${path.replace(/[{}]/g, "").replaceAll("/", "-")}`,
    tag: described.tags?.[0] ?? "",
    method: method.toUpperCase(),
    path,
    summary: described.summary ?? "",
    description: described.description ?? "",
    role: described.security?.[0]?.key?.[0] ?? "",
    parameters: (described.parameters ?? []).map((one) => ({ required: false, description: "", ...one })),
    bodies: mediaOf(described.requestBody?.content),
    replies: Object.entries(described.responses).map(([status, reply]) => ({
      status,
      description: reply.description ?? "",
      media: mediaOf(reply.content),
    })),
  };
}

/**
 * @param {Record<string, any>} [content]
 * @returns {Media[]}
 */
function mediaOf(content = {}) {
  return Object.entries(content).map(([type, { schema, itemSchema }]) => ({
    type,
    schema: itemSchema ?? schema ?? {},
    part: !itemSchema ? "" : type === "text/event-stream" ? "event" : "line",
  }));
}
