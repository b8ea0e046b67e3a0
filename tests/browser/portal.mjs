// Citizens go through the portal in headless Chromium at 360 px: each service from the first question to the status page,
// then a correction of only what was faulty. Counts screens, answers and photos; axe finds nothing on any page it passes.
import {PATIENCE, end, lookAtWidths, must, problems, says as page_says, shots, start, url, visitor, words} from "./eyes.mjs";
import {layout} from "./layout.mjs";

const sim = process.env.LOKET_PHONE, photos = process.env.LOKET_PHOTOS;
const exact = {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}, "identical-links-same-purpose": {enabled: true}};

const browser = await start();
let page, looked = new Map(), layoutTook = 0;

async function citizen(javaScriptEnabled = true) { // a phone of its own
  page = await visitor(browser, {viewport: {width: 360, height: 740}, serviceWorkers: "block", javaScriptEnabled});
  return page.context();
}

// Each kind of page is held against axe once, light and dark, at 360 and 1280 px; then its layout, in small windows and with large letters.
async function look(name) {
  if (looked.has(name)) return;
  looked.set(name, true);
  await lookAtWidths(page, name, {widths: [1280, 360], height: 740, exact});
  const began = Date.now();
  for (const p of await layout(page)) problems.push(`${name} ${p}`);
  layoutTook += Date.now() - began;
}
const text = () => words(page);
const says = (words) => page_says(page, words);
async function go(click) {
  await Promise.all([page.waitForNavigation(), click()]);
}
const starts = (name) => name instanceof RegExp ? name : new RegExp("^" + name); // "Kirim foto" is not in "Jangan kirim foto1.png"
const press = (name) => go(() => page.getByRole("button", {name: starts(name)}).first().click());
const link = (name) => go(() => page.getByRole("link", {name}).first().click());

async function code(phone) { // the newest code on the citizen's WhatsApp
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const heard = await (await fetch(`${sim}/sim/citizens/${phone}/messages?number=1001&after=0`)).json().catch(() => ({messages: []}));
    const codes = heard.messages.filter((m) => m.from === "office").map((m) => JSON.stringify(m).match(/\b\d{6}\b/)).filter(Boolean);
    if (codes.length) return codes.at(-1)[0];
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error("no code came to " + phone);
}

// ---- a form filled in by what its fields are --------------------------------------------------------------------

const NAMES = ["Baiq Sekar Melati", "Lalu Bayu Wirawan", "Made Kirana Dewi", "Siti Rahayu Ningsih"];
let people = 0;
async function fill(count) {
  people++;
  const groups = new Set();
  for (const input of await page.locator("main form input, main form select, main form textarea").all()) {
    if (!(await input.isVisible()) || (await input.getAttribute("type")) === "file") continue;
    const name = await input.getAttribute("name"), type = await input.getAttribute("type"), kind = await input.getAttribute("class") || "";
    if (type === "radio") {
      if (groups.has(name)) continue;
      groups.add(name);
      count.answers++;
      if (!(await page.locator(`input[name="${name}"]:checked`).count())) await input.check();
    } else if (type === "checkbox") {
      await input.check();
    } else if (await input.evaluate((e) => e.matches("select"))) {
      count.answers++;
      if (!(await input.inputValue())) await input.selectOption({index: 1});
    } else if (!(await input.inputValue())) {
      const value = /_day$/.test(name) ? "14" : /_month$/.test(name) ? "November" : /_year$/.test(name) ? "2025"
        : /nik/.test(kind) ? `5271994101900${String(100 + people).slice(-3)}` : type === "tel" ? "081200000000"
        : await input.getAttribute("data-suggest") ? "Ampenan Selatan"
        : (await input.getAttribute("autocapitalize")) === "words" ? NAMES[people++ % NAMES.length]
        : (await input.getAttribute("inputmode")) === "numeric" ? "3" : "Mataram";
      if (!/_month$|_year$/.test(name)) count.answers++;
      await input.fill(value);
    }
  }
}

