// Papers over a bad line, from the citizen's page in headless Chromium and by tus-js-client: 40 % of the requests are lost,
// the page is closed, the battery dies; the file arrives whole. What is typed without signal is sent later.
import {spawn} from "node:child_process";
import {createHash, randomBytes} from "node:crypto";
import {chromium} from "playwright-core";
import * as tus from "tus-js-client";
import {FLAGS, look, must, problems, shots, start, watch as watch_page} from "./eyes.mjs";
import {badLine} from "./net.mjs";

const port = Number(process.env.LOKET_PORT), direct = `http://127.0.0.1:${port}`;
const files = JSON.parse(process.env.LOKET_FILES), formPath = process.env.LOKET_FORM;
const AAA = {more: ["wcag2aaa"]};
const phone = {viewport: {width: 360, height: 740}, locale: "id-ID", reducedMotion: "reduce", hasTouch: true, isMobile: true};

const sha = (bytes) => createHash("sha256").update(bytes).digest("hex");
const pdf = (size) => Buffer.concat([Buffer.from("%PDF-1.4\n"), randomBytes(size - 15).map((b) => b || 1), Buffer.from("%%EOF\n")]);

async function api(path) {
  const r = await fetch(direct + "/api/v1" + path, {headers: {Authorization: "Bearer " + process.env.LOKET_TOKEN}});
  must(r.ok, `${path}: ${r.status}`);
  return r;
}
async function arrived(number, slot) {
  const all = (await (await api(`/applications/${number}`)).json()).scans.filter((s) => s.requirement === slot);
  return Promise.all(all.map(async (s) => Buffer.from(await (await api(`/applications/${number}/scans/${s.id}`)).arrayBuffer())));
}

