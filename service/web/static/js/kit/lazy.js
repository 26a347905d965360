/** Parts of the page that are fetched when they are first needed: modules, and stylesheets with them. */

import { RequestError } from "./requests.js";
import { element } from "./dom.js";

/**
 * @template Module
 * @param {() => Promise<Module>} load an `import()`
 * @param {...string} styles the names of the part's stylesheets
 * @returns {Promise<Module>}
 * @throws {RequestError} of the kind "away", when one of them cannot be fetched
 */
export async function part(load, ...styles) {
  try {
    const [module] = await Promise.all([load(), ...styles.map((name) => stylesheet(`/static/${name}.css`))]);
    return module;
  } catch (error) {
    console.warn(error);
    throw new RequestError("away");
  }
}

/**
 * @param {string} href
 * @returns {Promise<void>} done when it is in force
 */
export function stylesheet(href) {
  if (document.head.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const gone = () => {
      link.remove();
      reject(new Error(`${href} cannot be fetched`));
    };
    const link = element("link", { rel: "stylesheet", href, onload: () => resolve(), onerror: gone });
    document.head.append(link);
  });
}
