// Pages as people find them, at 360 and 1280 px, light and dark: axe finds nothing, nothing is wider than the window.
// LOKET_PAGES: JSON list of {name, path, officer, says}; an officer's page is opened with the session in LOKET_COOKIE.
import {end, look, problems, start, url, visitor, words} from "./eyes.mjs";

const pages = JSON.parse(process.env.LOKET_PAGES), browser = await start();

async function visit(page, p, width) {
  const name = `${p.name}-${width}`;
  await page.goto(url + p.path);
  const text = await words(page);
  for (const w of p.says ?? []) if (!text.includes(w)) problems.push(`${name}: does not say "${w}"`);
  await look(page, name);
}

for (const width of [360, 1280]) {
  const page = await visitor(browser, {viewport: {width, height: 800}}), context = page.context();
  for (const p of pages) {
    await context.clearCookies();
    if (p.cookie) {
      const at = p.cookie.indexOf("=");
      await context.addCookies([{name: p.cookie.slice(0, at), value: p.cookie.slice(at + 1), url}]);
    }
    await visit(page, p, width);
  }
  await context.close();
}
console.log(`${pages.length} pages`);
await end(browser);
