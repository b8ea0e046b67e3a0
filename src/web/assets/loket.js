/* Citizens' pages work without this. It moves the focus to the list of errors, keeps a form from being sent twice and
 * makes photos smaller before they travel: a 5 MB picture becomes about 350 KB and loses the place it was taken at. */
"use strict";
(() => {
  const fault = document.getElementById("galat");
  if (fault) fault.focus();

  const LONG_SIDE = 2560, QUALITY = 0.82, SMALL = 600 * 1024;

  async function smaller(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL) return file;
    try {
      const picture = await createImageBitmap(file, {imageOrientation: "from-image"});
      const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const ground = canvas.getContext("2d");
      ground.fillStyle = "#fff";
      ground.fillRect(0, 0, canvas.width, canvas.height);
      ground.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", {type: "image/jpeg"});
    } catch {
      return file; /* the browser cannot read it (HEIC): the office can */
    }
  }

  async function shrink(input) {
    const box = new DataTransfer();
    for (const file of input.files) box.items.add(await smaller(file));
    input.files = box.files;
  }

  for (const form of document.querySelectorAll("form[method=post]")) {
    let busy = false;
    form.addEventListener("submit", async (event) => {
      if (busy) return event.preventDefault();
      busy = true;
      const button = event.submitter;
      const state = form.querySelector("[role=status]");
      if (state && button && button.dataset.busy) state.textContent = button.dataset.busy;
      const chosen = [...form.querySelectorAll("input[type=file]")].filter((i) => i.files.length);
      if (!chosen.length || !window.DataTransfer || !window.createImageBitmap) return;
      event.preventDefault();
      for (const input of chosen) await shrink(input);
      form.submit();
    });
    /* Back from the next page: the form may be sent again. */
    addEventListener("pageshow", () => { busy = false; });
  }
})();
