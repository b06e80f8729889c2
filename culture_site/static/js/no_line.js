/* Names what the phone keeps for the person who was signed in last, where a page is not there without a line. */
(async () => {
  "use strict";
  const list = document.getElementById("kept"), {cache} = list.dataset;
  const owner = await (await self.caches?.match("/", {cacheName: `${cache}:who`}))?.text();
  if (!owner) return;
  for (const name of [`${cache}:${owner}:tickets`, `${cache}:${owner}:list`]) {
    if (!await caches.has(name)) continue;
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const html = await (await store.match(request, {ignoreVary: true})).text();
      const link = document.createElement("a");
      link.href = request.url;
      link.textContent = new DOMParser().parseFromString(html, "text/html").title.split(" · ")[0];
      list.querySelector("ul").append(document.createElement("li"));
      list.querySelector("li:last-child").append(link);
      list.hidden = false;
    }
  }
})();
