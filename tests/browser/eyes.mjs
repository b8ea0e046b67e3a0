// What the tests in a browser share: how it is started, what a page may not do, and the look that finds what is wrong with it.
import {mkdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {chromium} from "playwright-core";

// How long a step may take on a machine that is busy with other things; a page that never comes still fails the test.
export const PATIENCE = 1000 * Number(process.env.LOKET_PATIENCE || 60);
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
  "--disable-domain-reliability", "--disable-sync", "--no-first-run", "--metrics-recording-only"];

export const url = process.env.LOKET_URL, shots = process.env.LOKET_SHOTS;
export const problems = []; // whoever finds one adds a sentence
if (shots) mkdirSync(shots, {recursive: true});

// A browser that calls nobody by itself.
export const start = (...flags) => chromium.launch({executablePath: process.env.CHROMIUM, args: [...FLAGS, ...flags]});

// Faults of a page's scripts are problems; expected: words of the console that are none.
export function watch(page, expected = /status of 4\d\d/) {
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (e) => problems.push(`script: ${e.message}`));
  page.on("console", (m) => m.type() === "error" && !expected.test(m.text()) && problems.push(`console: ${m.text()}`));
  return page;
}

// A page of somebody new; options as newContext takes them.
export async function visitor(browser, options, expected) {
  const context = await browser.newContext({locale: "id-ID", bypassCSP: true, reducedMotion: "reduce", ...options});
  return watch(await context.newPage(), expected);
}

let looks = 0;
// axe finds nothing, light and dark; nothing is wider than the window. Leaves the page light. more, exact: further rules of axe;
// fullPage: of the pictures that LOKET_SHOTS gets.
export async function look(page, name, {more = [], exact = {}, schemes = ["light", "dark"], fullPage = true} = {}) {
  const number = String(++looks).padStart(2, "0"), before = problems.length;
  for (const colorScheme of schemes) {
    await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
    await page.evaluate(AXE);
    const found = await page.evaluate(([runOnly, rules]) => globalThis.axe.run(document, {runOnly, rules}), [[...AA, ...more], exact]);
    for (const v of found.violations) problems.push(`${name} (${colorScheme}): ${v.id}: ${v.nodes.map((n) => n.html).join(" | ").slice(0, 400)}`);
    if (shots) await page.screenshot({path: `${shots}/${number}-${name}-${colorScheme}.png`, fullPage});
  }
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)) problems.push(`${name}: wider than the window`);
  await page.emulateMedia({colorScheme: "light", reducedMotion: "reduce"});
  if (problems.length === before) console.log("ok", name); // else end() says what is wrong
}

// The look, as wide as an officer's screen and as a phone.
export async function lookAtWidths(page, name, {widths = [1280, 360], height = 900, ...options} = {}) {
  for (const width of widths) {
    await page.setViewportSize({width, height});
    await look(page, `${name}-${width}`, options);
  }
}

export function must(ok, words) {
  if (!ok) throw new Error(words);
}
export const words = async (page, what = "main") => (await page.textContent(what)).replace(/\s+/g, " ");
export const says = async (page, text) => must((await words(page)).includes(text), `the page does not say "${text}": ${page.url()}`);
export const follow = (page, what) => Promise.all([page.waitForNavigation(), what]);

export async function login(page, name) {
  await page.goto(url + "/petugas");
  await page.fill("#login", name);
  await page.fill("#password", process.env.LOKET_PASSWORD);
  await follow(page, page.keyboard.press("Enter"));
}

// The end of a test: what was found, and the exit code.
export async function end(browser) {
  await browser.close();
  for (const p of new Set(problems)) console.error("not ok", p);
  process.exit(problems.length ? 1 : 0);
}
