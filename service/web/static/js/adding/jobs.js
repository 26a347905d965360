/** Jobs on the server: fetching, cancelling, retrying and following them. */

import { readEvents } from "../kit/event_stream.js";
import { RequestError } from "../kit/request_error.js";
import { request } from "../kit/requests.js";

const RECONNECT_MS = 2_000;

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {"add" | "refresh" | "reindex"} kind
 * @property {"queued" | "running" | "cancelling" | "done" | "failed" | "cancelled"} state
 * @property {string} stage
 * @property {number} done of the stage
 * @property {number} total of the stage
 * @property {Record<string, number>} files how many there are in all (`total`), are done, and are in each state
 * @property {number} searchable
 * @property {number} retryable how many of its files another try may store
 * @property {number | null} eta_s
 * @property {string} reason
 * @property {string | null} finished_at
 *
 * @typedef {object} JobFile
 * @property {number} n
 * @property {string} name
 * @property {string} state
 * @property {number} articles
 * @property {number} characters of its articles
 * @property {number} tables
 * @property {number} pages
 * @property {string} reason
 */

/**
 * @param {number} limit
 * @returns {Promise<Job[]>} newest first
 */
export async function fetchJobs(limit) {
  return (await request(`/v1/jobs?limit=${limit}`)).jobs;
}

/**
 * @param {string} id
 * @param {string} state "" for any
 * @param {number} limit
 * @returns {Promise<JobFile[]>}
 */
export async function fetchJobFiles(id, state, limit) {
  const query = new URLSearchParams({ limit: String(limit), ...(state && { state }) });
  return (await request(`/v1/jobs/${id}/files?${query}`)).files;
}

/**
 * @param {string} id
 * @returns {Promise<Job>}
 */
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
 * Follow a job to its end, reconnecting as often as the connection is lost.
 * @param {string} id
 * @param {(job: Job) => void} onChange
 * @param {() => void} onLost is called when the server cannot be reached
 * @returns {Promise<void>}
 */
export async function followJob(id, onChange, onLost) {
  for (;;) {
    try {
      const url = `/v1/jobs/${id}/events`;
      return await request(url, {}, (response, keepAlive) => readToEnd(response, keepAlive, onChange));
    } catch (error) {
      if (!(error instanceof RequestError) || !error.temporary) throw error;
      onLost();
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }
}

/**
 * @param {Response} response
 * @param {() => void} keepAlive
 * @param {(job: Job) => void} onChange
 */
async function readToEnd(response, keepAlive, onChange) {
  for await (const { name, data } of readEvents(response, keepAlive)) {
    onChange(data);
    if (name === "final") return;
  }
  throw new RequestError("away");
}
