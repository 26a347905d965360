/**
 * The browser's storage. It may be blocked; then nothing is stored, and a value lasts until the page is closed.
 */

const PREFIX = "wenbao.";

class SafeStorage {
  #area;

  /** @param {() => Storage} area even reading the property throws where storage is blocked */
  constructor(area) {
    this.#area = area;
  }

  /**
   * @param {string} key
   * @returns {string | null}
   */
  get(key) {
    try {
      return this.#area().getItem(PREFIX + key);
    } catch {
      return null;
    }
  }

  /**
   * @param {string} key
   * @param {string | null} value null removes the key
   */
  set(key, value) {
    try {
      if (value === null) this.#area().removeItem(PREFIX + key);
      else this.#area().setItem(PREFIX + key, value);
    } catch {
      // Blocked or full: the caller holds the value for as long as the page is open.
    }
  }
}

/** What lasts beyond this visit. */
export const lastingStorage = new SafeStorage(() => localStorage);

/** What lasts until the tab is closed. */
export const tabStorage = new SafeStorage(() => sessionStorage);
