// Appointments in headless Chromium: a citizen at 360 px without JavaScript, an officer at 1280 px by keyboard; axe finds
// nothing on any page, light or dark.
import {readFileSync, mkdirSync} from "node:fs";
import {createRequire} from "node:module";
import {chromium} from "playwright-core";
import {PATIENCE} from "./layout.mjs";

const url = process.env.LOKET_URL, shots = process.env.LOKET_SHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
if (shots) mkdirSync(shots, {recursive: true});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--disable-sync", "--no-first-run", "--metrics-recording-only"],
});
const problems = [];
let at = 0;

async function open(width, height, javaScriptEnabled) {
  const context = await browser.newContext({viewport: {width, height}, locale: "id-ID", bypassCSP: true, reducedMotion: "reduce", javaScriptEnabled});
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (e) => problems.push(`script: ${e.message}`));
  page.on("console", (m) => m.type() === "error" && !/status of 4\d\d/.test(m.text()) && problems.push(`console: ${m.text()}`));
  return page;
}

async function look(page, name) {
  at++;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}));
    for (const v of found.violations) problems.push(`${name} (${colorScheme}): ${v.id}: ${v.nodes.map((n) => n.html).join(" | ").slice(0, 400)}`);
    if (shots) await page.screenshot({path: `${shots}/${String(at).padStart(2, "0")}-${name}-${colorScheme}.png`, fullPage: true});
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  if (wide) problems.push(`${name}: wider than the window`);
  await page.emulateMedia({colorScheme: "light"});
  console.log("ok", name);
}
function must(ok, words) {
  if (!ok) throw new Error(words);
}
const says = async (page, words) => must((await page.textContent("main")).replace(/\s+/g, " ").includes(words), `the page does not say "${words}": ${page.url()}`);
const follow = (page, what) => Promise.all([page.waitForNavigation(), what]);

try {
  for (const width of [360, 1280]) {
    const w = `${width}`, page = await open(width, 740, true);
    await page.goto(url + "/janji");
    await look(page, `janji-${w}`);
    await follow(page, page.click("text=Rekam KTP-el baru"));
    await look(page, `umur-${w}`);
    await page.click("text=17 tahun ke atas");
    await follow(page, page.click("button:has-text('Lanjutkan')"));
    await look(page, `hari-${w}`);
    await follow(page, page.click("main ul.rows li.link a >> nth=2"));
    await look(page, `waktu-${w}`);
    await follow(page, page.click(".times button >> nth=1"));
    await look(page, `simpan-${w}`);
    await follow(page, page.click("button:has-text('Pesan janji')"));
    await says(page, "Tulis nama");
    await look(page, `salah-${w}`);
    await page.fill("#name", "Baiq Uji Melati");
    await page.fill("#phone", "0812 3456 70" + width % 100);
    await follow(page, page.click("button:has-text('Pesan janji')"));
    await says(page, "Janji sudah dipesan");
    await look(page, `janjiku-${w}`);
    await follow(page, page.click("text=Pindah jadwal"));
    await look(page, `pindah-${w}`);
    await page.goto(url + "/janji/kunjungan");
    await look(page, `kunjungan-${w}`);
    await page.goto(url + "/janji/pilih?untuk=luar_domisili&umur=from_17");
    await look(page, `penuh-${w}`);
    await page.context().close();
  }
  { // without JavaScript
    const page = await open(360, 740, false);
    await page.goto(url + "/janji/pilih?untuk=cetak_hilang");
    await follow(page, page.click("main ul.rows li.link a >> nth=1"));
    await follow(page, page.click(".times button >> nth=0"));
    await page.fill("#name", "Made Uji Kirana");
    await page.click("input[name=remind]");
    await follow(page, page.click("button:has-text('Pesan janji')"));
    await says(page, "Janji sudah dipesan");
    await page.click("summary:has-text('Batalkan janji')");
    await follow(page, page.click("button:has-text('Ya, batalkan janji')"));
    await says(page, "Janji sudah dibatalkan");
    await page.context().close();
  }
  const page = await open(1280, 800, true);
  await page.goto(url + "/petugas");
  await page.fill("#login", "kabid");
  await page.fill("#password", process.env.LOKET_PASSWORD);
  await follow(page, page.keyboard.press("Enter"));
  await page.keyboard.press("g");
  await follow(page, page.keyboard.press("j"));
  await look(page, "petugas-hari-ini");
  await page.click("h1"); // leave the scan field
  await follow(page, page.keyboard.press("n"));
  await look(page, "petugas-pesankan");
  await page.fill("#name", "Siti Uji Rahayu");
  await follow(page, page.click(".times button >> nth=0"));
  await look(page, "petugas-janji");
  await page.goto(url + "/petugas/janji?hari=" + process.env.LOKET_DAY);
  await look(page, "petugas-hari-lain");
  await page.goto(url + "/petugas/janji/daftar");
  await look(page, "petugas-daftar");
  await follow(page, page.click("main table a >> nth=0"));
  await look(page, "petugas-kunjungan");
  await page.goto(url + "/petugas/janji/atur");
  await look(page, "petugas-atur");
  await page.fill("#count", "abc");
  await follow(page, page.click("button:has-text('Simpan jumlah')"));
  await look(page, "petugas-atur-salah");
} catch (e) {
  problems.push(e.stack);
} finally {
  await browser.close();
}
for (const p of problems) console.error("not ok", p);
process.exit(problems.length ? 1 : 0);
