/** How far a job is: as a sentence, and as a fraction. */

/** @typedef {import("./jobs.js").Job} Job */

/**
 * @param {Job} job
 * @returns {[string, Record<string, number>]} key and values of the sentence that describes its state
 */
export function describeState({ state, kind, stage, done, total, files, searchable }) {
  const skipped = (files.unchanged ?? 0) + (files.same ?? 0);
  const stored = (files.stored ?? 0) + skipped;
  if (state === "queued") return ["waiting", {}];
  if (state === "cancelling") return ["stopping", {}];
  if (state === "failed") return ["jobFailed", {}];
  if (kind === "reindex") return state === "running" ? ["reindexing", { done, total }] : ["indexDone", {}];
  if (state === "running" && stage === "recognizing") return ["recognizing", { page: done + 1, pages: total }];
  if (state === "running") return files.total ? ["running", { searchable, total: files.total }] : ["refreshing", {}];
  if (state === "cancelled") return ["jobCancelled", { n: stored, total: files.total }];
  if (!files.total) return ["refreshDone", {}];
  if (!stored && files.failed) return ["nothingStored", { failed: files.failed }];
  if (files.failed) return ["jobDoneWithFailures", { n: stored, failed: files.failed }];
  return skipped ? ["jobDoneSkipping", { n: stored, skipped }] : ["jobDone", { n: stored }];
}

/**
 * Return the progress of a job. Reading a file and making it searchable count one half each.
 * @param {Job} job
 * @returns {number} 0 to 1
 */
export function progressOf({ kind, stage, done, total, files, searchable }) {
  const ofStage = total ? done / total : 0;
  if (kind === "reindex" || !files.total) return ofStage;
  const indexed = stage === "indexing" && files.done === files.total ? (files.total - searchable) * ofStage : 0;
  return Math.min(1, (files.done + searchable + indexed) / (2 * files.total));
}

/**
 * @param {Job} job
 * @returns {number} how many files were not stored
 */
export function countUnfinished({ files }) {
  return (files.failed ?? 0) + (files.cancelled ?? 0);
}
