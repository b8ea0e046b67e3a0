// Pages of figures in headless Chromium: at 360 and 1280 px, light and dark; axe finds nothing, nothing is wider than the
// window, a number leads to its list, and the page prints on A4.
import {readFileSync, mkdirSync} from "node:fs";
import {createRequire} from "node:module";
import {chromium} from "playwright-core";
import {PATIENCE} from "./layout.mjs";

const url = process.env.LOKET_URL, shots = process.env.LOKET_SHOTS;
const paths = process.env.LOKET_PATHS.split(" "), open_paths = (process.env.LOKET_OPEN_PATHS || "").split(" ").filter(Boolean);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
if (shots) mkdirSync(shots, {recursive: true});
const problems = [];

const browser = await chromium.launch({executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--disable-sync", "--no-first-run", "--metrics-recording-only"]});
const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: "id-ID", bypassCSP: true, reducedMotion: "reduce"});
const page = await context.newPage();
page.setDefaultTimeout(PATIENCE);
page.on("pageerror", (e) => problems.push(`script: ${e.message}`));
page.on("console", (m) => m.type() === "error" && !/status of 4\d\d/.test(m.text()) && problems.push(`console: ${m.text()}`));

async function look(path) {
  const name = path.replace(/^\//, "").replace(/[^a-z0-9]+/gi, "-").slice(0, 60);
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
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)) problems.push(`${name} ${width}: wider than the window`);
  }
  await page.emulateMedia({colorScheme: "light"});
  const pdf = await page.pdf({format: "A4", path: shots ? `${shots}/${name}.pdf` : undefined});
  if (pdf.length < 5000) problems.push(`${name}: prints nothing`);
  console.log("ok", path);
}

try {
  for (const path of open_paths) await look(path);
  if (paths[0]) {
    await page.goto(url + "/petugas");
    await page.fill("#login", process.env.LOKET_LOGIN);
    await page.fill("#password", process.env.LOKET_PASSWORD);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    for (const path of paths) await look(path);
    await page.setViewportSize({width: 1280, height: 900});
    await page.goto(url + "/kepala");
    const tile = page.locator(".tile a.big").nth(2), said = Number((await tile.textContent()).replace(/\D/g, ""));
    await tile.click();
    let rows = 0;
    for (;;) {
      rows += await page.locator("table.list tbody tr").count();
      const next = page.locator("a[rel=next]");
      if (!(await next.count())) break;
      await Promise.all([page.waitForNavigation(), next.click()]);
    }
    if (rows !== said) problems.push(`the tile says ${said}, its list has ${rows} rows`);
    console.log("ok", "number and list");
  }
} catch (e) {
  problems.push(String(e.message || e));
}
await browser.close();
for (const p of problems) console.log("not ok", p);
process.exit(problems.length ? 1 : 0);
