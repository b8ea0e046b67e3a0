// Appointments in headless Chromium: a citizen at 360 px without JavaScript, an officer at 1280 px by keyboard; axe finds
// nothing on any page, light or dark.
import {end, follow, look, problems, says, start, url, visitor} from "./eyes.mjs";

const browser = await start();
const open = (width, height, javaScriptEnabled) => visitor(browser, {viewport: {width, height}, javaScriptEnabled});

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
}
await end(browser);
