/**
 * What the browser remembers for this reader. Storage may be blocked; then nothing is remembered.
 */

/**
 * @param {string} key
 * @returns {string | null}
 */
export function recall(key) {
  try {
    return localStorage.getItem(`wenbao.${key}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value) {
  try {
    localStorage.setItem(`wenbao.${key}`, value);
  } catch {
    // The choice then holds until the page is closed.
  }
}
