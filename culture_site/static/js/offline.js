/* Keeps the lessons of a week on the phone (phone.js), and removes them again. Without this file nothing is kept. */
(() => {
  "use strict";
  const list = document.getElementById("saved");
  const {owner, cache, worker, ...words} = list.dataset;
  const {mine, fetchPage, begin, bind} = phone(list.dataset);
  list.querySelector("[data-cannot]").hidden = phone.canKeep;
  if (!phone.canKeep) return;

  const nameOf = week => `${mine}week:${week.dataset.week}`;
  const addressesOf = week => week.dataset.addresses.split(" ");
  const say = (week, text) => { week.querySelector("[role=status]").textContent = text; };

  const kilobytes = async name => {
    const store = await caches.open(name);
    let bytes = 0;
    for (const kept of await store.matchAll()) bytes += (await kept.blob()).size;
    return Math.ceil(bytes / 1024);
  };
  const draw = async week => {
    const name = nameOf(week);
    const kept = await caches.match(addressesOf(week)[0], {cacheName: name, ignoreVary: true});
    const [save, remove] = week.querySelectorAll("button");
    save.hidden = false;
    save.querySelector("span").textContent = kept ? words.again : words.save;
    remove.hidden = !await caches.has(name);
    if (!kept) return;
    const day = new Date(kept.headers.get("date")).toLocaleDateString(document.documentElement.lang, {day: "numeric", month: "long"});
    week.querySelector("[data-state]").textContent = words.saved.replace("%", day).replace("#", await kilobytes(name));
  };

  // The one file of each picture that this very screen would take.
  const picturesIn = async html => {
    const found = new DOMParser().parseFromString(html, "text/html").querySelectorAll("main img");
    return Promise.all([...found].map(async image => {
      const copy = document.importNode(image.closest("picture") ?? image, true);
      const inside = copy.querySelector("img") ?? copy;
      inside.loading = "eager";
      await inside.decode();
      return inside.currentSrc;
    }));
  };

  const save = async week => {
    const addresses = addressesOf(week), kept = new Map();
    await begin();
    for (const address of addresses) {
      say(week, words.saving.replace("#", `${kept.size + 1}/${addresses.length}`));
      kept.set(address, await fetchPage(address));
    }
    const pictures = (await Promise.all([...kept.values()].map(async page => picturesIn(await page.clone().text())))).flat();
    const overview = await fetchPage(location.pathname);
    await caches.delete(nameOf(week));
    const store = await caches.open(nameOf(week));
    await store.addAll(new Set(pictures));
    for (const [address, page] of kept) await store.put(address, page);
    await (await caches.open(`${mine}list`)).put(location.pathname, overview);
    await bind();
    navigator.storage?.persist?.();
    say(week, "");
  };
  const remove = async week => {
    await caches.delete(nameOf(week));
    const left = (await caches.keys()).filter(name => name.startsWith(`${mine}week:`));
    if (!left.length) await caches.delete(`${mine}list`);
    say(week, words.removed);
  };

  list.addEventListener("click", async ({target}) => {
    const button = target.closest("button"), week = target.closest("[data-week]");
    if (!button || button.matches(".busy")) return;
    button.classList.add("busy");
    try {
      await (button.value === "save" ? save(week) : remove(week));
    } catch {
      say(week, words.failed);
    }
    button.classList.remove("busy");
    draw(week);
  });
  list.querySelectorAll("[data-week]").forEach(draw);
})();