const watch = (page) => watch_page(page, /Failed to load resource|net::ERR/);
async function picture(page, name, wanted = "") {
  if (shots) await page.screenshot({path: `${shots}/${name}.png`, fullPage: true});
  must((await page.textContent("body")).replace(/\s+/g, " ").includes(wanted), `${name}: the page does not say "${wanted}"`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  must(!wide, `${name}: wider than the window`);
}

/* A photo of a page of text, as a phone takes it: lying, turned by its EXIF word, with the place in it. */
async function photo(page, {blur = 0, light = 1, width = 3000, height = 2000} = {}) {
  const bytes = Buffer.from(await page.evaluate(async ({blur, light, width, height}) => {
    const c = document.createElement("canvas"), pen = c.getContext("2d");
    c.width = width;
    c.height = height;
    pen.filter = `blur(${blur}px) brightness(${light})`;
    pen.fillStyle = "#d8d4c8";
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = "#222";
    pen.font = `${height / 40}px sans-serif`;
    for (let y = 100; y < height - 50; y += height / 28) pen.fillText("SURAT KETERANGAN KELAHIRAN nama ibu rekaan 52.71.99 ".repeat(2), 80, y);
    pen.fillStyle = "#c00";
    pen.fillRect(0, 0, 200, 200);
    const blob = await new Promise((done) => c.toBlob(done, "image/jpeg", 0.95));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, {blur, light, width, height}));
  const exif = Buffer.concat([Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-RAHASIA", "latin1")]);
  const head = Buffer.from([0xFF, 0xE1, 0, exif.length + 2]);
  return Buffer.concat([bytes.subarray(0, 2), head, exif, bytes.subarray(2)]);
}
const given = (name, buffer, mimeType = "image/jpeg") => ({name, mimeType, buffer});
const ready = (page, n, words = "siap dikirim") => page.waitForFunction(([n, w]) => document.querySelectorAll(".picked li").length === n &&
  document.querySelector("#maju").textContent.includes(w), [n, words]);
const send = (page) => page.click("form.upload [type=submit]");
const left = (page) => page.evaluate(() => new Promise((done) => {
  const asked = indexedDB.open("loket", 1);
  asked.onsuccess = () => { asked.result.transaction("unggah").objectStore("unggah").count().onsuccess = (e) => { asked.result.close(); done(e.target.result); }; };
}));
const said = (page, words) => page.waitForFunction((w) => document.body.textContent.includes(w), words);

// ---- the cases ------------------------------------------------------------------------------------------------------

async function a_photo_is_made_small_and_upright(browser) {
  const {number, path} = files[0], context = await browser.newContext(phone), page = watch(await context.newPage());
  await page.goto(`${direct}${path}/perbaiki`);
  const large = await photo(page);
  await page.setInputFiles("#kamera_skl", given("IMG_1.jpg", large));
  await ready(page, 1);
  await picture(page, "pilih");
  await page.setInputFiles("#scan_nikah", [given("IMG_2.jpg", await photo(page, {blur: 9})), given("IMG_3.jpg", await photo(page, {light: 0.2}))]);
  await page.waitForFunction(() => document.querySelectorAll(".picked li").length === 3 && document.querySelector("#maju").textContent.includes("gelap"));
  const notes = await page.$$eval(".picked li", (all) => all.map((li) => li.textContent.includes("buram") * 1 + li.textContent.includes("gelap") * 2));
  must(notes[0] === 0 && notes[1] === 1 && notes[2] & 2, `warnings: ${notes}`);
  await picture(page, "peringatan");
  await page.click('.picked li:has-text("IMG_3") button:has-text("Jangan kirim")');
  await page.click('.picked li:has-text("IMG_2") button:has-text("Putar")');
  await said(page, "Foto sudah diputar");
  await Promise.all([page.waitForURL(/terima=2/), send(page)]);
  const [came] = await arrived(number, "skl"), [turned] = await arrived(number, "nikah");
  must(came.length < large.length / 2, `${came.length} of ${large.length} bytes`);
  must(!came.includes("GPS-RAHASIA") && !came.includes("Exif"), "the place it was taken at is still in it");
  const seen = await page.evaluate(async (lists) => Promise.all(lists.map(async (bytes) => {
    const b = await createImageBitmap(new Blob([new Uint8Array(bytes)])), c = document.createElement("canvas");
    c.getContext("2d").drawImage(b, 0, 0, b.width, b.height, 0, 0, 90, 90);
    const red = (x, y) => { const p = c.getContext("2d").getImageData(x, y, 1, 1).data; return p[0] > 150 && p[1] < 90; };
    return {w: b.width, h: b.height, topRight: red(87, 2), bottomRight: red(87, 87)};
  })), [[...came], [...turned]]);
  must(seen[0].w === 1600 && seen[0].h === 2400 && seen[0].topRight, `upright and smaller: ${JSON.stringify(seen[0])}`);
  must(seen[1].w === 2400 && seen[1].h === 1600 && seen[1].bottomRight, `turned once more: ${JSON.stringify(seen[1])}`);
  must(await left(page) === 0, "nothing stays on the phone");
  await context.close();
}

/* Sent before the phone has made them small, one of them taken back: nothing is lost on the way. */
async function in_a_hurry(browser) {
  const {number, path} = files[7], context = await browser.newContext(phone), page = watch(await context.newPage());
  await page.addInitScript(() => { // a phone that takes its time
    const quick = window.createImageBitmap;
    window.createImageBitmap = async (...all) => { await new Promise((done) => setTimeout(done, 1500)); return quick(...all); };
  });
  await page.goto(`${direct}${path}/perbaiki`);
  await page.setInputFiles("#scan_skl", [given("IMG_7.jpg", await photo(page)), given("IMG_8.jpg", await photo(page, {light: 0.9})), given("IMG_9.jpg", await photo(page, {light: 0.8}))]);
  await send(page);
  await page.click('.picked li:has-text("IMG_9") button');
  await page.waitForURL(/terima=2/);
  must((await arrived(number, "skl")).length === 2, "two of three came");
  await context.close();
}

async function forty_of_a_hundred_are_lost(browser) {
  const {number, path} = files[1], line = await badLine(port, 0.4, 7), context = await browser.newContext(phone);
  const page = watch(await context.newPage()), whole = pdf(3_000_000);
  await page.goto(`${line.url}${path}/perbaiki`);
  await page.setInputFiles("#scan_skl", given("surat.pdf", whole, "application/pdf"));
  await ready(page, 1);
  await send(page);
  await page.waitForURL(/terima=1/);
  const came = await arrived(number, "skl");
  must(came.length === 1 && sha(came[0]) === sha(whole), "the file arrives whole, once");
  must(line.lost >= 3 && line.lost / line.asked > 0.2, `${line.lost} of ${line.asked} lost`);
  console.log(`  ${line.lost} of ${line.asked} requests were lost`);
  line.close();
  await context.close();
}

async function the_page_is_closed_in_the_middle(browser) {
  const {number, path} = files[2], line = await badLine(port, 0.4, 3), context = await browser.newContext(phone);
  let page = watch(await context.newPage());
  const whole = pdf(2_000_000);
  await page.goto(`${line.url}${path}/perbaiki`);
  await page.setInputFiles("#scan_skl", given("surat.pdf", whole, "application/pdf"));
  await ready(page, 1);
  let pieces = 0;
  const middle = new Promise((done) => { line.on = (method) => { if (method === "PATCH" && ++pieces === 2) { line.down = true; done(); } }; });
  await send(page);
  await middle;
  await said(page, "Sinyal lemah");
  await picture(page, "sinyal-lemah");
  await page.close();
  must((await arrived(number, "skl")).length === 0, "it was the middle");
  line.down = false;
  page = watch(await context.newPage());
  await page.goto(line.url + "/bantuan"); /* another page leads back */
  await picture(page, "belum-terkirim", "1 foto di ponsel ini belum terkirim");
  await page.click(".note a");
  await page.waitForURL(/terima=1/);
  const came = await arrived(number, "skl");
  must(came.length === 1 && sha(came[0]) === sha(whole), "the file arrives whole, once");
  must(await left(page) === 0, "nothing stays on the phone");
  line.close();
  await context.close();
}

/* A browser of its own that can be killed, with its profile on the disk. */
async function powered(profile) {
  const child = spawn(process.env.CHROMIUM, [...FLAGS, "--disable-gpu", "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    {stdio: ["ignore", "ignore", "pipe"], detached: true});
  const address = await new Promise((done) => {
    let text = "";
    child.stderr.on("data", (d) => { const at = (text += d).match(/DevTools listening on (ws:\S+)/); if (at) done(at[1]); });
  });
  const browser = await chromium.connectOverCDP(address);
  const off = () => new Promise((done) => { child.on("exit", done); process.kill(-child.pid, "SIGKILL"); });
  return {page: watch(await browser.contexts()[0].newPage()), off};
}

async function the_battery_dies() {
  const {number, path} = files[3], line = await badLine(port, 0.4, 11), profile = process.env.LOKET_FOLDER + "/profile";
  const whole = pdf(2_000_000);
  let one = await powered(profile);
  await one.page.goto(`${line.url}${path}/perbaiki`);
  await one.page.setInputFiles("#scan_skl", given("surat.pdf", whole, "application/pdf"));
  await ready(one.page, 1);
  let pieces = 0;
  const middle = new Promise((done) => { line.on = (method) => { if (method === "PATCH" && ++pieces === 2) { line.down = true; done(); } }; });
  await send(one.page);
  await middle;
  await one.off();
  line.down = false;
  one = await powered(profile);
  await one.page.goto(`${line.url}${path}/perbaiki`);
  await one.page.waitForURL(/terima=1/);
  const came = await arrived(number, "skl");
  must(came.length === 1 && sha(came[0]) === sha(whole), "the file arrives whole, once");
  await one.off();
  line.close();
}

async function without_signal_it_waits(browser) {
  const {number, path} = files[4], context = await browser.newContext(phone), page = watch(await context.newPage());
  await page.goto(`${direct}${path}/perbaiki`);
  await page.setInputFiles("#scan_skl", given("a.jpg", await photo(page)));
  await ready(page, 1);
  await context.setOffline(true);
  await send(page);
  await said(page, "Tidak ada sinyal. Foto disimpan");
  await context.setOffline(false);
  await page.waitForURL(/terima=1/);
  must((await arrived(number, "skl")).length === 1, "sent when the signal is back");
  await context.close();
}

async function what_is_no_paper_is_told(browser) {
  const {number, path} = files[4], context = await browser.newContext({...phone, bypassCSP: true}), page = watch(await context.newPage());
  await page.goto(`${direct}${path}/perbaiki`);
  await look(page, "unggah", AAA);
  await page.setInputFiles("#scan_nikah", [given("cerita.pdf", Buffer.from("PK not a pdf at all, but long enough to be judged by its first bytes".repeat(9)), "application/pdf"),
    given("b.jpg", await photo(page, {blur: 9}))]);
  await ready(page, 2, "buram");
  await look(page, "dipilih", AAA);
  await send(page);
  await said(page, "Berkas harus berupa foto");
  await page.waitForFunction(() => document.activeElement.className === "msg");
  await said(page, "cerita.pdf: Berkas harus berupa foto");
  await look(page, "ditolak", AAA);
  must((await arrived(number, "nikah")).length === 1 && await left(page) === 0, "the good one is kept");
  await context.close();
}

async function without_scripts_it_is_a_form(browser) {
  const {number, path} = files[5], context = await browser.newContext({...phone, javaScriptEnabled: false}), page = await context.newPage();
  await page.goto(`${direct}${path}/perbaiki`);
  const whole = pdf(300_000);
  await page.setInputFiles("#scan_skl", given("surat.pdf", whole, "application/pdf"));
  await send(page);
  await page.waitForURL(/terima=1/);
  const came = await arrived(number, "skl");
  must(came.length === 1 && sha(came[0]) === sha(whole), "the file arrives whole, once");
  await context.close();
}

async function a_draft_goes_on_to_its_next_paper(browser) {
  const paper = process.env.LOKET_PAPER, line = await badLine(port, 0.4, 13), context = await browser.newContext(phone), page = watch(await context.newPage());
  await page.goto(line.url + paper);
  await page.setInputFiles("form.upload input[type=file]:not([capture])", [given("a.jpg", await photo(page)), given("surat.pdf", pdf(700_000), "application/pdf")]);
  await ready(page, 2);
  await picture(page, "draf");
  await send(page);
  await page.waitForURL(/tersimpan=/);
  await page.goto(direct + paper);
  await picture(page, "draf-tersimpan");
  must((await page.$$("ul.scans > li")).length === 2, "both are there, once");
  line.close();
  await context.close();
}

async function another_client_uploads_too() {
  const {number, path} = files[6], line = await badLine(port, 0.4, 5), whole = pdf(1_500_000);
  await new Promise((done, fail) => new tus.Upload(whole, {endpoint: `${line.url}/u/${path.split("/")[2]}/skl`, chunkSize: 200_000,
    retryDelays: Array(40).fill(20), metadata: {filename: "surat.pdf", filetype: "application/pdf"}, onSuccess: done, onError: fail}).start());
  const came = await arrived(number, "skl");
  must(came.length === 1 && sha(came[0]) === sha(whole), "the file arrives whole, once");
  await new Promise((done, fail) => {
    const upload = new tus.Upload(pdf(900_000), {endpoint: `${direct}/u/${path.split("/")[2]}/nikah`, chunkSize: 200_000, uploadDataDuringCreation: true,
      onProgress: async (sent) => { if (sent >= 400_000) { await upload.abort(true).then(done, fail); } }, onError: fail});
    upload.start();
  });
  must((await arrived(number, "nikah")).length === 0, "given up is given up");
  line.close();
}

async function words_without_signal_are_sent_later(browser) {
  const context = await browser.newContext(phone);
  let page = watch(await context.newPage());
  await page.goto(direct + formPath);
  const first = page.url(), names = await page.$$eval("form input:not([type=hidden]):not([type=radio])", (all) => all.filter((i) => i.checkVisibility({contentVisibilityAuto: true})).map((i) => i.name));
  for (const name of names) await page.fill(`[name="${name}"]`, /nik|kk/.test(name) ? "5271990101900001" : /_day|_month/.test(name) ? "3" : /_year/.test(name) ? "2026" : "Rekaan Uji");
  for (const name of new Set(await page.$$eval("form input[type=radio]", (all) => all.filter((i) => i.checkVisibility({contentVisibilityAuto: true})).map((i) => i.name)))) await page.check(`[name="${name}"] >> nth=0`);
  await context.setOffline(true);
  await page.click("form [type=submit]");
  await said(page, "Tidak ada sinyal. Jawaban Anda disimpan");
  must(await page.evaluate(() => document.activeElement.classList.contains("note")), "it is told where one is");
  await picture(page, "luring");
  await page.close(); /* and the phone goes into the pocket */
  await context.setOffline(false);
  page = watch(await context.newPage());
  await page.goto(direct + "/bantuan");
  await said(page, "Jawaban yang tadi tertunda sudah terkirim");
  await picture(page, "terkirim-kemudian");
  await page.goto(first);
  must(await page.inputValue(`[name="${names[0]}"]`) !== "", "it is kept by the office");
  must(await page.evaluate(() => JSON.parse(localStorage.getItem("loket.antre")).length) === 0, "nothing waits any more");

  /* typed, not sent, the page closed by accident: it is there again */
  const typed = "Diketik lalu hilang";
  await page.fill(`[name="${names[0]}"]`, typed);
  await page.close();
  page = watch(await context.newPage());
  await page.goto(first);
  await said(page, "Yang tadi Anda ketik");
  must(await page.inputValue(`[name="${names[0]}"]`) === typed, "it is there again");
  await picture(page, "kembali");

  /* still on the page when the signal comes back */
  await context.setOffline(true);
  await page.click("form [type=submit]");
  await said(page, "Tidak ada sinyal. Jawaban Anda disimpan");
  await context.setOffline(false);
  await page.waitForFunction((first) => location.href !== first, first);
  await context.close();
}

async function errors_are_still_shown(browser) {
  const context = await browser.newContext(phone), page = watch(await context.newPage());
  await page.goto(direct + formPath.replace(/\/$/, "") + "/1");
  const name = await page.$eval("form input:not([type=hidden]):not([type=radio])", (i) => i.name);
  await page.fill(`[name="${name}"]`, "");
  await Promise.all([page.waitForNavigation(), page.click("form [type=submit]")]);
  must(await page.isVisible("#galat"), "the list of errors");
  await context.close();
}

const cases = [a_photo_is_made_small_and_upright, in_a_hurry, forty_of_a_hundred_are_lost, the_page_is_closed_in_the_middle, the_battery_dies, without_signal_it_waits,
  what_is_no_paper_is_told, without_scripts_it_is_a_form, a_draft_goes_on_to_its_next_paper, another_client_uploads_too, words_without_signal_are_sent_later, errors_are_still_shown];
const wanted = (process.env.LOKET_CASES || "").split(",").filter(Boolean);
const browser = await start("--disable-gpu");
try {
  for (const c of cases) {
    if (wanted.length && !wanted.includes(c.name)) continue;
    await c(browser);
    console.log("ok", c.name);
  }
} catch (e) {
  console.error(e);
  process.exitCode = 1;
} finally {
  await browser.close();
}
if (problems.length) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}
process.exit();
