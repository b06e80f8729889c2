/* What it takes to keep pages on the phone, for the scripts of pages that do: `phone(element.dataset)` with data-owner,
   data-cache and data-worker (culture_site/core/offline.py). What is kept is shown by the worker when there is no line. */
"use strict";
const phone = ({owner, cache, worker}) => ({
  // How the names of this person's caches begin.
  mine: `${cache}:${owner}:`,

  fetchPage: async address => {
    const response = await fetch(address, {cache: "no-store", signal: AbortSignal.timeout(30_000)});
    // Another page, the sign-in or somebody else's is not what was asked for.
    if (!response.ok || response.redirected || response.headers.get("X-Phone-Owner") !== owner) throw new Error(address);
    // All of it by now: what is read later could be cut off by the clock.
    await response.clone().blob();
    return response;
  },

  // Resolves once the worker is there, with the frame of the pages.
  begin: async () => {
    await navigator.serviceWorker.register(worker);
    await Promise.race([navigator.serviceWorker.ready, new Promise((_, fail) => setTimeout(fail, 30_000))]);
  },

  // The worker was not there yet to see whose page this is.
  bind: async () => (await caches.open(`${cache}:who`)).put("/", new Response(owner)),
});
phone.canKeep = "serviceWorker" in navigator;
