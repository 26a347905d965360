/** What draws replies: loaded when the reader begins to type, asks, or opens a conversation. */

import { loadLazily } from "../kit/lazy.js";

/** @typedef {typeof import("./reply.js")} Drawing */

/** @type {Drawing | null} */
let loaded = null;

/**
 * @returns {Promise<Drawing>}
 * @throws {RequestError} if the server is away
 */
export async function loadReplies() {
  loaded ??= await loadLazily(() => import("./reply.js"), "reply");
  return loaded;
}

/** @returns {Drawing | null} null until it is loaded */
export function loadedReplies() {
  return loaded;
}

/** @returns {Drawing} once it is loaded */
export function drawing() {
  if (!loaded) throw new Error("A reply is drawn before what draws it is loaded");
  return loaded;
}
