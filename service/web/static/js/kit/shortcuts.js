/** Keys that work wherever the focus is on the page. */

/**
 * Let keys call actions, except while the reader is typing or a dialog is open.
 * @param {Record<string, () => void>} actions by key, in lower case
 */
export function setUpShortcuts(actions) {
  document.addEventListener("keydown", (event) => {
    const action = Object.hasOwn(actions, event.key.toLowerCase()) ? actions[event.key.toLowerCase()] : null;
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    event.preventDefault(); // else the key is typed where the action puts the focus
    action();
  });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
