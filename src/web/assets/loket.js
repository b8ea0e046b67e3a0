/* Citizens' pages work without this. It moves the focus to the list of errors, keeps a form from being sent twice, keeps
 * what is typed when the signal is gone and sends it when it is back (forms with the words of kept_words), and leads back to photos
 * that are not sent yet (upload.js). */
"use strict";
(() => {
  const fault = document.getElementById("galat"), main = document.querySelector("main");
  if (fault) fault.focus();

  const WEEK = 7 * 864e5;
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  function write(key, value) {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch { /* a private window keeps nothing */ }
  }
  function note(className, text, href, label) {
    const box = document.createElement("div"), p = document.createElement("p");
    box.className = "note noprint " + className;
    box.setAttribute("role", "status");
    p.textContent = text;
    if (href && /^\/(?!\/)/.test(href)) {
      const a = document.createElement("a");
      a.href = href;
      a.textContent = label || text;
      if (label) p.append(" ", a);
      else p.replaceChildren(a);
    }
    box.append(p);
    main.prepend(box);
    return box;
  }

  /* ---- photos that wait on this phone ---- */

  const photos = read("loket.unggah") || {};
  for (const [path, text] of Object.entries(photos))
    if (path !== location.pathname) note("note-warn", text, path + "?lanjut=1");

  /* ---- answers that wait on this phone: [{to, body, at, sent, look, go}] ---- */

  const QUEUE = "loket.antre", TYPED = "loket.ketik:";
  const queue = () => (read(QUEUE) || []).filter((q) => q.at > Date.now() - WEEK);
  const unqueue = (to) => write(QUEUE, queue().filter((q) => q.to !== to));

  /* The address of the next page; "" when the server wants the form to be seen again. No answer: an exception. */
  async function post(to, body) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 30000);
    try {
      const r = await fetch(to, {method: "POST", body: new URLSearchParams(body), signal: stop.signal, headers: {"Loket-Fetch": "1"}});
      if (r.status === 502 || r.status === 503 || r.status === 504) throw new Error("later");
      return r.headers.has("Loket-To") ? r.headers.get("Loket-To") : "";
    } finally {
      clearTimeout(timer);
    }
  }

  let flushing = false;
  async function flush() {
    if (flushing) return;
    flushing = true;
    try {
      for (const q of queue()) {
        const next = await post(q.to, q.body), here = q.to === location.pathname;
        unqueue(q.to);
        if (next) write(TYPED + q.to);
        if (here && next) return location.assign(next);
        if (here) return location.reload(); /* what was typed comes back, and the server says what is wrong */
        note(next ? "note-ok" : "note-warn", next ? q.sent : q.look, next || q.to, q.go);
      }
    } catch { /* still no signal */ } finally {
      flushing = false;
    }
  }
  addEventListener("online", flush);
  setInterval(() => { if (queue().length) flush(); }, 20000);
  if (queue().length) flush();

  /* ---- forms ---- */

  const fields = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrf" && typeof value === "string");

  function fill(form, values) {
    for (const e of form.elements) {
      if (!e.name || e.type === "hidden" || e.type === "file" || e.type === "submit") continue;
      const given = values.filter(([name]) => name === e.name).map(([, value]) => value);
      if (e.type === "radio" || e.type === "checkbox") e.checked = given.includes(e.value);
      else e.value = given[0] ?? "";
    }
  }

  function keep(form, words) {
    const to = form.getAttribute("action"), key = TYPED + to, was = JSON.stringify(fields(form)), old = read(key);
    if (old && old.was === was && old.at > Date.now() - WEEK && JSON.stringify(old.now) !== was) {
      fill(form, old.now);
      note("", words.back);
    } else if (old) {
      write(key); /* another phone was faster, or it came to nothing */
    }
    form.addEventListener("input", () => write(key, {was, now: fields(form), at: Date.now()}));
    let waits = null;
    return async (button) => {
      const body = [...new FormData(form)];
      if (button?.name) body.push([button.name, button.value]);
      try {
        const next = await post(to, body);
        unqueue(to);
        if (next) write(key);
        if (next) location.assign(next);
        return !next; /* the server says what is wrong */
      } catch {
        const {sent, look, go} = words;
        write(QUEUE, [...queue().filter((q) => q.to !== to), {to, body, at: Date.now(), sent, look, go}]);
        waits?.remove();
        waits = note("note-warn", words.keep);
        waits.tabIndex = -1;
        waits.focus();
      }
    };
  }

  for (const form of document.querySelectorAll("form[method=post]")) {
    const words = form.querySelector("[data-keep]")?.dataset, send = words && window.fetch ? keep(form, words) : null;
    let busy = false, plain = false;
    form.addEventListener("submit", async (event) => {
      if (plain) return;
      if (busy) return event.preventDefault();
      busy = true;
      const button = event.submitter, state = form.querySelector("[role=status]");
      if (state && button?.dataset.busy) state.textContent = button.dataset.busy;
      if (!send) return;
      event.preventDefault();
      plain = await send(button);
      busy = false;
      if (plain) form.requestSubmit(button);
    });
    /* Back from the next page: the form may be sent again. */
    addEventListener("pageshow", () => { busy = plain = false; });
  }

  /* What nobody came back for within a week. */
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(TYPED) && !(read(key)?.at > Date.now() - WEEK)) write(key);
  } catch { /* no storage */ }
})();
