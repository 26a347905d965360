/** Moving a page with the keyboard, the mouse and the fingers. */

/** @typedef {import("./placement.js").Point} Point */

/**
 * @typedef {object} Movable
 * @property {(dx: number, dy: number) => void} panBy by CSS pixels
 * @property {(factor: number, point?: Point) => void} zoomBy around a point, or the middle
 * @property {() => void} showWhole
 * @property {(step: number) => void} turn to another page
 */

const KEY_FACTOR = 1.4;
const TAP_FACTOR = 2;
const PAN_SHARE = 0.2; // of the stage, that an arrow key moves the page by
const WHEEL_RATE = 0.002; // per pixel
const PINCH_RATE = 0.01; // of a touchpad, which the browser reports as a wheel
const PIXELS_PER_LINE = 16;
const TAP_MS = 350; // between the two taps of a double tap
const TAP_PX = 24;

/**
 * @param {HTMLElement} stage
 * @param {Movable} page
 */
export function setUpGestures(stage, page) {
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !followKey(event.key, stage, page)) return;
    event.preventDefault();
  });
  const onWheel = (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PIXELS_PER_LINE : 1);
    page.zoomBy(Math.exp(-pixels * (event.ctrlKey ? PINCH_RATE : WHEEL_RATE)), pointOn(stage, event));
  };
  stage.addEventListener("wheel", onWheel, { passive: false });
  followPointers(stage, page);
}

/**
 * @param {string} key
 * @param {HTMLElement} stage
 * @param {Movable} page
 * @returns {boolean} whether the key means anything
 */
function followKey(key, { clientWidth, clientHeight }, page) {
  const [across, down] = [clientWidth * PAN_SHARE, clientHeight * PAN_SHARE];
  /** @type {Record<string, () => void>} */
  const actions = {
    ArrowLeft: () => page.panBy(across, 0),
    ArrowRight: () => page.panBy(-across, 0),
    ArrowUp: () => page.panBy(0, down),
    ArrowDown: () => page.panBy(0, -down),
    "+": () => page.zoomBy(KEY_FACTOR),
    "=": () => page.zoomBy(KEY_FACTOR),
    "-": () => page.zoomBy(1 / KEY_FACTOR),
    0: () => page.showWhole(),
    PageUp: () => page.turn(-1),
    PageDown: () => page.turn(1),
  };
  actions[key]?.();
  return key in actions;
}

/**
 * One pointer drags the page, two zoom it, and two taps come closer.
 * @param {HTMLElement} stage
 * @param {Movable} page
 */
function followPointers(stage, page) {
  /** @type {Map<number, Point>} */
  const pointers = new Map();
  const isDoubleTap = tapCounter();
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || isOnButton(event)) return; // a captured pointer would not press it
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, pointOn(stage, event));
    if (pointers.size === 1 && isDoubleTap(event)) page.zoomBy(TAP_FACTOR, pointOn(stage, event));
  });
  stage.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = spanOf(pointers);
    pointers.set(event.pointerId, pointOn(stage, event));
    const after = spanOf(pointers);
    page.panBy(after.middle.x - before.middle.x, after.middle.y - before.middle.y);
    if (before.distance && after.distance) page.zoomBy(after.distance / before.distance, after.middle);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, (event) => pointers.delete(/** @type {PointerEvent} */ (event).pointerId));
  }
}

/** @param {Event} event */
function isOnButton({ target }) {
  return target instanceof Element && target.closest("button") !== null;
}

/** @returns {(event: PointerEvent) => boolean} whether this is the second of two taps at one place */
function tapCounter() {
  let [time, x, y] = [-Infinity, 0, 0];
  return (event) => {
    const near = Math.hypot(event.clientX - x, event.clientY - y) < TAP_PX;
    const second = near && event.timeStamp - time < TAP_MS;
    [time, x, y] = [second ? -Infinity : event.timeStamp, event.clientX, event.clientY];
    return second;
  };
}

/**
 * Return the middle of the first two pointers, and how far they are from each other; 0 if there is only one.
 * @param {Map<number, Point>} pointers
 * @returns {{middle: Point, distance: number}}
 */
function spanOf(pointers) {
  const [one, other = one] = pointers.values();
  const middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  return { middle, distance: Math.hypot(one.x - other.x, one.y - other.y) };
}

/**
 * @param {HTMLElement} stage
 * @param {MouseEvent} event
 * @returns {Point}
 */
function pointOn(stage, event) {
  const { left, top } = stage.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
