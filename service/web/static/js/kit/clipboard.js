/** The clipboard, which browsers refuse to pages that are neither local nor served over TLS. */

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether the text was copied
 */
export async function copyToClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}
