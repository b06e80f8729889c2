/* The outbox: what a trainee presses or types is kept on the phone first, then sent, and goes when the site has it.
   Every item bears the key of its press, so that sending it again records nothing twice, and the enrolment it was
   given under: nobody else sees or sends it. Without this file the same forms are sent by the browser.

   form[data-outbox]    its presses are kept; data-next: the page to go on to without a line
   [data-autosave=url]  the form or a fieldset in it, kept while somebody writes: the newest stands. A fieldset with
                        data-item is one answer of a sheet and sent as item and answer */
(() => {
  "use strict";
  const box = document.getElementById("outbox");
  if (!box) return;
  const {owner, pages, sync, ...words} = box.dataset;
  const [line, note] = box.querySelectorAll("[role=status] > p, [role=status] span");
  const dialog = box.querySelector("dialog");
  const LOGOUT = "/accounts/logout/";
  const FIRST = 20_000, LONGEST = 300_000;
  const answers = new Map();
  let token, reason = "", news = "", pause = FIRST, again, typing, proceed;

  const keys = start => Object.keys(localStorage).filter(key => key.startsWith(start));
  const every = (start = "") => keys(`academy:outbox:${start}`).map(key => JSON.parse(localStorage[key]));
  const mine = () => every(owner).sort((one, other) => one.at - other.at);
  const waiting = () => mine().filter(item => !item.sentence);
  const place = item => `academy:outbox:${item.owner}:${item.id}`;
  const keep = item => { localStorage[place(item)] = JSON.stringify(item); };
  const drop = item => localStorage.removeItem(place(item));
  const count = (name, number) => (words[name + number] ?? words[name]).replace("#", number);
  const here = () => location.href.split("#")[0];
  const address = scope => new URL(scope.dataset.autosave || scope.getAttribute("action") || "", here()).href;
  const wait = time => new Promise(done => setTimeout(done, time));

  const newKey = () => {
    const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, 0)).join("");
    return hex.replace(/(.{8})(....).(...).(...)(.*)/, "$1-$2-4$3-a$4-$5");
  };
  // Grows with every item of this phone, even when somebody sets its clock back.
  const stamp = () => localStorage["academy:stamp"] = Math.max(Date.now(), 1 + +(localStorage["academy:stamp"] ?? 0));
  const device = () => localStorage["academy:client"] ??= newKey();

  // ---- Keep

  const slot = scope => `${address(scope)} ${(scope.form ?? scope).dataset.outbox} ${scope.id}`;
  const put = (scope, submitter) => {
    const form = scope.form ?? scope;
    const controls = new Set(scope.elements);
    const names = new Set([...controls].map(control => control.name));
    const {item: number} = scope.dataset;
    const own = ["csrfmiddlewaretoken", "key", "client", "sequence"];
    const given = [...new FormData(form, submitter)].filter(([name]) => names.has(name) && !own.includes(name));
    if (given.some(([, value]) => value.size)) throw new Error("A file does not fit in here.");
    const at = stamp(), id = newKey(), url = address(scope);
    const item = {
      id, owner, url, at, page: here(), isPress: !!submitter, slot: slot(scope), next: form.dataset.next,
      fields: [...(number ? [["item", number], ...given.map(([, value]) => ["answer", value])] : given), ["key", id], ["client", device()], ["sequence", at]],
      words: [...controls].map(control => control.matches(":checked") ? control.labels[0]?.innerText : control.matches("textarea, [type=text], [type=number]") ? control.value : "").filter(Boolean).join("\n"),
    };
    const older = waiting().filter(other => !other.isPress && other.slot === item.slot);
    keep(item);
    older.forEach(drop);
    return item;
  };

  // What waits stands in its form again, or the page would show, and send, what it replaced.
  const fill = () => {
    for (const scope of document.querySelectorAll("form[data-outbox], [data-autosave]")) {
      for (const item of waiting().filter(one => one.slot === slot(scope))) {
        for (const control of scope.elements) {
          const values = item.fields.filter(([name]) => name === (scope.dataset.item ? "answer" : control.name)).map(([, value]) => value);
          if (control.matches("[type=radio], [type=checkbox]")) control.checked = values.includes(control.value);
          else if (!control.matches("button, fieldset, [type=hidden]") && values.length) control.value = values[0];
        }
      }
    }
  };

  // ---- Send

  const fetch_ = (url, options) => fetch(url, {redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(15_000), ...options});

  const post = item => {
    const body = `${new URLSearchParams(item.fields)}`;
    const headers = {
      Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded",
      "X-CSRFToken": token ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "", "X-Academy-Owner": owner,
    };
    // A page that is closed lets it finish, if it is not too long for that.
    return fetch_(item.url, {method: "POST", headers, body, keepalive: body.length < 60_000});
  };

  // Is it still this person who is signed in? Then with a fresh token.
  const renew = async () => {
    const now = await (await fetch_(sync)).json().catch(() => ({}));
    token = now.csrf;
    reason = now.owner === owner ? "" : words.again;
    return !reason;
  };

  // True once it is settled: taken, or refused for good. Whatever else is answered leaves it where it is.
  const send = async item => {
    let response = await post(item);
    if ([0, 401, 403].includes(response.status) && await renew()) response = await post(item);
    const answer = await response.json().catch(() => ({}));
    if (answer.state === "saved") {
      answers.set(item.id, answer);
      drop(item);
      news = answer.sentence ?? news;
    } else if (answer.state === "refused" || [400, 404, 405, 410, 413].includes(response.status)) {
      // A newer one may stand in its place by now.
      if (place(item) in localStorage) keep({...item, sentence: answer.sentence || words.refused});
    } else {
      reason = answer.sentence || reason;
      return false;
    }
    reason = "";
    return true;
  };

  const sendAll = async () => {
    for (let item; (item = waiting()[0]);) if (!await send(item).catch(() => false)) break;
  };
  // One tab sends at a time, in order.
  const drain = async () => {
    clearTimeout(typing);
    typing = clearTimeout(again);
    const before = waiting();
    await (navigator.locks ? navigator.locks.request("academy:outbox", sendAll) : sendAll());
    if (waiting().length) {
      again = setTimeout(drain, pause);
      pause = Math.min(2 * pause, LONGEST);
    } else pause = FIRST;
    show(before.length);
    // The site has what was pressed on this very page: on to what comes of it.
    const taken = before.find(item => item.isPress && item.page === here() && !(place(item) in localStorage));
    if (taken) go(answers.get(taken.id)?.next ?? taken.next ?? "");
  };

  // ---- Say it

  const show = hadSome => {
    const left = waiting().length, others = every().length - mine().length;
    const text = [left && `${count("kept", left)} ${reason}`, news, others && count("other", others)].filter(Boolean).join(" ");
    const said = text || (hadSome && !line.hidden ? words.sent : "");
    line.hidden = !said;
    note.textContent = said;
    box.querySelectorAll(":scope > .alert").forEach(alert => alert.remove());
    for (const item of mine().filter(one => one.sentence)) {
      const alert = box.querySelector("template").content.cloneNode(true).firstElementChild;
      alert.querySelector("span").textContent = item.sentence;
      alert.querySelector(".outbox-words").textContent = item.words;
      alert.querySelector("button").addEventListener("click", () => { drop(item); show(); });
      box.append(alert);
    }
  };

  const go = to => {
    const url = new URL(to, location);
    const stays = url.pathname + url.search === location.pathname + location.search;
    location.assign(url);
    if (stays) location.reload();
  };
  const isSaved = async url => {
    for (const name of await self.caches?.keys() ?? []) {
      if (name.startsWith(pages) && await caches.match(url, {cacheName: name, ignoreVary: true})) return true;
    }
  };

  const setBusy = (button, isBusy) => button.classList.toggle("busy", isBusy);
  const press = async (item, button) => {
    setBusy(button, true);
    await Promise.race([wake(), wait(8_000)]);
    const left = mine().find(one => one.id === item.id);
    if (!left) return;
    const isKept = !left.sentence && item.next;
    if (isKept && await isSaved(item.next)) return go(item.next);
    setBusy(button, false);
    show();
    if (isKept) note.textContent += ` ${words.stay}`;
    box.scrollIntoView({block: "center"});
  };

  document.addEventListener("submit", event => {
    const form = event.target, button = event.submitter ?? form.querySelector("button");
    if (form.action.endsWith?.(LOGOUT)) return askFirst(event, () => form.submit());
    if (!("outbox" in form.dataset)) return;
    if ([...form.elements].some(control => control.matches(".busy"))) return event.preventDefault();
    try {
      const item = put(form, button);
      event.preventDefault();
      press(item, button);
    } catch { /* No room for it here: the browser sends it, as without this file. */ }
  });
  document.addEventListener("input", ({target}) => {
    const scope = target.closest("[data-autosave]");
    if (!scope) return;
    try { put(scope); } catch { return; }
    clearTimeout(typing);
    typing = setTimeout(drain, 400);
  });

  // ---- Leave

  const askFirst = (event, signOut) => {
    if (!waiting().length) return;
    event.preventDefault();
    proceed = signOut;
    dialog.querySelector("p").textContent = count("kept", waiting().length);
    dialog.showModal();
  };
  const wipe = async () => {
    const number = every().length;
    if (!confirm(count("wipe", number))) return false;
    keys("academy:").forEach(key => localStorage.removeItem(key));
    for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
    for (const name of await self.caches?.keys() ?? []) await caches.delete(name);
    show();
    return true;
  };
  dialog.addEventListener("click", async ({target}) => {
    const {value} = target.closest("button") ?? {};
    if (value === "send") {
      await drain();
      if (!waiting().length) return proceed();
      dialog.querySelector("p").textContent = count("kept", waiting().length);
    }
    if (value === "leave" || (value === "wipe" && await wipe())) proceed();
  });
  document.addEventListener("click", async event => {
    const link = event.target.closest(`a[href$="${LOGOUT}"]`);
    if (link) askFirst(event, () => location.assign(link.href));
    if (!event.target.closest("[data-not-mine]") || !await wipe()) return;
    if (navigator.onLine) return document.querySelector(`form[action$="${LOGOUT}"]`).submit();
    line.hidden = false;
    note.textContent = words.wiped;
  });

  // ---- When

  const wake = () => { pause = FIRST; return drain(); };
  // No time for taking turns: what was typed a moment ago leaves with the page.
  const leave = () => {
    if (typing) waiting().filter(item => !item.isPress).forEach(item => send(item).catch(() => {}));
    typing = clearTimeout(typing);
  };
  addEventListener("online", wake);
  addEventListener("storage", () => show());
  addEventListener("visibilitychange", () => { document.hidden ? leave() : wake(); });
  addEventListener("pagehide", leave);
  // The browser may show this very page again as it was left.
  addEventListener("pageshow", () => document.querySelectorAll("button.busy").forEach(button => setBusy(button, false)));
  fill();
  show();
  if (waiting().length) wake();
})();
