/**
 * Deleting conversations with undo: the request is sent when the time for undoing is over, or when the page is left.
 */

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { toasts } from "../kit/toasts.js";
import { deleteConversation } from "./requests.js";

const UNDO_MS = 8_000;

/**
 * @typedef {object} Deletion
 * @property {string} id
 * @property {string} title
 * @property {() => void} onUndo
 * @property {() => void} onDeleted
 * @property {(error: RequestError) => void} onFailed
 */

/** @type {{deletion: Deletion, timer: number} | null} */
let pending = null;

const toast = element("div", { class: "toast", role: "group" });
window.addEventListener("pagehide", commit);

/** @returns {string | null} the id of the conversation that is about to be deleted */
export function pendingDeletion() {
  return pending && pending.deletion.id;
}

/**
 * Delete a conversation unless the reader undoes it in time. An earlier deletion is carried out at once.
 * @param {Deletion} deletion
 */
export function deleteWithUndo(deletion) {
  commit();
  pending = { deletion, timer: setTimeout(commit, UNDO_MS) };
  const { title } = deletion;
  const button = setText(element("button", { type: "button", class: "undo small strong", onclick: undo }), "undo");
  toast.replaceChildren(setText(element("p"), "removedTitle", { title }), button);
  toasts.append(toast);
  announce(translate("removedTitle", { title }));
  button.focus();
}

function undo() {
  takePending()?.onUndo();
}

async function commit() {
  const deletion = takePending();
  if (!deletion) return;
  try {
    await deleteConversation(deletion.id);
    deletion.onDeleted();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.code === "no_such_conversation") deletion.onDeleted();
    else deletion.onFailed(error);
  }
}

/** @returns {Deletion | null} the pending deletion, which no longer is */
function takePending() {
  if (!pending) return null;
  const { deletion, timer } = pending;
  clearTimeout(timer);
  pending = null;
  toast.remove();
  return deletion;
}
