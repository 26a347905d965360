/** A request as filled in by the reader: to be sent, and as a curl command. */

/**
 * @typedef {object} FilledRequest
 * @property {string} method
 * @property {string} url without the host
 * @property {Record<string, string>} headers
 * @property {string | null} text the body if it is text
 * @property {{field: string, files: File[]} | null} upload the body if it is files
 */

/**
 * @param {import("./openapi.js").Operation} operation
 * @param {(name: string) => string} valueOf returns the value of a parameter; "" leaves it out
 * @param {string} type the media type of the body; "" for none
 * @param {string} text
 * @param {FilledRequest["upload"]} upload
 * @returns {FilledRequest}
 */
export function fillRequest({ method, path, parameters }, valueOf, type, text, upload) {
  const given = (/** @type {string} */ place) =>
    parameters.filter((parameter) => parameter.in === place && valueOf(parameter.name) !== "");
  const filledPath = path.replace(/\{(\w+)\}/g, (slot, name) => (valueOf(name) ? encodeURIComponent(valueOf(name)) : slot));
  const query = new URLSearchParams(given("query").map(({ name }) => [name, valueOf(name)])).toString();
  const headers = Object.fromEntries(given("header").map(({ name }) => [name, valueOf(name)]));
  if (text) headers["Content-Type"] = type; // for files, the browser and curl add it themselves
  return { method, url: query ? `${filledPath}?${query}` : filledPath, headers, text: text || null, upload };
}

/**
 * @param {FilledRequest} filled
 * @returns {FormData | string | undefined}
 */
export function requestBody({ text, upload }) {
  if (!upload) return text ?? undefined;
  const form = new FormData();
  for (const file of upload.files) form.append(upload.field, file);
  return form;
}

/**
 * @param {FilledRequest} filled
 * @param {string} origin
 * @param {boolean} withKey whether the server requires a key, which the command never contains
 * @returns {string} for a POSIX shell
 */
export function formatCurl({ method, url, headers, text, upload }, origin, withKey) {
  const parts = [`curl -sN${method === "GET" ? "" : ` -X ${method}`} ${quoteForShell(origin + url)}`];
  if (withKey) parts.push('-H "Authorization: Bearer $KEY"');
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoteForShell(`${name}: ${value}`)}`);
  if (text) parts.push(`--data-binary ${quoteForShell(text)}`);
  if (upload) for (const name of fileNames(upload.files)) parts.push(`-F ${quoteForShell(`${upload.field}=@${name}`)}`);
  return parts.join(" \\\n  ");
}

/**
 * @param {File[]} files
 * @returns {string[]} a placeholder if none is chosen yet
 */
function fileNames(files) {
  return files.length > 0 ? files.map(({ name }) => name) : ["FILE"];
}

/**
 * @param {string} word
 * @returns {string} the word in quotes, as a POSIX shell reads it
 */
function quoteForShell(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
