/** The jobs of the server. */

import { RequestError, request } from "../kit/requests.js";
import { eventsOf } from "../kit/event_stream.js";

const AGAIN_MS = 2_000;

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {"add" | "refresh" | "reindex"} kind
 * @property {"queued" | "running" | "cancelling" | "done" | "failed" | "cancelled"} state
 * @property {string} stage
 * @property {number} done of the stage
 * @property {number} total
 * @property {Record<string, number>} files how many in all, dealt with, and in each state
 * @property {number} searchable
 * @property {number | null} eta_s
 * @property {string} reason
 * @property {string | null} finished_at
 *
 * @typedef {{n: number, name: string, state: string, articles: number, reason: string}} JobFile
 */

/**
 * @param {number} limit
 * @returns {Promise<Job[]>} the newest first
 */
export async function fetchJobs(limit) {
  return (await request(`/v1/jobs?limit=${limit}`)).jobs;
}

/**
 * @param {string} id
 * @param {string} state "" for files in any
 * @param {number} limit
 * @returns {Promise<JobFile[]>}
 */
export async function fetchJobFiles(id, state, limit) {
  const query = new URLSearchParams({ limit: String(limit), ...(state && { state }) });
  return (await request(`/v1/jobs/${id}/files?${query}`)).files;
}

/** @param {string} id */
export function cancelJob(id) {
  return request(`/v1/jobs/${id}`, { method: "DELETE" });
}

/**
 * @param {string} id
 * @returns {Promise<{job_id: string}>} the new job
 */
export function retryJob(id) {
  return request(`/v1/jobs/${id}/retry`, { method: "POST" });
}

/**
 * Follow a job to its end, however often the server goes away meanwhile.
 * @param {string} id
 * @param {(job: Job) => void} changed
 * @param {() => void} lost is called when the server cannot be reached
 * @returns {Promise<void>}
 */
export async function followJob(id, changed, lost) {
  for (;;) {
    try {
      return await request(`/v1/jobs/${id}/events`, {}, (response, alive) => toEnd(response, alive, changed));
    } catch (error) {
      if (!(error instanceof RequestError) || !error.passing) throw error;
      lost();
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
  }
}

/**
 * @param {Response} response
 * @param {() => void} alive
 * @param {(job: Job) => void} changed
 */
async function toEnd(response, alive, changed) {
  for await (const { name, data } of eventsOf(response, alive)) {
    changed(data);
    if (name === "final") return;
  }
  throw new RequestError("away");
}
