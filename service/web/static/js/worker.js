/**
 * The service worker. It keeps the files of the page, and shows a page that says that the server is away when it is.
 * It never touches anything below /v1: answers and articles are always the server's. The server puts the version of
 * the page in front of this script, as `self.VERSION`; with another version, the browser installs the worker anew.
 */

const worker = /** @type {any} */ (self);
/** @type {{VERSION: string}} */
const { VERSION } = worker;
const CACHE = `wenbao-${VERSION}`;
const OFFLINE = "/static/offline.html";
const NEEDED = [
  OFFLINE,
  "/static/style.css",
  "/static/plain.css",
  "/static/favicon.svg",
  "/static/js/first_paint.js",
  "/static/js/offline.js",
];

/**
 * @typedef {Event & {waitUntil: (done: Promise<unknown>) => void}} LifeEvent
 * @typedef {LifeEvent & {request: Request, clientId: string, resultingClientId: string,
 *   respondWith: (reply: Promise<Response>) => void}} FetchEvent
 */

/** The open pages that are of this version: only they are given files that are kept. @type {Set<string>} */
const current = new Set();

worker.addEventListener("install", (/** @type {LifeEvent} */ event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(NEEDED)));
  worker.skipWaiting();
});

worker.addEventListener("activate", (/** @type {LifeEvent} */ event) => {
  event.waitUntil(Promise.all([removeFormer(), worker.clients.claim()]));
});

worker.addEventListener("fetch", (/** @type {FetchEvent} */ event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    if (pathname === "/" || pathname === "/docs") event.respondWith(openPage(event));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(fetchFile(event));
  }
});

async function removeFormer() {
  const names = (await caches.keys()).filter((name) => name.startsWith("wenbao-") && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>} the server's page, or the one that says that it is away
 */
async function openPage({ request, resultingClientId }) {
  try {
    const page = await fetch(request);
    if (page.headers.get("Wenbao-Page") === VERSION) current.add(resultingClientId);
    return page;
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function fetchFile({ request, clientId }) {
  const cache = await caches.open(CACHE);
  if (!current.has(clientId)) return fetch(request).catch(async () => (await cache.match(request)) ?? Response.error());
  const kept = await cache.match(request);
  if (kept) return kept;
  const file = await fetch(request);
  if (file.ok) await cache.put(request, file.clone());
  return file;
}
