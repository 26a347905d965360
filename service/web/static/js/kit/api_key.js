/**
 * The API key, where the server asks for one: asked for in a dialog, kept until the tab is closed.
 */

const STORED = "wenbao.key";

let key = stored();
/** @type {Promise<boolean> | null} */
let asking = null;

/** @returns {string} the key that requests are sent with, or "" */
export function currentKey() {
  return key;
}

/**
 * Ask the reader for a key, once for all requests that wait for it.
 * @param {string} refused the key, or "", that the server did not take
 * @returns {Promise<boolean>} whether there is another one to try
 */
export async function askForKey(refused) {
  if (key !== refused) return true;
  asking ??= ask(refused !== "").finally(() => (asking = null));
  return asking;
}

/**
 * @param {boolean} again whether the last key was wrong
 * @returns {Promise<boolean>}
 */
async function ask(again) {
  const { askInDialog } = await import("./api_key_dialog.js"); // most readers never need it
  const given = await askInDialog(again);
  if (given) keep(given);
  return given !== "";
}

/** @param {string} value */
function keep(value) {
  key = value;
  try {
    sessionStorage.setItem(STORED, value);
  } catch {
    // The key then holds until the page is left.
  }
}

/** @returns {string} */
function stored() {
  try {
    return sessionStorage.getItem(STORED) ?? "";
  } catch {
    return "";
  }
}
