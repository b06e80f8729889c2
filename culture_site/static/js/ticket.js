/* Keeps this ticket on the phone (phone.js), anew each time it is opened with a line, and says so once it is there. */
(async () => {
  "use strict";
  const ticket = document.getElementById("ticket");
  if (!phone.canKeep) return;
  const {mine, fetchPage, begin, bind} = phone(ticket.dataset);
  const name = `${mine}tickets`, here = location.pathname;
  try {
    const page = await fetchPage(here);
    await begin();
    await (await caches.open(name)).put(here, page);
    await bind();
  } catch { /* Without a line, or no longer this person's: what is there stays as it is. */ }
  const isKept = await caches.match(here, {cacheName: name, ignoreVary: true});
  if (isKept && (await navigator.serviceWorker.getRegistration())?.active) {
    document.querySelectorAll("[data-kept]").forEach(part => { part.hidden = false; });
  }
})();
