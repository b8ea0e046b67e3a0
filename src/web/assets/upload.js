/* Papers of citizens: made smaller and upright on the phone, looked at for blur and darkness, sent in pieces that survive a
 * lost signal, a closed page and an empty battery (tus 1.0.0; the server's side is web/tus.c). What is not sent yet lies
 * in IndexedDB. Without this script the same form sends the files at once. */
"use strict";
(() => {
  const form = document.querySelector("form[data-tus]"), words = document.getElementById("kata")?.dataset;
  if (!form || !words || !window.indexedDB || !window.fetch || !window.createImageBitmap) return;

  const LONG_SIDE = 2400, QUALITY = 0.82, MOST = 20 << 20, BLUR = 45, DARK = 70;
  const FIRST = 64 << 10, LEAST = 16 << 10, LARGEST = 512 << 10, WEEK = 7 * 864e5;
  const say = (text, ...values) => text.replace(/%(\d)/g, (all, n) => values[n - 1]);
  const size = (n) => n < 1e6 ? Math.ceil(n / 1e3) + " KB" : (n / 1e6).toFixed(1).replace(".", words.point) + " MB";
  const state = form.querySelector("[role=status]"), bar = document.createElement("progress");
  const tell = (text) => { if (state.textContent !== text) state.textContent = text; };
  function make(tag, className, text) {
    const e = document.createElement(tag);
    if (className) e.className = className;
    if (text) e.textContent = text;
    return e;
  }

  /* ---- what waits on this phone ---- */

  let store = null;
  const memory = new Map();
  const opened = new Promise((done) => {
    const asked = indexedDB.open("loket", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("unggah", {keyPath: "id"});
    asked.onsuccess = () => { store = asked.result; done(); };
    asked.onerror = done; /* a private window: it waits in memory */
  });
  async function ask(mode, call) {
    await opened;
    if (!store) return call(null);
    return new Promise((done, fail) => {
      const tx = store.transaction("unggah", mode), asked = call(tx.objectStore("unggah"));
      tx.oncomplete = () => done(asked.result);
      tx.onerror = tx.onabort = () => fail(tx.error);
    });
  }
  const all = () => ask("readonly", (s) => s ? s.getAll() : [...memory.values()]);
  async function put(job) {
    memory.set(job.id, job);
    try { await ask("readwrite", (s) => s?.put(job)); } catch { store = null; }
  }
  async function drop(job) {
    memory.delete(job.id);
    try { await ask("readwrite", (s) => s?.delete(job.id)); } catch { /* it is done all the same */ }
  }
  /* Other pages lead back to this one as long as something waits here (loket.js). */
  async function remember() {
    const left = (await all()).filter((j) => j.page === location.pathname).length;
    try {
      const waiting = JSON.parse(localStorage.getItem("loket.unggah") || "{}");
      delete waiting[location.pathname];
      if (left) waiting[location.pathname] = say(words.unsent, left);
      localStorage.setItem("loket.unggah", JSON.stringify(waiting));
    } catch { /* no storage, no reminder */ }
  }

  /* ---- the picture ---- */

  function canvas(w, h) {
    const c = document.createElement("canvas");
    c.width = Math.max(1, Math.round(w));
    c.height = Math.max(1, Math.round(h));
    const pen = c.getContext("2d", {willReadFrequently: w < 700});
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, c.width, c.height);
    pen.imageSmoothingQuality = "high";
    return [c, pen];
  }
  const jpeg = (c) => new Promise((done) => c.toBlob(done, "image/jpeg", QUALITY));

  /* Mean brightness, and how much the second derivative varies: small when no edge is sharp. */
  function look(picture) {
    const scale = Math.min(1, 640 / Math.max(picture.width, picture.height));
    const [c, pen] = canvas(picture.width * scale, picture.height * scale), w = c.width, h = c.height;
    pen.drawImage(picture, 0, 0, w, h);
    const p = pen.getImageData(0, 0, w, h).data, grey = new Float32Array(w * h);
    let light = 0, sum = 0, squares = 0, n = 0;
    for (let i = 0; i < grey.length; i++) light += grey[i] = 0.299 * p[4 * i] + 0.587 * p[4 * i + 1] + 0.114 * p[4 * i + 2];
    for (let y = 1; y < h - 1; y++)
      for (let i = y * w + 1; i < y * w + w - 1; i++, n++) {
        const d = grey[i - 1] + grey[i + 1] + grey[i - w] + grey[i + w] - 4 * grey[i];
        sum += d;
        squares += d * d;
      }
    return {light: light / grey.length, sharp: n ? squares / n - (sum / n) ** 2 : 1e9};
  }

  /* Smaller, upright, without the place it was taken at. What the browser cannot read (HEIC, PDF) goes as it is. */
  async function prepare(file, turn) {
    const whole = {blob: file, name: file.name};
    if (!/^image\//.test(file.type)) return whole;
    try {
      const picture = await createImageBitmap(file, {imageOrientation: "from-image"});
      const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
      const w = picture.width * scale, h = picture.height * scale;
      const [c, pen] = turn ? canvas(h, w) : canvas(w, h);
      if (turn) pen.setTransform(0, 1, -1, 0, c.width, 0);
      pen.drawImage(picture, 0, 0, w, h);
      const seen = look(picture), blob = await jpeg(c);
      picture.close();
      const keep = !blob || (!turn && file.type !== "image/jpeg" && blob.size >= file.size);
      if (keep) return {...whole, ...seen, shown: file};
      return {blob, name: file.name.replace(/\.\w+$/, "") + ".jpg", ...seen, shown: blob};
    } catch {
      return whole;
    }
  }

  /* ---- choosing ---- */

  const picked = [];

  /* Gives what is wrong with it. */
  function show(item) {
    const p = item.made, row = item.row, held = row.contains(document.activeElement);
    row.replaceChildren();
    if (p.shown) {
      const img = make("img");
      img.alt = "";
      img.src = URL.createObjectURL(p.shown);
      img.onload = () => URL.revokeObjectURL(img.src);
      row.append(img);
    }
    const text = make("div"), buttons = make("p");
    text.append(make("p", "", `${p.name} · ${size(p.blob.size)}`));
    const warnings = [p.blob.size > MOST && words.large, p.sharp < BLUR && words.blur, p.light < DARK && words.dark].filter(Boolean);
    for (const w of warnings) text.append(make("p", "note note-warn", w));
    const button = (label, act) => {
      const b = make("button", "btn-2", label);
      b.type = "button";
      b.append(make("span", "vh", " " + p.name));
      b.onclick = act;
      buttons.append(b);
    };
    if (p.shown) button(words.turn, async () => {
      await prepared(item, async () => ({...await prepare(new File([p.blob], p.name, {type: p.blob.type}), true), sharp: p.sharp, light: p.light}));
      tell(words.turned);
    });
    button(words.remove, () => {
      picked.splice(picked.indexOf(item), 1);
      item.input.focus();
      row.remove();
      tell(words.removed);
    });
    text.append(buttons);
    row.append(text);
    if (held) row.querySelector("button").focus();
    return warnings;
  }

  /* One after the other: a cheap phone has no room for two pictures. */
  let last = Promise.resolve();
  function prepared(item, make) {
    return item.ready = last = last.then(make).then((made) => {
      item.made = made;
      if (item.row.isConnected) tell([say(words.ready, made.name), ...show(item)].join(" "));
    });
  }

  function choose(input) {
    const files = [...input.files], field = input.closest(".field") || input.parentNode;
    input.value = ""; /* they are in the list now; the same one may be chosen again */
    if (files.length) tell(words.preparing);
    let list = field.querySelector(".picked");
    if (!list) field.append(list = make("ul", "picked"));
    for (const file of files) {
      const item = {input, row: make("li"), made: {blob: file, name: file.name}};
      picked.push(item);
      list.append(item.row);
      show(item);
      prepared(item, () => prepare(file));
    }
  }
  const inputs = [...form.querySelectorAll("input[type=file]")];
  for (const input of inputs) {
    input.addEventListener("change", () => choose(input));
    if (input.files.length) choose(input); /* chosen before this script came */
  }

  /* ---- sending: tus ---- */

  class Refused extends Error {}
  const pause = (ms) => new Promise((done) => {
    const timer = setTimeout(end, ms);
    function end() { clearTimeout(timer); removeEventListener("online", end); done(); }
    addEventListener("online", end);
  });

  async function call(method, url, headers, body) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 20000 + (body ? body.size / 2 : 0));
    try {
      const r = await fetch(url, {method, body, signal: stop.signal, cache: "no-store",
        headers: {"Tus-Resumable": "1.0.0", "Accept-Language": document.documentElement.lang, ...headers}});
      if (r.ok || [404, 409, 410, 429, 460].includes(r.status) && method !== "POST" || r.status >= 500) return r;
      const told = await r.json().catch(() => ({}));
      if (told.code === "too_often") throw new Error("later");
      throw new Refused(told.detail || words.refused);
    } finally {
      clearTimeout(timer);
    }
  }

  const PIECES = {"Content-Type": "application/offset+octet-stream"};
  const encode = (text) => btoa(unescape(encodeURIComponent(text)));

  async function begin(job, piece) {
    const r = await call("POST", job.to, {...PIECES, "Upload-Length": job.blob.size,
      "Upload-Metadata": `filename ${encode(job.name.slice(-80))}`}, piece);
    if (!r.ok) throw new Error("later");
    job.url = new URL(r.headers.get("Location"), location.href).pathname;
    await put(job);
    return Number(r.headers.get("Upload-Offset"));
  }

  /* Ends when the file is there or refused; everything else is tried again. */
  async function send(job, progress) {
    let at = -1, step = FIRST, failed = 0; /* at below 0: the server has to be asked */
    for (;;) {
      try {
        if (!job.url) {
          at = await begin(job, job.blob.slice(0, step));
        } else if (at < 0) {
          const r = await call("HEAD", job.url, {});
          if (r.status === 404 || r.status === 410) job.url = "";
          else if (r.ok) at = Number(r.headers.get("Upload-Offset"));
          else throw new Error("later");
        } else {
          const r = await call("PATCH", job.url, {...PIECES, "Upload-Offset": at}, job.blob.slice(at, at + step));
          at = r.ok ? Number(r.headers.get("Upload-Offset")) : -1;
          if (!r.ok && r.status >= 429) throw new Error("later");
          step = Math.min(LARGEST, step * 2);
        }
        failed = 0;
        progress(Math.max(0, at));
        if (at === job.blob.size) return;
      } catch (e) {
        if (e instanceof Refused) throw e;
        at = -1;
        step = Math.max(LEAST, step / 2);
        tell(navigator.onLine ? words.weak : words.offline);
        await pause(Math.min(15000, 500 * 2 ** failed++));
      }
    }
  }

  /* ---- one after the other ---- */

  function refuse(job, why) {
    const input = inputs.find((i) => target(i) === job.to) || inputs[0], p = make("p", "msg", `${job.name}: ${why}`);
    p.tabIndex = -1;
    if (input) (input.closest(".field") || form).append(p);
    else state.before(p);
    p.focus();
  }

  async function sendAll() {
    const jobs = (await all()).filter((j) => j.page === location.pathname);
    let came = 0, refused = 0;
    state.before(bar);
    bar.max = jobs.reduce((n, j) => n + j.blob.size, 0);
    bar.setAttribute("aria-label", words.progress);
    let before = 0;
    for (const [i, job] of jobs.entries()) {
      let told = -1;
      try {
        await send(job, (at) => {
          bar.value = before + at;
          const quarter = Math.floor(4 * at / job.blob.size) * 25;
          if (quarter > told) tell(say(words.sending, i + 1, jobs.length, told = quarter));
        });
        came++;
      } catch (e) {
        refused++;
        refuse(job, e.message);
      }
      before += job.blob.size;
      await drop(job);
      await remember();
    }
    bar.remove();
    tell(refused ? "" : words.done);
    if (came && !refused && !picked.length) location.assign((form.dataset.done || location.pathname) + "?terima=" + came);
  }

  /* What was chosen, as jobs on this phone; what is still being prepared is waited for. */
  async function keepPicked() {
    for (let item; (item = picked[0]);) {
      await item.ready;
      if (picked[0] !== item) continue; /* taken back meanwhile */
      picked.shift();
      await put({id: Date.now() + Math.random(), page: location.pathname, to: target(item.input), name: item.made.name,
        blob: item.made.blob, url: "", at: Date.now()});
      item.row.remove();
    }
    await remember();
  }

  let busy = false;
  async function run(before) {
    if (busy) return;
    busy = true;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      await before?.();
      /* Two windows would take turns with the same upload. */
      if (navigator.locks) await navigator.locks.request("loket-unggah", sendAll);
      else await sendAll();
    } finally {
      busy = button.disabled = false;
    }
  }

  const target = (input) => form.dataset.tus + (input.name.startsWith("scan_") ? "/" + input.name.slice(5) : "");

  form.addEventListener("submit", (event) => {
    if (busy) return event.preventDefault();
    if (!picked.length) return; /* the server says what is missing */
    event.preventDefault();
    event.stopImmediatePropagation();
    run(keepPicked);
  }, true);

  (async () => {
    const jobs = await all();
    for (const j of jobs) if (j.at < Date.now() - WEEK) await drop(j);
    const mine = jobs.filter((j) => j.page === location.pathname && j.at >= Date.now() - WEEK);
    await remember();
    if (!mine.length) return;
    tell(say(words.resumed, mine.length));
    run();
  })();
})();
