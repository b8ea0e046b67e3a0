// The officers' part by keyboard in headless Chromium, 1280 px wide; axe finds nothing on any page, light or dark.
import {end, look as look_at, lookAtWidths, must, problems, says as page_says, shots, start, url, visitor} from "./eyes.mjs";

const first = process.env.LOKET_FIRST, second = process.env.LOKET_SECOND;
const browser = await start();
const page = await visitor(browser, {viewport: {width: 1280, height: 800}}, /status of 4\d\d|ERR_INTERNET_DISCONNECTED/);
const look = (name) => look_at(page, name, {fullPage: false});
const says = (words) => page_says(page, words);
async function press(key) { // a key that leads to another page
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

try {
  await page.goto(url + "/petugas");
  await look("masuk");
  await page.fill("#login", "kabid");
  await page.fill("#password", "bukan kata sandinya");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Control+Enter")]);
  await look("masuk-salah");
  await page.fill("#login", "kabid");
  await page.fill("#password", process.env.LOKET_PASSWORD);
  await press("Enter");

  await says(first);
  await look("kotak-kerja");
  await page.keyboard.press("?");
  must(await page.isVisible("#tombol"), "the help opens");
  await look("pintasan");
  await page.keyboard.press("Escape");
  await Promise.all([page.waitForNavigation(), page.click(".who a")]);
  await lookAtWidths(page, "akun", {widths: [360, 1280]});
  await page.setViewportSize({width: 1280, height: 800});
  await page.focus("#wanted");
  await page.keyboard.type("pendek");
  await press("Enter");
  await look("akun-salah");
  await Promise.all([page.waitForNavigation(), page.click("button[value=pasang]")]);
  must(await page.evaluate(() => document.querySelector("main img").naturalWidth > 100), "the QR code is there");
  await lookAtWidths(page, "akun-pasang", {widths: [360, 1280]});
  await page.setViewportSize({width: 1280, height: 800});
  await page.goto(url + "/petugas/masuk/kode");
  await look("kode");
  await page.goto(url + "/petugas");
  await page.keyboard.press("j");
  await press("o");
  must(page.url().includes("/petugas/p/"), "o opens the row");
  await press("u");

  // the first file: take, right, right, processed, issued, ready
  await press("n");
  must(page.url().includes(first), "n takes the most urgent file");
  await look("berkas");
  await press("]");
  must(page.url().includes("pindaian=2"), "] goes to the next page");
  await press("[");
  await page.keyboard.press("+");
  await page.keyboard.press("Shift+R");
  await look("berkas-diperbesar");
  await press("v");
  await press("v");
  await look("berkas-sesuai");
  if (await page.locator("form.step #siak_number").count() === 0) { // typed data is judged without a picture
    await look("berkas-langkah");
  }
  await page.keyboard.press("t");
  await page.keyboard.type("SIAK-5271-0042");
  await press("Control+Enter");
  await says("SIAK-5271-0042");
  await page.keyboard.press("t");
  must(await page.evaluate(() => document.activeElement.id) === "result_kind", "t goes to the result document");
  await page.fill("#result_number", "5271-LU-24112026-0042");
  await page.focus("#result_number");
  await press("Control+Enter");
  await page.keyboard.press("t");
  await page.keyboard.type("B-12");
  await press("Control+Enter");
  await says("Siap diambil");
  await look("berkas-siap");

  // the second file: blurred, the correction is read before it is sent
  await page.goto(`${url}/petugas/p/${second}`);
  await press("t");
  await page.keyboard.press("b");
  await look("berkas-alasan");
  await press("1");
  await says("Foto buram");
  await page.click("details.more summary");
  await look("berkas-langkah-lain");
  await page.keyboard.press("Escape");
  await press("t");
  must(page.url().endsWith("/perbaikan"), "t leads to the correction");
  await look("perbaikan");
  await page.fill("#note", "Mohon pakai cahaya siang.");
  await press("Control+Enter");
  await says("Menunggu warga");

  // the counter: a scanner types the number, a mismatch, the supervisor, the hand-over
  await page.keyboard.press("g");
  await press("a");
  await look("ambil-cari");
  await page.fill("#kode", first);
  await press("Enter");
  await look("ambil");
  const papers = await page.$$eval("fieldset.compare", (all) => all.map((f) => f.id));
  must(papers.length >= 2, "there are originals to compare");
  for (const [i, id] of papers.entries()) await page.check(`[name="${id}"][value="${i ? "same" : "different"}"]`);
  await Promise.all([page.waitForNavigation(), page.click("form:has(fieldset.compare) button[type=submit]")]);
  await says("Berkas asli tidak sesuai");
  await look("ambil-tidak-sesuai");
  await page.fill("#decision_note", "Surat ralat rumah sakit dilihat.");
  await Promise.all([page.waitForNavigation(), page.click('button[value="accept"]')]);
  for (const id of papers) await page.check(`[name="${id}"][value="same"]`);
  await Promise.all([page.waitForNavigation(), page.click("form:has(fieldset.compare) button[type=submit]")]);
  await Promise.all([page.waitForNavigation(), page.click("form.card button[type=submit]")]);
  await says("Tulis nama penerima");
  await look("ambil-galat");
  await page.fill("#receiver_name", "Sari Dewi Lestari");
  await page.selectOption("#receiver_relation", "self");
  await page.selectOption("#identity_kind", "ktp_el");
  await page.fill("#identity_last4", "0001");
  await press("Control+Enter");
  await says("Dokumen sudah diserahkan");
  await look("diserahkan");

  // the inbox, a walk-in, the search, pages of errors
  await page.keyboard.press("g");
  await press("w");
  await look("wa");
  await Promise.all([page.waitForNavigation(), page.click("table.list tbody th a")]);
  await look("wa-percakapan");
  await page.click("a[data-insert]");
  must((await page.inputValue("#text")).length > 20, "a canned answer lands in the box");
  await press("Control+Enter");
  await look("wa-dibalas");
  await page.keyboard.press("g");
  await press("l");
  await look("loket");
  await page.click("text=Akta Kelahiran");
  await page.waitForURL(/layanan=/);
  await look("loket-keadaan");
  await Promise.all([page.waitForNavigation(), page.click("main form .actions button[type=submit]")]);
  await look("loket-data");
  const photo = {name: "kk.png", mimeType: "image/png", buffer: Buffer.from(process.env.LOKET_PHOTO, "base64")};
  await page.setInputFiles("#scan_kk", photo);
  await page.setInputFiles("#scan_nikah", {...photo, buffer: Buffer.from("no picture")});
  const register = () => page.click("main form .actions button[type=submit]"), errors = () => page.waitForSelector("#galat:focus");
  const chosen = (id) => page.$eval(id, (input) => input.files.length);
  await register();
  await errors();
  await says("Nama pemohon belum diisi");
  await says("perkawinan: Berkas harus berupa foto");
  must(await chosen("#scan_kk") === 1 && await chosen("#scan_nikah") === 0, "a chosen file stays chosen, but for one that cannot be taken");
  await look("loket-galat");
  await page.fill("#applicant_name", "Nyoman Uji Loket");
  await page.setInputFiles("#scan_nikah", photo);
  await page.context().setOffline(true);
  await register();
  await page.waitForSelector("#putus");
  await says("Jaringan terputus");
  await look("loket-terputus");
  await page.context().setOffline(false);
  must((await page.inputValue("#applicant_name")) === "Nyoman Uji Loket", "what was typed is still there");
  for (const box of await page.$$("[id^=seen_]")) await box.check();
  await Promise.all([page.waitForNavigation(), register()]);
  await says("Permohonan terdaftar");
  await says("1/2 · Buku nikah"); // both papers are there
  await look("loket-terdaftar");
  await page.goto(`${url}/petugas/baru/kk?reason=new&marriage_proof=registered&hosted=no&special=yes&new_people=yes&proxy=no`);
  await page.fill('[name="biodata.0.biodata_name"]', "Rara Uji");
  await page.click("button[value=biodata]");
  await page.waitForSelector('[name="biodata.1.biodata_name"]');
  must((await page.inputValue('[name="biodata.0.biodata_name"]')) === "Rara Uji", "asking for one more loses nothing");
  await page.keyboard.press("Tab");
  must((await page.evaluate(() => document.activeElement.name)) === "biodata.1.biodata_name", "and the keyboard is there");
  await look("loket-anggota");
  await page.fill("#applicant_name", "");
  await page.press("#applicant_name", "Enter");
  await errors();
  await says("Nama pemohon belum diisi");
  await page.keyboard.press("/");
  await page.keyboard.type("nyoman");
  await press("Enter");
  await look("cari");
  await page.goto(`${url}/petugas/p/MTR-XXXX-XXXX`);
  await look("tidak-ada");
} catch (e) {
  problems.push(e.message);
  if (shots) await page.screenshot({path: `${shots}/99-failed.png`, fullPage: true});
}
await end(browser);
