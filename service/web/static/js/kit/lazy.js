/** Lazy loading: modules, and the stylesheets that belong to them, are fetched when they are first needed. */

import { element } from "./dom.js";
import { RequestError } from "./request_error.js";

/**
 * @template Module
 * @param {() => Promise<Module>} importModule an `import()`
 * @param {...string} styles the names of the stylesheets
 * @returns {Promise<Module>}
 * @throws {RequestError} of the kind "away" if one of them cannot be fetched
 */
export async function loadLazily(importModule, ...styles) {
  try {
    const sheets = styles.map((name) => loadStylesheet(`/static/${name}.css`));
    const [module] = await Promise.all([importModule(), ...sheets]);
    return module;
  } catch (error) {
    console.warn(error);
    throw new RequestError("away");
  }
}

/**
 * @param {string} href
 * @returns {Promise<void>} resolved once the stylesheet applies
 */
export function loadStylesheet(href) {
  if (document.head.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const onerror = () => {
      link.remove();
      reject(new Error(`${href} cannot be fetched`));
    };
    const link = element("link", { rel: "stylesheet", href, onload: () => resolve(), onerror });
    document.head.append(link);
  });
}
