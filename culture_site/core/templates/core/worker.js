/* The worker of the site on a phone: with a line it stands aside; without one it shows what the phone keeps, to the
   person who was signed in last and to nobody else. It never keeps a page by itself, and nothing that is posted. */
"use strict";
const {cache: CACHE, header: HEADER, shell: SHELL, files: FILES, pages: NO_LINE, static: STATIC} = {{ facts|safe }};
const WHO = `${CACHE}:who`;
const isDoor = path => /^\/\w\w\/accounts\//.test(path);
const HASH = /\.[0-9a-f]{12}(?=\.\w+$)/;

const fill = async () => {
  const shell = await caches.open(SHELL);
  // Without cookies: what is kept for everybody is nobody's.
  await shell.addAll(FILES.map(file => new Request(file, {credentials: "omit"})));
  await self.skipWaiting();
};
const takeOver = async () => {
  for (const name of await caches.keys()) {
    if (name !== SHELL && !name.startsWith(`${CACHE}:`)) await caches.delete(name);
  }
  await self.clients.claim();
};

// ---- Whose phone it is

const whoIsIn = async () => (await caches.match("/", {cacheName: WHO}))?.text();
// Tickets are small and fetched again by opening them: they go with whoever leaves. Weeks stay until they are removed.
const dropTickets = async owner => {
  for (const name of await caches.keys()) {
    if (name.endsWith(":tickets") && !name.startsWith(`${CACHE}:${owner}:`)) await caches.delete(name);
  }
};
// Each page says whose it is. One from the history may be that of somebody who has left since.
const isNew = request => request.cache !== "force-cache" && !request.isHistoryNavigation;
const note = async (request, response, path) => {
  const owner = isNew(request) && response.headers.get(HEADER);
  if (!owner) {
    // Somebody else may sign in here.
    if (isDoor(path)) await caches.delete(WHO);
  } else if (owner !== await whoIsIn()) {
    await (await caches.open(WHO)).put("/", new Response(owner));
    await dropTickets(owner);
  }
};
const leave = async path => {
  await caches.delete(WHO);
  if (path.endsWith("/logout/")) await dropTickets();
};

// ---- What is shown

const kept = async path => {
  const owner = await whoIsIn();
  if (!owner) return;
  for (const name of await caches.keys()) {
    const found = name.startsWith(`${CACHE}:${owner}:`) && await caches.match(path, {cacheName: name, ignoreVary: true});
    if (found) return found;
  }
};

const page = async (request, path) => {
  let response;
  try {
    response = await fetch(request);
  } catch {
    return await kept(path) ?? await caches.match(NO_LINE[path.slice(1, 3)] ?? NO_LINE.id, {cacheName: SHELL});
  }
  await note(request, response, path);
  return response;
};

// A name with a hash never changes its content. Without a line, a newer file stands in for one that a page names.
const file = async (request, path) => {
  const shell = await caches.open(SHELL);
  const known = HASH.test(path) && await shell.match(path, {ignoreVary: true});
  if (known) return known;
  try {
    return await fetch(request);
  } catch (error) {
    const plain = path.replace(HASH, "");
    const found = FILES.find(name => new URL(name, location).pathname.replace(HASH, "") === plain);
    const instead = found && await shell.match(found, {ignoreVary: true});
    if (instead) return instead;
    throw error;
  }
};
const picture = async (request, path) => {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(path);
    if (found) return found;
    throw error;
  }
};

self.addEventListener("install", event => event.waitUntil(fill()));
self.addEventListener("activate", event => event.waitUntil(takeOver()));
self.addEventListener("fetch", event => {
  const {request} = event, {origin, pathname} = new URL(request.url);
  if (origin !== location.origin) return;
  // Signing in and out, even when it does not get through.
  if (request.method === "POST" && isDoor(pathname)) event.waitUntil(leave(pathname));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request, pathname));
  else if (pathname.startsWith(STATIC)) event.respondWith(file(request, pathname));
  else if (request.destination === "image") event.respondWith(picture(request, pathname));
});
