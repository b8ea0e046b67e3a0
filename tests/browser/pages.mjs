// Pages as people find them, at 360 and 1280 px, light and dark: axe finds nothing, nothing is wider than the window.
// LOKET_PAGES: JSON list of {name, path, officer, says}; an officer's page is opened with the session in LOKET_COOKIE.
import {readFileSync, mkdirSync} from "node:fs";
import {createRequire} from "node:module";
import {chromium} from "playwright-core";
import {PATIENCE} from "./layout.mjs";

const url = process.env.LOKET_URL, shots = process.env.LOKET_SHOTS, pages = JSON.parse(process.env.LOKET_PAGES);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
if (shots) mkdirSync(shots, {recursive: true});
const browser = await chromium.launch({executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run"]});
const problems = [];

async function look(page, p, width) {
  await page.goto(url + p.path);
  const words = (await page.textContent("main")).replace(/\s+/g, " ");
  for (const w of p.says ?? []) if (!words.includes(w)) problems.push(`${p.name}: does not say "${w}"`);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}));
    for (const v of found.violations) problems.push(`${p.name} ${width} (${colorScheme}): ${v.id}: ${v.nodes.map((n) => n.html).join(" | ").slice(0, 300)}`);
    if (shots) await page.screenshot({path: `${shots}/${p.name}-${width}-${colorScheme}.png`, fullPage: true});
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  if (wide) problems.push(`${p.name}: wider than ${width}`);
}

for (const width of [360, 1280]) {
  const context = await browser.newContext({viewport: {width, height: 800}, locale: "id-ID", bypassCSP: true, reducedMotion: "reduce"});
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (e) => problems.push(`script: ${e.message}`));
  for (const p of pages) {
    await context.clearCookies();
    if (p.cookie) {
      const at = p.cookie.indexOf("=");
      await context.addCookies([{name: p.cookie.slice(0, at), value: p.cookie.slice(at + 1), url}]);
    }
    await look(page, p, width);
  }
  await context.close();
}
await browser.close();
for (const p of problems) console.log("not ok", p);
console.log(`${pages.length} pages, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
