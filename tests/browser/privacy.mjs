// Personal data in headless Chromium: the officers' pages and the citizen's, at 360 and 1280 px, light and dark; axe finds
// nothing, nothing is wider than the window; a citizen asks and an officer answers without JavaScript.
import {readFileSync, mkdirSync} from "node:fs";
import {createRequire} from "node:module";
import {chromium} from "playwright-core";
import {PATIENCE} from "./layout.mjs";

const url = process.env.LOKET_URL, shots = process.env.LOKET_SHOTS, mine = process.env.LOKET_MINE, file = process.env.LOKET_FILE;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
if (shots) mkdirSync(shots, {recursive: true});
const problems = [];
const must = (good, what) => good || problems.push(what);

const browser = await chromium.launch({executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--disable-sync", "--no-first-run", "--metrics-recording-only"]});

async function visitor(javaScriptEnabled) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: "id-ID", bypassCSP: true,
    reducedMotion: "reduce", javaScriptEnabled});
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  return page;
}

async function look(page, path, name) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({width, height: 900});
    await page.goto(url + path);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}));
      for (const v of found.violations) problems.push(`${name} ${width} ${colorScheme}: ${v.id}: ${v.nodes.map((n) => n.html).join(" | ").slice(0, 300)}`);
      if (shots) await page.screenshot({path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true});
    }
    must(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), `${name} ${width}: wider than the window`);
  }
  console.log("ok", name);
}

async function login(page) {
  await page.goto(url + "/petugas");
  await page.fill("#login", "kabid");
  await page.fill("#password", process.env.LOKET_PASSWORD);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

try {
  const citizen = await visitor(false), officer = await visitor(true), plain = await visitor(false);
  await citizen.goto(url + mine);
  await citizen.check("input[name=kind][value=correct]");
  await citizen.fill("textarea[name=asked]", "Nama ibu saya salah tulis");
  await Promise.all([citizen.waitForNavigation(), citizen.click("main form button[type=submit]")]);
  must((await citizen.textContent("main")).includes("Permintaan Anda kami terima"), "the citizen is told that it came");
  await look(officer, mine, "warga");

  await login(officer);
  await look(officer, "/petugas/data-pribadi", "daftar");
  await look(officer, `/petugas/p/${file}/data`, "berkas");
  await officer.setViewportSize({width: 1280, height: 900});
  await officer.goto(url + "/petugas/data-pribadi");
  const request = await officer.getByRole("link", {name: "Membetulkan data"}).getAttribute("href");
  await look(officer, request, "permintaan");

  await login(plain);
  await plain.goto(url + request);
  await Promise.all([plain.waitForNavigation(), plain.click("main form button[type=submit]")]);
  must((await plain.textContent("#galat")).includes("Pilih hasilnya"), "nothing chosen: it says so");
  await plain.check("input[name=outcome][value=done]");
  await plain.fill("textarea[name=reply]", "Sudah kami betulkan.");
  await Promise.all([plain.waitForNavigation(), plain.click("main form button[type=submit]")]);
  must((await plain.textContent("main")).includes("Jawaban tersimpan"), "the answer is saved");
  await citizen.goto(url + mine);
  must((await citizen.textContent("main")).includes("Sudah kami betulkan."), "the citizen reads the answer");
  await look(officer, request, "dijawab");
} catch (e) {
  problems.push(String(e.stack || e));
}
await browser.close();
for (const p of problems) console.error("not ok", p);
process.exit(problems.length ? 1 : 0);
