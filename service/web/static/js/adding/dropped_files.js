/** The files of a drop, those in dropped folders too. */

/**
 * Return all files that were dropped. Call it while the event lasts.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>} hidden ones left out
 */
export async function filesOf(transfer) {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.());
  const plain = Array.from(transfer.files);
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found = await Promise.all(entries.filter(Boolean).map(filesIn));
  return found.flat().filter((file) => !file.name.startsWith("."));
}

/**
 * @param {any} entry
 * @returns {Promise<File[]>}
 */
async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (let some = await entriesOf(reader); some.length; some = await entriesOf(reader)) found.push(...some);
  return (await Promise.all(found.map(filesIn))).flat();
}

/**
 * @param {any} reader
 * @returns {Promise<any[]>} some of the entries; none when all were given
 */
function entriesOf(reader) {
  return new Promise((done, failed) => reader.readEntries(done, failed));
}
