/* Kiosk, board, door and the queue on a phone work without this. It keeps them live: one stream of server-sent events a
 * page, the newest state wins, what was there last stays when the network goes. Nothing is collected: a board runs for
 * days with the same nodes. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  let zone; /* of the office; news brings it */
  let hours = null, hoursOf; /* kept: a formatter a second weighs more than the page */
  function clock(at) {
    if (!hours || hoursOf !== zone) hours = new Intl.DateTimeFormat("en-GB", {timeZone: hoursOf = zone, hour: "2-digit", minute: "2-digit"});
    return hours.format(at).replace(":", ".");
  }
  const fill = (words, ...values) => values.reduce((w, v, i) => w.replace(i ? "@" : "#", v), words);
  const text = (node, words) => { if (node && node.textContent !== words) node.textContent = words; };

  /* ---- the stream ---- */
  function watch(url, news, lost) {
    let source = null, retry = 0, last = 0;
    function open() {
      if (source) source.close();
      source = new EventSource(url);
      source.onmessage = (e) => {
        const now = JSON.parse(e.data);
        last = Date.now();
        retry = 0;
        zone = now.zone;
        news(now);
      };
      source.onopen = () => { last = Date.now(); retry = 0; lost(false); };
      source.addEventListener("beat", () => { last = Date.now(); lost(false); });
      source.onerror = () => {
        lost(true);
        if (source.readyState !== EventSource.CLOSED) return; /* the browser tries again by itself */
        retry = Math.min(retry + 1, 10);
        setTimeout(open, 1000 * retry + Math.random() * 1000);
      };
    }
    open();
    addEventListener("online", open);
    addEventListener("offline", () => lost(true));
    setInterval(() => { /* a beat comes every 15 seconds: a line that is dead without saying so is opened anew */
      if (Date.now() - last < 40000) return;
      last = Date.now() - 30000;
      lost(true);
      open();
    }, 5000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - last > 60000) open(); });
  }

  /* ---- the voice: clips one behind the other, chimes before, one number at a time ---- */
  function voice(button) {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) return () => {};
    const context = new Context(), clips = new Map();
    let end = 0;
    const ready = () => { button.hidden = context.state === "running"; };
    context.onstatechange = ready;
    ready();
    for (const kind of ["click", "keydown"]) addEventListener(kind, () => context.resume());
    button.addEventListener("click", () => context.resume());

    async function clip(name) {
      if (!clips.has(name)) {
        if (clips.size > 60) clips.delete(clips.keys().next().value);
        const answer = await fetch("/suara/" + name);
        if (!answer.ok) return null;
        clips.set(name, await context.decodeAudioData(await answer.arrayBuffer()));
      }
      return clips.get(name);
    }
    function chime(at) {
      for (const [i, hertz] of [659.3, 523.3].entries()) {
        const tone = context.createOscillator(), gain = context.createGain(), from = at + i * 0.35;
        tone.frequency.value = hertz;
        gain.gain.setValueAtTime(0.0001, from);
        gain.gain.exponentialRampToValueAtTime(0.4, from + 0.03);
        gain.gain.exponentialRampToValueAtTime(0.0001, from + 0.7);
        tone.connect(gain).connect(context.destination);
        tone.start(from);
        tone.stop(from + 0.75);
      }
      return at + 1.1;
    }
    return async (names) => {
      if (context.state !== "running") return;
      const late = () => end - context.currentTime > 20; /* a burst: what nobody would hear in time is read off the board */
      if (late()) return;
      try {
        const parts = await Promise.all(names.map(clip));
        if (late()) return;
        let at = chime(Math.max(context.currentTime + 0.05, end + 0.4));
        for (const part of parts) {
          if (!part) continue;
          const play = context.createBufferSource();
          play.buffer = part;
          play.connect(context.destination);
          play.start(at);
          at += part.duration * 0.94;
        }
        end = at;
        document.body.dataset.said = (Number(document.body.dataset.said) || 0) + 1;
      } catch { /* no clip: the number stands on the board */ }
    };
  }

  /* ---- the board ---- */
  function board(main) {
    const d = main.dataset, number = byId("nomor"), to = byId("tujuan"), gone = byId("putus"), lostWords = gone.dataset.words;
    const key = "loket.papan." + d.board, from = Number(d.from) || 0, until = Number(d.to) || Infinity;
    const say = d.sound ? voice(byId("suara")) : () => {};
    let told = -1, at = 0, flash = 0;
    const mine = (c) => c.counter >= from && c.counter <= until;

    function tags(node, list, none) {
      while (node.childElementCount > list.length) node.lastElementChild.remove();
      if (!list.length) { text(node, none); return; }
      if (!node.childElementCount) node.textContent = "";
      list.forEach((value, i) => {
        const child = node.children[i] || node.appendChild(document.createElement("span"));
        text(child, value);
      });
    }
    function show(now) {
      at = now.at;
      const calls = now.calls.filter(mine);
      text(number, calls.length ? calls[0].ticket : "–");
      text(to, calls.length ? d.counter + " " + calls[0].counter : d.empty);
      for (const c of now.counters) {
        const row = main.querySelector('#loket [data-counter="' + c.counter + '"]');
        if (!row) continue;
        row.className = c.ticket ? "busy" : c.open ? "free" : "shut";
        text(row.lastElementChild, c.ticket || (c.open ? d.free : d.closed));
      }
      for (const row of main.querySelectorAll("#antre [data-line]")) {
        const line = now.lines[row.dataset.line];
        if (line) tags(row.lastElementChild, line.waiting.slice(0, 2), "–");
      }
      tags(byId("lewat"), now.missed, d.none);
      byId("isi").hidden = !now.counted;
      byId("isi").classList.toggle("full", now.capacity > 0 && now.inside >= now.capacity);
      text(byId("orang"), String(now.inside));
      text(byId("batas"), now.capacity ? " / " + now.capacity : "");
      const notice = byId("kabar");
      notice.hidden = !now.notice;
      text(notice, now.notice);
      for (const call of calls.slice().reverse()) {
        if (told >= 0 && call.at > told) {
          say(call.say || []);
          number.parentElement.classList.add("flash");
          clearTimeout(flash);
          flash = setTimeout(() => number.parentElement.classList.remove("flash"), 4000);
        }
        told = Math.max(told, call.at);
      }
      told = Math.max(told, 0);
    }
    let broken = false;
    const stripe = () => { gone.hidden = !broken; if (broken) text(gone, fill(lostWords, clock(at || Date.now()))); };
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (kept && new Date(kept.at).toDateString() === new Date().toDateString()) show(kept);
    } catch { /* nothing kept */ }
    watch(d.board, (now) => {
      broken = false;
      show(now);
      stripe();
      try { localStorage.setItem(key, JSON.stringify(now)); } catch { /* no room */ }
    }, (lost) => { broken = lost; stripe(); });

    const started = Date.now();
    setInterval(() => {
      if (zone) text(byId("jam"), clock(Date.now()));
      /* at night, when nobody looks, the newest page is fetched */
      if (!broken && new Date().getHours() === 3 && Date.now() - started > 2 * 3600 * 1000) location.reload();
    }, 1000);
  }

  /* ---- a ticket on a phone ---- */
  function queue(panel) {
    const d = panel.dataset, live = byId("langsung"), place = byId("posisi"), wait = byId("perkiraan");
    let at = Date.now(), first = true;
    watch(d.queue, (now) => {
      at = now.at;
      text(live, live.dataset.live + " · " + clock(Date.now()));
      const line = now.lines[d.line];
      const i = line ? line.waiting.indexOf(d.ticket) : -1;
      const called = now.counters.some((c) => c.ticket === d.ticket);
      const state = i >= 0 ? "waiting" : called ? "called" : d.state === "waiting" || d.state === "called" ? "gone" : d.state;
      if (state !== d.state) {
        if (state === "called" && navigator.vibrate) navigator.vibrate([300, 150, 300]);
        if (!first || state !== "gone") { location.reload(); return; } /* the page has the words for what happened */
      }
      first = false;
      if (i >= 0 && place) {
        text(place, i ? fill(place.dataset.words, i) : place.dataset.none);
        text(wait, line.low[i] ? fill(wait.dataset.words, line.low[i], line.high[i]) : wait.dataset.soon.replace("@", line.high[i]));
      }
    }, (lost) => { if (lost) text(live, fill(live.dataset.lost, clock(at))); });
  }

  /* ---- the door: counts go out one by one; without a network they wait here ---- */
  function door(main) {
    const d = main.dataset, box = byId("hitung"), people = byId("orang"), room = byId("sisa"), unsent = byId("belum");
    const key = "loket.pintu." + location.pathname;
    let pending = [], sending = false;
    try { pending = JSON.parse(localStorage.getItem(key)) || []; } catch { pending = []; }
    const keep = () => {
      try { localStorage.setItem(key, JSON.stringify(pending)); } catch { /* no room */ }
      unsent.hidden = !pending.length;
      text(unsent, fill(d.offline, pending.length));
    };
    function show(now) {
      text(people, String(now.inside));
      if (now.room !== undefined) text(room, now.room);
      box.classList.toggle("full", !!now.full);
    }
    async function send() {
      if (sending) return;
      sending = true;
      while (pending.length) {
        try {
          const answer = await fetch(location.pathname, {method: "POST", headers: {Accept: "application/json"}, body: new URLSearchParams({step: pending[0]})});
          if (answer.status >= 500) throw new Error("later");
          if (answer.headers.get("Content-Type") === "application/json") {
            const now = await answer.json();
            show(now);
            if (now.full && navigator.vibrate) navigator.vibrate(400);
          }
          pending.shift();
          keep();
        } catch {
          setTimeout(send, 3000);
          break;
        }
      }
      sending = false;
    }
    for (const form of main.querySelectorAll("form")) {
      form.addEventListener("submit", (event) => {
        const step = event.submitter && event.submitter.value;
        if (step !== "in" && step !== "out" && step !== "undo") return;
        event.preventDefault();
        pending.push(step);
        keep();
        send();
      });
    }
    keep();
    send();
    watch(d.door, (now) => { if (!pending.length) show({inside: now.door, full: now.capacity > 0 && now.door >= now.capacity}); }, () => {});
  }

  /* ---- the kiosk: back to the start by itself, the scanner's field is always the one that is typed into ---- */
  function kiosk(main) {
    const d = main.dataset, field = byId("kode");
    if (d.kiosk === "home") {
      let idle = 0;
      const rest = () => { clearTimeout(idle); idle = setTimeout(() => location.replace(location.pathname + "?hl=id"), 60000); };
      addEventListener("pointerdown", rest);
      rest();
      addEventListener("keydown", (e) => { if (field && e.key.length === 1 && document.activeElement !== field && e.key !== " ") field.focus(); });
      for (const form of document.querySelectorAll("form")) {
        let busy = false;
        form.addEventListener("submit", (e) => { if (busy) e.preventDefault(); busy = true; });
        addEventListener("pageshow", () => { busy = false; });
      }
      return;
    }
    if (d.kiosk === "ticket") {
      if (d.print) setTimeout(() => window.print(), 400);
      const paper = document.querySelector(".k-paper");
      let tries = 0;
      const look = async () => {
        try {
          const s = await (await fetch(d.state, {headers: {Accept: "application/json"}})).json();
          if (s.paper === "failed") { text(paper, s.problem === "paper" ? paper.dataset.out : paper.dataset.failed); paper.classList.add("bad"); return; }
          if (s.paper === "waiting" && ++tries < 12) setTimeout(look, 1000);
        } catch { /* the number is on the screen */ }
      };
      if (d.state) setTimeout(look, 1000);
    }
    setTimeout(() => location.replace(d.home + "?hl=id"), d.kiosk === "ticket" ? 20000 : 45000);
  }

  for (const [what, start] of [["[data-board]", board], ["[data-queue]", queue], ["[data-door]", door], ["[data-kiosk]", kiosk]]) {
    const node = document.querySelector(what);
    if (node) start(node);
  }
})();
