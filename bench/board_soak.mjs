// The board of board_soak.py: opens it in headless Chromium, answers each line on stdin with what the page holds after its garbage is
// collected. Playwright comes from tests/browser.
import {createRequire} from "node:module";
import {createInterface} from "node:readline";

const {chromium} = createRequire(process.env.LOKET_MODULES + "/")("playwright-core");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-sync", "--no-first-run"],
});
const context = await browser.newContext({viewport: {width: 1920, height: 1080}, locale: "id-ID", reducedMotion: "reduce"});
const page = await context.newPage(), cdp = await context.newCDPSession(page);
let news = 0, wrong = "";
page.on("pageerror", (e) => { wrong = e.message; });
for (const domain of ["Performance", "Network", "HeapProfiler"]) await cdp.send(domain + ".enable");
cdp.on("Network.eventSourceMessageReceived", (e) => { if (e.eventName !== "beat") news++; });
await page.goto(process.env.LOKET_URL);
console.log("ready");

for await (const line of createInterface({input: process.stdin})) {
  if (line !== "look") break;
  const shown = await page.evaluate(() => ({ /* first: what this brings into the page is there each time */
    elements: document.querySelectorAll("*").length, shown: document.getElementById("nomor").textContent,
    said: Number(document.body.dataset.said) || 0}));
  for (let i = 0; i < 4; i++) {
    await cdp.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(150);
  }
  const metrics = Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map((m) => [m.name, m.value]));
  console.log(JSON.stringify({
    heap: metrics.JSHeapUsedSize, nodes: metrics.Nodes, listeners: metrics.JSEventListeners, documents: metrics.Documents,
    audio: metrics.AudioHandlers, ...shown, news, wrong}));
}
await browser.close();