// From the questions of a service to the status page. answers: question -> choice.
async function apply(service, answers, phone, count, shot = service) { // shot empty: pages are not looked at
  await page.goto(`${url}/layanan/${service}/mulai`);
  for (;;) {
    const path = new URL(page.url()).pathname;
    if (path.startsWith("/s/")) break;
    count.screens++;
    const kind = path.endsWith("/mulai") ? "mulai" : path === "/masuk" ? "masuk" : path.startsWith("/masuk/") ? "kode"
      : path.includes("/data/") ? "data" + path.split("/").at(-1) : path.includes("/berkas/") ? "berkas-" + path.split("/").at(-1) : "periksa";
    if (shot) await look(`${shot}-${kind}`);
    if (kind === "mulai") {
      for (const field of await page.locator("fieldset").all()) {
        const question = await field.getAttribute("id");
        await field.locator(`input[value="${answers[question] ?? "?"}"]`).check();
        count.answers++;
      }
      await press("Lanjut");
    } else if (kind === "masuk") {
      await page.fill("#phone", phone.replace(/^62/, "0"));
      count.answers++;
      await press("Kirim kode");
    } else if (kind === "kode") {
      await page.fill("#code", await code(phone));
      count.answers++;
      await press("Lanjut");
    } else if (kind.startsWith("data")) {
      await fill(count);
      await press(/Lanjut|Simpan/);
      if (await page.locator("input[name=noticed]").count()) await press(/Lanjut|Simpan/); // it looks odd, and is so
      must(!(await page.locator(".summary-err").count()), "the page refuses what was filled in: " + await text());
    } else if (kind.startsWith("berkas")) {
      await page.setInputFiles(`#scan_${kind.slice(7)}`, `${photos}/foto${count.photos % 12}.png`);
      count.photos++;
      await press("Simpan foto");
    } else {
      await press("Kirim permohonan");
    }
  }
}

const STORIES = {
  akta_kelahiran: {special: "no", birth_notice: "yes", marriage_proof: "registered", late: "no"},
  kia: {}, kk: {reason: "birth", special: "no"}, akta_kematian: {}, pindah: {}, sinkronisasi: {},
};
let phones = 0;
const phoneOf = () => `62812000044${String(phones++).padStart(2, "0")}`;

async function slowly(context) { // a full cell: 400 kbit/s, 400 ms there and back
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", {offline: false, latency: 400, downloadThroughput: 50000, uploadThroughput: 50000});
}

async function act(number, body) {
  const a = await fetch(`${url}/api/v1/applications/${number}/actions`, {method: "POST", body: JSON.stringify(body),
    headers: {"Authorization": "Bearer " + process.env.LOKET_TOKEN, "Content-Type": "application/json"}});
  must(a.ok, `${body.action}: ${a.status} ${await a.text()}`);
}
const state = async (number) => (await (await fetch(`${url}/api/v1/applications/${number}`,
  {headers: {"Authorization": "Bearer " + process.env.LOKET_TOKEN}})).json()).state;
const numberHere = async () => (await text()).match(/MTR-\w{4}-\w{4}/)[0];

// An officer asks for one paper again; the citizen sends it, and nothing else. Gives the number of taps.
async function correct(shot) {
  const number = await numberHere(), status = page.url();
  const file = await (await fetch(`${url}/api/v1/applications/${number}`, {headers: {"Authorization": "Bearer " + process.env.LOKET_TOKEN}})).json();
  const paper = file.scans[0].requirement;
  await act(number, {action: "take"});
  await act(number, {action: "ask_correction", faults: [{requirement: paper, reason: "silau"}]});
  await page.goto(status);
  await says("Perlu perbaikan");
  await look(`${shot}-perbaikan`);
  let taps = 0;
  await link("Kirim foto berkas"), taps++;
  await look(`${shot}-perbaiki`);
  must(await page.locator("input[type=file][multiple]").count() === 1, "only what was faulty is asked for");
  await page.setInputFiles(`#scan_${paper}`, `${photos}/foto11.png`), taps++;
  await press("Kirim foto"), taps++;
  must(["in_review", "submitted"].includes(await state(number)), "it is back with the officers");
  return taps;
}

