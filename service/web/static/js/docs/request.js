/** A request as it was filled in: to be sent, and as a curl command. */

/**
 * @typedef {object} Filled
 * @property {string} method
 * @property {string} url from the host on
 * @property {Record<string, string>} headers
 * @property {string | null} text the body, if it is text
 * @property {{field: string, files: File[]} | null} upload the body, if it is files
 */

/**
 * @param {import("./openapi.js").Operation} operation
 * @param {(name: string) => string} valueOf what was filled in for a parameter; "" leaves it out
 * @param {string} type the kind of body; "" for none
 * @param {string} text
 * @param {Filled["upload"]} upload
 * @returns {Filled}
 */
export function filledRequest({ method, path, parameters }, valueOf, type, text, upload) {
  const given = (place) => parameters.filter((one) => one.in === place && valueOf(one.name) !== "");
  const named = path.replace(/\{(\w+)\}/g, (slot, name) => (valueOf(name) ? encodeURIComponent(valueOf(name)) : slot));
  const query = new URLSearchParams(given("query").map(({ name }) => [name, valueOf(name)])).toString();
  const headers = Object.fromEntries(given("header").map(({ name }) => [name, valueOf(name)]));
  if (text) headers["Content-Type"] = type; // of files, the browser and curl say it themselves
  return { method, url: query ? `${named}?${query}` : named, headers, text: text || null, upload };
}

/**
 * @param {Filled} filled
 * @returns {FormData | string | undefined}
 */
export function bodyOf({ text, upload }) {
  if (!upload) return text ?? undefined;
  const form = new FormData();
  for (const file of upload.files) form.append(upload.field, file);
  return form;
}

/**
 * @param {Filled} filled
 * @param {string} origin
 * @param {boolean} withKey whether the server asks for a key; the command never holds it
 * @returns {string} for a POSIX shell
 */
export function curlOf({ method, url, headers, text, upload }, origin, withKey) {
  const parts = [`curl -sN${method === "GET" ? "" : ` -X ${method}`} ${quoted(origin + url)}`];
  if (withKey) parts.push('-H "Authorization: Bearer $KEY"');
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (text) parts.push(`--data-binary ${quoted(text)}`);
  if (upload) for (const name of namesOf(upload.files)) parts.push(`-F ${quoted(`${upload.field}=@${name}`)}`);
  return parts.join(" \\\n  ");
}

/**
 * @param {File[]} files
 * @returns {string[]} also one when none is chosen yet
 */
function namesOf(files) {
  return files.length > 0 ? files.map(({ name }) => name) : ["FILE"];
}

/**
 * @param {string} word
 * @returns {string} the word as a shell reads it unchanged
 */
function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
