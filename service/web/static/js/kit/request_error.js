/** The error of every request that failed. */

/**
 * Why a request failed: the server cannot be reached, took too long, sent something unreadable, refused, the connection
 * broke while an answer was arriving, or the reader stopped it.
 * @typedef {"away" | "timeout" | "broken" | "refused" | "cut" | "stopped"} Failure
 */

/** A request that failed; `kind` says why. */
export class RequestError extends Error {
  /**
   * @param {Failure} kind when "refused", `message` is the server's own sentence; when "cut", part of the answer
   *   has already been shown
   * @param {number} [status]
   * @param {string} [message]
   * @param {string} [code] the stable name of the problem
   * @param {string} [about] the title of the article that is missing
   */
  constructor(kind, status = 0, message = "", code = "", about = "") {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.about = about;
  }

  /** Whether the same request may succeed later. */
  get temporary() {
    return this.kind !== "refused" || this.status >= 500 || this.status === 429 || this.status === 401;
  }
}
