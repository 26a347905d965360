/** The file that an article was read from. */

import { request } from "./requests.js";
import { saveFile } from "./save_file.js";

/**
 * Fetch the original file of an article and save it under its own name.
 * @param {{id: string, file: string}} article
 * @throws {RequestError}
 */
export async function downloadOriginal({ id, file }) {
  const url = `/v1/documents/${encodeURIComponent(id)}/original`;
  const content = await request(url, {}, (response) => response.blob());
  saveFile(content, file.split("/").pop() ?? file);
}
