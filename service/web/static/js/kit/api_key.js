/**
 * The API key, for servers that require one: entered in a dialog, stored until the tab is closed.
 */

import { RequestError } from "./request_error.js";
import { tabStorage } from "./storage.js";

const KEY = "key";

let key = tabStorage.get(KEY) ?? "";
/** The dialog that is open, if any. @type {Promise<boolean> | null} */
let asking = null;

/** @returns {string} the key that requests are sent with, or "" */
export function currentKey() {
  return key;
}

/**
 * Call `send` with the key; if the server rejects it (401), ask the reader for another one and call it again.
 * @template Result
 * @param {(key: string) => Promise<Result>} send
 * @returns {Promise<Result>}
 */
export async function withKey(send) {
  for (;;) {
    const sent = key;
    try {
      return await send(sent);
    } catch (error) {
      const rejected = error instanceof RequestError && error.status === 401;
      if (!rejected || !(await askForKey(sent))) throw error;
    }
  }
}

/**
 * Ask the reader for a key, once for all requests that are waiting for it.
 * @param {string} rejected the key, or "", that the server did not accept
 * @returns {Promise<boolean>} whether there is another key to try
 */
export async function askForKey(rejected) {
  if (key !== rejected) return true;
  asking ??= openDialog(rejected !== "").finally(() => (asking = null));
  return asking;
}

/**
 * @param {boolean} again whether the last key was wrong
 * @returns {Promise<boolean>} whether a key was entered
 */
async function openDialog(again) {
  const { askInDialog } = await import("./api_key_dialog.js"); // most readers never need it
  const entered = await askInDialog(again);
  if (!entered) return false;
  key = entered;
  tabStorage.set(KEY, key);
  return true;
}
