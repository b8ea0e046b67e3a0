/* The officers' pages work without this. It adds what hands get used to: keys (named by aria-keyshortcuts in the page),
 * copy buttons, a picture that zooms and turns, canned answers that land in the box at once, chosen files that stay chosen. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  const lang = document.documentElement.lang;
  const words = lang === "en" ? {copy: "Copy", copied: "Copied", unsent: "The network is away. What you entered is still here; send it again, it is registered once."}
    : {copy: "Salin", copied: "Tersalin", unsent: "Jaringan terputus. Isian tetap ada; kirim lagi, permohonan hanya terdaftar sekali."};

  const fault = byId("galat");
  if (fault) fault.focus();
  for (const part of all(".js")) part.hidden = false;
  for (const chat of all(".chat")) chat.scrollTop = chat.scrollHeight;

  /* ---- copy ---- */
  for (const value of all("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.setAttribute("aria-label", words.copy + " " + value.dataset.copy);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(value.dataset.copy);
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 1500);
      } catch {
        getSelection().selectAllChildren(value); /* no clipboard over plain http: select it for Ctrl+C */
      }
    });
    value.after(button);
  }

  /* ---- canned answers ---- */
  for (const link of all("a[data-insert]")) {
    link.addEventListener("click", (event) => {
      const box = byId("text");
      if (!box) return;
      event.preventDefault();
      box.value = box.value.trim() ? box.value.trimEnd() + "\n\n" + link.dataset.insert : link.dataset.insert;
      box.focus();
    });
  }

  /* ---- the picture: classes only, the policy allows no inline style ---- */
  const stage = byId("panggung");
  const view = {zoom: 0, turn: 0};
  function show() {
    stage.classList.remove("z1", "z2", "z3", "z4", "r1", "r2", "r3");
    if (view.zoom) stage.classList.add("z" + view.zoom);
    if (view.turn) stage.classList.add("r" + view.turn);
    stage.classList.toggle("grab", view.zoom > 0);
  }
  const views = {
    in: () => { view.zoom = Math.min(4, view.zoom + 1); },
    out: () => { view.zoom = Math.max(0, view.zoom - 1); },
    fit: () => { view.zoom = 0; view.turn = 0; },
    turn: () => { view.turn = (view.turn + 1) % 4; },
    contrast: () => stage.classList.toggle("c"),
  };
  if (stage && byId("gambar")) {
    for (const button of all("[data-view]")) {
      button.addEventListener("click", () => { views[button.dataset.view](); show(); });
    }
    stage.addEventListener("pointerdown", (down) => {
      if (!view.zoom || down.button) return;
      const from = {x: down.clientX + stage.scrollLeft, y: down.clientY + stage.scrollTop};
      const move = (m) => stage.scrollTo(from.x - m.clientX, from.y - m.clientY);
      const up = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", up); };
      addEventListener("pointermove", move);
      addEventListener("pointerup", up);
      down.preventDefault();
      stage.focus({preventScroll: true});
    });
  }

  /* ---- a form that comes back, with errors or for one more member, keeps the files that were chosen ---- */
  function take(form, page) {
    const main = document.querySelector("main"), next = page.querySelector("main");
    if (!next || !next.querySelector("form[data-keep]")) return unsent(form, next ? (next.querySelector("h1") || next).textContent.trim() : words.unsent);
    for (const empty of all("input[type=file]", next)) {
      const chosen = byId(empty.id);
      if (chosen && chosen.files.length && !empty.closest(".bad")) empty.replaceWith(chosen);
    }
    main.replaceWith(next);
    document.title = page.title;
    const here = byId("galat") || next.querySelector("[autofocus]");
    if (here) here.focus();
  }
  function unsent(form, why) {
    const note = byId("putus") || document.createElement("p");
    note.id = "putus";
    note.className = "summary-err";
    note.setAttribute("role", "alert");
    note.textContent = why;
    form.prepend(note);
    note.scrollIntoView({block: "center"});
  }
  async function send(form, button) {
    const body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    form.ariaBusy = "true";
    try {
      const answer = await fetch(form.action, {method: "POST", body});
      if (answer.redirected) location.assign(answer.url);
      else take(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      unsent(form, words.unsent);
    }
    form.ariaBusy = null;
  }
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]")) return;
    event.preventDefault();
    if (!form.ariaBusy) send(form, event.submitter);
  });

  /* ---- the rest of the menu closes when the hand or the focus goes elsewhere ---- */
  const rest = document.querySelector("details.rest");
  if (rest) {
    for (const leaving of ["pointerdown", "focusin"]) {
      addEventListener(leaving, (event) => { if (!rest.contains(event.target)) rest.open = false; });
    }
  }

  /* ---- keys ---- */
  const OFF = "loket.keys.off";
  const dialog = byId("tombol"), off = byId("tombol-mati"), opener = byId("pintasan");
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  if (off) {
    off.checked = isOff();
    off.addEventListener("change", () => { try { localStorage.setItem(OFF, off.checked ? "1" : "0"); } catch { /* private mode */ } });
  }
  if (opener && dialog) opener.addEventListener("click", () => dialog.showModal());

  const rows = all("table.list tbody tr");
  let row = -1;
  function go(step) {
    if (!rows.length) return;
    if (rows[row]) rows[row].classList.remove("on");
    row = Math.max(0, Math.min(rows.length - 1, row + step));
    rows[row].classList.add("on");
    rows[row].querySelector("a").focus();
  }
  const target = (key) => all("[aria-keyshortcuts]").find((e) => e.getAttribute("aria-keyshortcuts") === key && !e.disabled);
  function use(element) {
    if (element.matches("input, select, textarea")) element.focus();
    else element.click();
  }
  let prefix = "";
  function key(name) {
    const open = document.querySelector("details.fault[open]");
    if (open && /^[1-9]$/.test(name)) {
      const reason = open.querySelector('[data-reason="' + name + '"]');
      if (reason) return reason.click(), true;
    }
    if (!prefix && name === "j") return go(1), true;
    if (!prefix && name === "k" && rows.length) return go(-1), true;
    if (!prefix && name === "o" && rows[row]) return rows[row].querySelector("a").click(), true;
    const found = target(prefix + name);
    if (found) return use(found), true;
    return false;
  }
  addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.form) {
      event.preventDefault();
      return at.form.requestSubmit();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isOff()) return;
    if (at.isContentEditable || at.matches?.("select, textarea, input:not([type=radio]):not([type=checkbox])")) {
      if (event.key === "Escape") at.blur();
      return;
    }
    if (dialog && dialog.open) return;
    if (event.key === "Escape") {
      for (const open of all("details.fault[open], details.more[open], details.rest[open]")) {
        if (open.contains(document.activeElement)) open.querySelector("summary").focus();
        open.open = false;
      }
      return;
    }
    const name = event.key === "R" ? "Shift+R" : event.key;
    if (name === "g" && !prefix) {
      prefix = "g ";
      setTimeout(() => { prefix = ""; }, 1200);
      return;
    }
    if (key(name)) event.preventDefault();
    prefix = "";
  });
})();
