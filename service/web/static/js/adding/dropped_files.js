/** The files of a drop, including those in dropped folders. */

/**
 * Return all files that were dropped, without hidden ones. Call it while the event is being handled.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
export async function collectFiles(transfer) {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.()).filter((entry) => entry !== null);
  const files = Array.from(transfer.files);
  if (!entries.some((entry) => entry.isDirectory)) return files;
  const found = await Promise.all(entries.map(filesIn));
  return found.flat().filter((file) => !file.name.startsWith("."));
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>}
 */
async function filesIn(entry) {
  if (entry.isFile) return [await fileOf(/** @type {FileSystemFileEntry} */ (entry))];
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const found = [];
  for (let some = await readSome(reader); some.length; some = await readSome(reader)) found.push(...some);
  return (await Promise.all(found.map(filesIn))).flat();
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File>}
 */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/**
 * @param {FileSystemDirectoryReader} reader
 * @returns {Promise<FileSystemEntry[]>} some of the entries; none at the end
 */
function readSome(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
