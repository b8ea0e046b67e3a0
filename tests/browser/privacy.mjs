// Personal data in headless Chromium: the officers' pages and the citizen's, at 360 and 1280 px, light and dark; axe finds
// nothing, nothing is wider than the window; a citizen asks and an officer answers without JavaScript.
import {end, lookAtWidths, login, must, problems, start, url, visitor} from "./eyes.mjs";

const mine = process.env.LOKET_MINE, file = process.env.LOKET_FILE;
const browser = await start();
const someone = (javaScriptEnabled) => visitor(browser, {viewport: {width: 1280, height: 900}, javaScriptEnabled});

async function look(page, path, name) {
  await page.goto(url + path);
  await lookAtWidths(page, name);
}

try {
  const citizen = await someone(false), officer = await someone(true), plain = await someone(false);
  await citizen.goto(url + mine);
  await citizen.check("input[name=kind][value=correct]");
  await citizen.fill("textarea[name=asked]", "Nama ibu saya salah tulis");
  await Promise.all([citizen.waitForNavigation(), citizen.click("main form button[type=submit]")]);
  must((await citizen.textContent("main")).includes("Permintaan Anda kami terima"), "the citizen is told that it came");
  await look(officer, mine, "warga");

  await login(officer, "kabid");
  await look(officer, "/petugas/data-pribadi", "daftar");
  await look(officer, `/petugas/p/${file}/data`, "berkas");
  await officer.setViewportSize({width: 1280, height: 900});
  await officer.goto(url + "/petugas/data-pribadi");
  const request = await officer.getByRole("link", {name: "Membetulkan data"}).getAttribute("href");
  await look(officer, request, "permintaan");

  await login(plain, "kabid");
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
await end(browser);
