// Pages of figures in headless Chromium: at 360 and 1280 px, light and dark; axe finds nothing, nothing is wider than the
// window, a number leads to its list, and the page prints on A4.
import {end, lookAtWidths, login, problems, shots, start, url, visitor} from "./eyes.mjs";

const paths = process.env.LOKET_PATHS.split(" "), open_paths = (process.env.LOKET_OPEN_PATHS || "").split(" ").filter(Boolean);
const browser = await start();
const page = await visitor(browser, {viewport: {width: 1280, height: 900}});

async function look_and_print(path) {
  const name = path.replace(/^\//, "").replace(/[^a-z0-9]+/gi, "-").slice(0, 60);
  await page.goto(url + path);
  await lookAtWidths(page, name);
  const pdf = await page.pdf({format: "A4", path: shots ? `${shots}/${name}.pdf` : undefined});
  if (pdf.length < 5000) problems.push(`${name}: prints nothing`);
}

try {
  for (const path of open_paths) await look_and_print(path);
  if (paths[0]) {
    await login(page, process.env.LOKET_LOGIN);
    for (const path of paths) await look_and_print(path);
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
await end(browser);
