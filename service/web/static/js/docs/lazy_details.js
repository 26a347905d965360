/** A part that is made when it is first unfolded: the whole contract is far more than anybody reads. */

import { element } from "../kit/dom.js";

/**
 * @param {Node} summary
 * @param {() => Node} content
 * @param {Record<string, string>} [properties] of the element
 * @returns {HTMLElement} a `details`
 */
export function unfolding(summary, content, properties = { class: "within" }) {
  const details = element("details", properties, element("summary", {}, summary));
  details.addEventListener("toggle", () => details.append(content()), { once: true });
  return details;
}
