/** The news that the collection has changed, for whatever on the page shows part of it. */

const EVENT = "library-changed";

/** Tell everyone who listens that articles were added, changed or deleted. */
export function announceLibraryChange() {
  document.dispatchEvent(new Event(EVENT));
}

/** @param {() => void} listener */
export function onLibraryChange(listener) {
  document.addEventListener(EVENT, listener);
}
