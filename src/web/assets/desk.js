/* The counter works without this. With it no step waits for a page: the form is sent behind the scenes, the answer is put
 * into the same nodes, and news of the hall comes over the stream. Keys are read by officer.js. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const desk = document.querySelector("[data-desk]"), form = byId("kerja");
  if (!desk || !form || !window.EventSource) return;
  const d = desk.dataset, wrong = byId("salah"), fine = byId("berhasil"), scan = byId("kode");
  const text = (node, words) => { if (node && node.textContent !== words) node.textContent = words; };
  const tell = (node, words) => { node.hidden = !words; text(node, words || ""); };

  function person(node, t) {
    node.textContent = t.line + (t.tags ? " · " + t.tags : "");
    node.append(document.createElement("br"));
    const since = document.createElement("span");
    since.className = "sub";
    since.textContent = t.since;
    node.append(since);
  }
  function rows(list, tickets, step, words, since) {
    const label = words || (list.querySelector("button") || {}).textContent || "";
    if (label) list.dataset.label = label;
    list.replaceChildren(...tickets.map((t) => {
      const li = document.createElement("li"), number = document.createElement("b"), who = document.createElement("span"), button = document.createElement("button");
      number.className = "code";
      number.textContent = t.number;
      who.textContent = t.line + (t.tags ? " · " + t.tags : "");
      if (since) {
        const s = document.createElement("span");
        s.className = "sub";
        s.textContent = " " + t.since;
        who.append(s);
      }
      button.className = "btn-s";
      button.type = "submit";
      button.name = "do";
      button.value = step + ":" + t.id;
      button.textContent = list.dataset.label || "";
      li.append(number, " ", who, " ", button);
      return li;
    }));
  }
  /* A wrong key can be taken back for as long as the office says; then the button goes. */
  const undo = byId("urung");
  let gone = 0;
  function offer(words, ms) {
    clearTimeout(gone);
    undo.hidden = undo.disabled = !words;
    text(undo.firstElementChild, words);
    if (words) gone = setTimeout(() => offer("", 0), ms);
  }
  offer(undo.firstElementChild.textContent, Number(undo.dataset.ms));
  function show(v) {
    offer(v.undo, v.undo_ms);
    text(byId("nomor"), v.busy ? v.current.number : "–");
    if (v.busy) person(byId("siapa"), v.current);
    else byId("siapa").textContent = d.nobody;
    tell(byId("alasan"), v.reason);
    const file = byId("berkas");
    file.hidden = !v.application;
    file.href = "/petugas/p/" + encodeURIComponent(v.application);
    byId("bantu").href = v.walkin;
    for (const b of form.querySelectorAll(".desk-steps .btn-2, #alihkan")) b.disabled = !v.busy;
    rows(byId("tunggu").querySelector("ol"), v.waiting, "call", desk.dataset.callthis, true);
    text(byId("banyak"), String(v.waiting.length + v.more));
    byId("lagi").hidden = !v.more;
    text(byId("lagi"), d.more.replace("#", v.more));
    byId("kosong").hidden = v.waiting.length > 0;
    for (const [id, list, step, words] of [["sisih", v.held, "resume", d.resume], ["lewat", v.missed, "return", d.back]]) {
      byId(id).hidden = !list.length;
      rows(byId(id).querySelector("ul"), list, step, words, false);
    }
  }

  let busy = false, again = false;
  async function ask(options) {
    try {
      const answer = await fetch(d.desk, {...options, headers: {Accept: "application/json"}});
      if (answer.redirected) { location.reload(); return; } /* the session is over */
      const v = await answer.json();
      if (v.waiting) show(v);
      if (options.method) { tell(wrong, v.error || (v.waiting ? "" : d.offline)); tell(fine, v.notice); }
    } catch {
      if (options.method) tell(wrong, d.offline);
    }
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (!button || busy) return;
    busy = true;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", button.value);
    await ask({method: "POST", body});
    busy = false;
    if (again) { again = false; ask({}); }
  });

  /* News comes in bursts: one look at a time. */
  let looking = false;
  async function news() {
    if (busy || looking) { again = true; return; }
    looking = true;
    await ask({});
    looking = false;
    if (again) { again = false; news(); }
  }
  const open = () => {
    const source = new EventSource(d.stream);
    let first = true;
    source.onmessage = () => { if (!first) news(); first = false; };
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(open, 3000); };
  };
  open();
  setInterval(() => { if (!document.hidden) news(); }, 60000); /* the waits grow */

  /* A scanner types without asking where. */
  addEventListener("keydown", (e) => {
    const at = document.activeElement;
    if (e.key >= "0" && e.key <= "9" && at === document.body && !e.ctrlKey && !e.altKey && !e.metaKey) scan.focus();
  });
})();
