/* Names of villages while they are typed. Without this the server finds the village when the page is sent. */
"use strict";
(() => {
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = input.id + "-daftar";
    input.after(list);
    input.setAttribute("list", list.id);
    let timer, asked = "";
    input.addEventListener("input", () => {
      clearTimeout(timer);
      const q = input.value.trim();
      if (q.length < 3 || q === asked || [...list.options].some((o) => o.value === q)) return;
      timer = setTimeout(async () => {
        asked = q;
        try {
          const r = await fetch(input.dataset.suggest + "&q=" + encodeURIComponent(q));
          if (!r.ok || input.value.trim() !== q) return;
          list.replaceChildren(...(await r.json()).map((name) => Object.assign(document.createElement("option"), {value: name})));
        } catch { /* no signal: the page works without */ }
      }, 250);
    });
  }
})();
