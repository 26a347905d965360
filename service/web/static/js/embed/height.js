/** Tells the page around the frame how high the content is, and no page that may not know it. */

/**
 * @param {HTMLElement} content
 * @param {string[]} allowed the sites that may embed the page
 */
export function tellHeight(content, allowed) {
  if (parent === window) return;
  const origins = findParents(allowed);
  const tell = () => {
    const height = Math.ceil(content.getBoundingClientRect().bottom + scrollY + 12);
    for (const origin of origins) parent.postMessage({ type: "wenbao:height", height }, origin);
  };
  new ResizeObserver(tell).observe(content);
}

/**
 * @param {string[]} allowed
 * @returns {string[]} the site of the page around, if it is allowed; all that are if the browser does not tell it
 */
function findParents(allowed) {
  const around = location.ancestorOrigins?.[0];
  return around ? allowed.filter((origin) => origin === around) : allowed;
}