async function look_around() { // every other page, in its states
  const context = await citizen(), phone = phoneOf();
  for (const [path, name] of [["/", "beranda"], ["/layanan", "layanan"], ["/layanan?q=akte", "layanan-cari"], ["/layanan?q=xyz", "layanan-kosong"],
    ["/layanan/ktp_el", "layanan-ktp"], ["/cek", "cek"], ["/jam", "jam"], ["/v", "v"], ["/v/MTR-AAAA-AAAA", "v-salah"], ["/bantuan", "bantuan"],
    ["/privasi", "privasi"], ["/aksesibilitas", "aksesibilitas"], ["/gaya", "gaya"], ["/tidak-ada", "galat-404"], ["/layanan/kk?hl=en", "layanan-en"],
    ["/?hl=id", "beranda"]]) {
    await page.goto(url + path);
    await look(name);
  }
  await page.goto(url + "/layanan/akta_kelahiran/mulai");
  await press("Lanjut");
  await look("mulai-galat");
  await page.goto(url + "/masuk");
  await page.fill("#phone", "123");
  await press("Kirim kode");
  await look("masuk-galat");
  await page.fill("#phone", phone);
  await press(/kode dari petugas/);
  await look("kode-petugas");
  await page.goto(url + "/masuk");
  await page.fill("#phone", phone);
  await press("Kirim kode");
  await page.fill("#code", "000000");
  await press("Lanjut");
  await look("kode-galat");
  await page.fill("#code", await code(phone));
  await press("Lanjut");
  await look("saya-kosong");
  await page.goto(url + "/layanan/akta_kelahiran/mulai");
  for (const field of await page.locator("fieldset").all())
    await field.locator(`input[value="${STORIES.akta_kelahiran[await field.getAttribute("id")]}"]`).check();
  await press("Lanjut");
  const draft = url + page.url().slice(url.length).match(/^\/p\/[^/]+/)[0];
  await press(/Simpan/);
  await look("data-galat");
  await page.goto(draft);
  await look("langkah");
  await page.goto(draft + "/berkas/skl");
  await press("Simpan foto");
  await look("berkas-galat");
  await page.setInputFiles("#scan_skl", [`${photos}/foto1.png`, `${photos}/foto2.png`]);
  await press("Simpan foto");
  await page.goto(draft + "/berkas/skl");
  await look("berkas-ada");
  await page.goto(draft + "/periksa");
  await press("Kirim permohonan");
  await look("periksa-galat");
  await page.goto(draft + "/hapus");
  await look("hapus");
  await page.goto(draft + "/mulai");
  await look("jawaban-ubah");
  await page.goto(url + "/saya");
  await look("saya");
  await context.close();
}

// Nothing but keys, from the front page to the first paper.
async function with_keys() {
  const context = await citizen(), phone = phoneOf();
  const to = async (selector) => { // tabs until this has the focus
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
    }
    throw new Error("no way to " + selector + " by keys at " + page.url());
  };
  const enter = () => go(() => page.keyboard.press("Enter"));
  await page.goto(url + "/");
  await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement.classList.contains("skip")), "the first stop skips to the content");
  await to('a[href="/layanan/kia"]');
  await enter();
  await to('a[href="/layanan/kia/mulai"]');
  await enter();
  while (page.url().endsWith("/mulai")) {
    for (const field of await page.locator("fieldset").all()) {
      await to(`fieldset[id="${await field.getAttribute("id")}"] input`);
      await page.keyboard.press("Space");
    }
    await to("main .btn");
    await enter();
  }
  await to("#phone");
  await page.keyboard.type(phone);
  await enter();
  await to("#code");
  await page.keyboard.type(await code(phone));
  await enter();
  await to("#applicant_name");
  await page.keyboard.type("Baiq Sekar Melati");
  await to("#applicant_nik");
  await page.keyboard.type("5271994101900101");
  await enter();
  must(/\/data\/2/.test(page.url()), "the second page of data");
  await context.close();
  console.log("ok by keys alone");
}

// A family one by one: three are added, one changed, one removed, and the rest read over.
async function family() {
  const context = await citizen(), phone = phoneOf(), count = {screens: 0, answers: 0, photos: 0};
  await page.goto(url + "/layanan/kk/mulai");
  const answers = {reason: "new", marriage_proof: "registered", hosted: "no", special: "yes", new_people: "yes", proxy: "no"};
  while (page.url().endsWith("/mulai")) {
    for (const field of await page.locator("fieldset").all()) await field.locator(`input[value="${answers[await field.getAttribute("id")]}"]`).check();
    await press("Lanjut");
  }
  await page.fill("#phone", phone.replace(/^62/, "0"));
  await press("Kirim kode");
  await page.fill("#code", await code(phone));
  await press("Lanjut");
  await fill(count);
  await press(/Simpan/);
  if (await page.locator("input[name=noticed]").count()) await press(/Simpan/);
  must(/\/data\/\d\/1$/.test(page.url()), "the first member is asked for at once");
  const list = page.url().replace(/\/1$/, "");
  await look("anggota-pertama");
  await press(/Simpan/);
  await look("anggota-galat");
  for (const n of [1, 2, 3]) {
    await fill(count);
    await press(/Simpan/);
    if (await page.locator("input[name=noticed]").count()) await press(/Simpan/);
    await says(`${n} anggota keluarga, paling banyak 20`);
    if (n < 3) await link("Tambah anggota keluarga lain");
  }
  await look("anggota-daftar");
  await page.getByRole("link", {name: "Ubah"}).nth(1).click();
  await page.waitForURL(list + "/2");
  await page.fill("#biodata_name", "Baiq Uji Berubah");
  await press(/Simpan/);
  await says("Data Baiq Uji Berubah tersimpan");
  await go(() => page.getByRole("link", {name: "Hapus"}).last().click());
  await look("anggota-hapus");
  await press("Ya, hapus");
  await says("2 anggota keluarga");
  await page.goto(list.replace(/\d$/, (n) => n - 1));
  await look("anggota-kosong");
  await page.goto(list.replace(/data.*/, "periksa"));
  await says("2. Baiq Uji Berubah");
  await look("anggota-periksa");
  await context.close();
  console.log("ok a family one by one");
}

try {
  await look_around();
  console.log("ok every page in its states");
  await with_keys();
  await family();
  for (const [service, answers] of Object.entries(STORIES)) {
    const context = await citizen(), count = {screens: 0, answers: 0, photos: 0};
    await page.goto(url + "/layanan/" + service);
    await look(`${service}-layanan`);
    await apply(service, answers, phoneOf(), count);
    await says("Permohonan sudah kami terima");
    await look(`${service}-status`);
    if (service === "akta_kelahiran") {
      must(count.screens <= 10 && count.answers <= 14 && count.photos <= 4, `too much for a birth: ${JSON.stringify(count)}`);
      const status = page.url().split("?")[0], number = await numberHere();
      for (const tail of ["pesan", "batal"]) {
        await page.goto(`${status}/${tail}`);
        await look(tail);
      }
      await page.goto(`${url}/v/${number}`);
      await look("v-benar");
      await page.goto(status);
    }
    const taps = await correct(service);
    console.log(`ok ${service}: ${count.screens} screens, ${count.answers} answers, ${count.photos} photos; a correction in ${taps} taps`);
    await context.close();
  }
  for (const [service, answers] of Object.entries(STORIES)) { // again on a slow line, one of them without scripts
    const scripts = service !== "kk", context = await citizen(scripts), count = {screens: 0, answers: 0, photos: 0};
    await slowly(context);
    const began = Date.now();
    await apply(service, answers, phoneOf(), count, "");
    await says("Permohonan sudah kami terima");
    console.log(`ok ${service} at 400 kbit/s${scripts ? "" : " without scripts"}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
    await context.close();
  }
} catch (e) {
  problems.push(e.stack);
  if (shots && page) await page.screenshot({path: `${shots}/FAILED.png`, fullPage: true}).catch(() => {});
}
console.log(`layout of ${looked.size} pages: ${(layoutTook / 1000).toFixed(0)} s`);
await end(browser);
