// The hall in headless Chromium at its real sizes: kiosk 1080x1920 and 1280x800, board 1920x1080, counter 1280, door and
// phone 360. axe finds nothing, light and dark; nothing overflows; a call is on the board and on the phone by itself, and is
// spoken; without the network the board keeps what it had and comes back; the door counts on without it.
import {end, look, must, problems, start, url, visitor} from "./eyes.mjs";

const browser = await start("--autoplay-policy=no-user-gesture-required");
const EXPECTED = /status of 4\d\d|ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

async function open(width, height, path, javaScriptEnabled = true) {
  const page = await visitor(browser, {viewport: {width, height}, javaScriptEnabled}, EXPECTED);
  await page.context().addCookies([{name: "loket_session", value: process.env.LOKET_SESSION, url}]);
  await page.goto(url + path);
  return page;
}

// A page that nobody can scroll: it must not be higher than its screen either.
async function look_whole(page, name, options) {
  await look(page, name, {...options, fullPage: false});
  const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  if (over > 1) problems.push(`${name}: ${over} px higher than the screen`);
}
const text = (page, what) => page.textContent(what);
const until = (page, what, arg) => page.waitForFunction(what, arg);

try {
  const board = await open(1920, 1080, "/papan/utama?suara=1");
  await look_whole(board, "papan", {schemes: ["dark"]});
  const big = await board.evaluate(() => parseFloat(getComputedStyle(document.getElementById("nomor")).fontSize));
  must(big > 200, `the number on the wall is ${big} px high`);

  const touch = await board.evaluate(() => document.querySelectorAll("#antre [data-line]").length);
  must(touch === 6, "six lines");

  for (const [w, h] of [[1080, 1920], [1280, 800]]) {
    const kiosk = await open(w, h, "/kios/utama");
    await look_whole(kiosk, `kios-${w}`);
    const small = await kiosk.evaluate(() => [...document.querySelectorAll(".k-lines button")].filter((b) => b.getBoundingClientRect().height < 96).length);
    must(small === 0, "a button is less than 96 px high");
    await Promise.all([kiosk.waitForNavigation(), kiosk.click('button[value="E"]')]);
    await look_whole(kiosk, `kios-mendesak-${w}`);
    await Promise.all([kiosk.waitForNavigation(), kiosk.click('button[value="Sekolah"]')]);
    must(/^E-\d{3}$/.test(await text(kiosk, ".k-number")), "a ticket");
    await look_whole(kiosk, `kios-nomor-${w}`);
    await kiosk.context().close();
  }

  const phone = await open(360, 780, "/antre");
  await look(phone, "antre");
  await phone.check('input[value="B"]');
  await Promise.all([phone.waitForNavigation(), phone.click("main button[type=submit]")]);
  const mine = await phone.getAttribute("[data-ticket]", "data-ticket");
  await until(phone, () => document.getElementById("langsung").textContent.startsWith("Langsung"));
  await look(phone, "antre-nomor");
  const before = await text(phone, "#posisi");

  const desk = await open(1280, 900, "/loket/2");
  await look(desk, "loket");
  await desk.keyboard.press("p");
  await until(desk, (words) => document.getElementById("berhasil").textContent.includes("dipanggil"));
  const called = await text(desk, "#nomor");
  await until(board, (n) => document.getElementById("nomor").textContent === n, called);
  must((await text(board, "#tujuan")) === "Loket 2", "the board says where to");
  await until(board, () => Number(document.body.dataset.said) >= 1);
  await until(phone, (words) => document.getElementById("posisi").textContent !== words, before);
  await look_whole(board, "papan-dipanggil", {schemes: ["dark"]});
  await desk.keyboard.press("h");
  await until(desk, () => !document.getElementById("lewat").hidden);
  must((await text(desk, "#lewat")).includes(called), "who missed the call is in the list");
  await desk.keyboard.press("u");
  await until(desk, (n) => document.getElementById("nomor").textContent === n, called);
  must(await desk.isHidden("#lewat"), "u takes the wrong key back");
  must(await desk.isHidden("#urung"), "and cannot be taken back itself");
  await desk.keyboard.press("h");
  await until(desk, () => !document.getElementById("lewat").hidden);
  must(await desk.isVisible("#urung"), "what can be undone is offered");
  await desk.waitForFunction(() => document.getElementById("urung").hidden);
  for (let i = 0; i < 8 && (await text(desk, "#nomor")) !== mine; i++) {
    const now = await text(desk, "#nomor");
    await desk.keyboard.press("p");
    await until(desk, (n) => document.getElementById("nomor").textContent !== n, now);
  }
  await phone.waitForFunction(() => document.querySelector(".q-head").textContent.includes("Silakan ke Loket 2"));
  await look(phone, "antre-dipanggil");
  await desk.keyboard.press("d");
  must(await desk.evaluate(() => document.activeElement.id === "alih"), "d goes to the lines");
  await desk.selectOption("#alih", "C");
  await desk.click("#alihkan");
  await until(desk, () => document.getElementById("nomor").textContent === "–");
  await look(desk, "loket-kosong");
  const plain = await open(1280, 900, "/loket/1", false);
  await Promise.all([plain.waitForNavigation(), plain.click(".desk-call")]);
  must(/^[A-F]-\d{3}$/.test(await text(plain, "#nomor")), "without a script a call works as well");
  const choose = await open(1280, 800, "/loket?pilih=1");
  await look(choose, "loket-pilih");

  // the network goes and comes back
  const shown = await text(board, "#nomor");
  await board.context().setOffline(true);
  await until(board, () => !document.getElementById("putus").hidden);
  must((await text(board, "#nomor")) === shown, "the board keeps its last state");
  await look_whole(board, "papan-terputus", {schemes: ["dark"]});
  await fetch(url + "/kios/utama", {method: "POST", body: new URLSearchParams({line: "B"}), redirect: "manual",
    headers: {Cookie: "loket_session=" + process.env.LOKET_SESSION}});
  await desk.keyboard.press("p");
  await until(desk, () => document.getElementById("nomor").textContent !== "–");
  const next = await text(desk, "#nomor");
  await board.context().setOffline(false);
  await until(board, (n) => document.getElementById("nomor").textContent === n, next);
  await until(board, () => document.getElementById("putus").hidden);

  const door = await open(360, 780, "/pintu/utama");
  await look(door, "pintu");
  const inside = Number(await text(door, "#orang"));
  await door.click(".d-in");
  await until(door, (n) => Number(document.getElementById("orang").textContent) === n, inside + 1);
  await door.context().setOffline(true);
  await door.click(".d-in");
  await door.click(".d-in");
  await until(door, () => document.getElementById("belum").textContent.includes("2"));
  await look(door, "pintu-terputus");
  await door.context().setOffline(false);
  await until(door, (n) => Number(document.getElementById("orang").textContent) === n, inside + 3);
  await until(board, (n) => Number(document.getElementById("orang").textContent) === n, inside + 3);

  // a day of news leaves nothing behind on the board
  const inspector = await board.context().newCDPSession(board);
  const kept = async () => {
    await inspector.send("HeapProfiler.collectGarbage");
    return {bytes: (await inspector.send("Runtime.getHeapUsage")).usedSize, nodes: (await inspector.send("Memory.getDOMCounters")).nodes};
  };
  const step = (word) => fetch(url + "/pintu/utama", {method: "POST", body: new URLSearchParams({step: word}),
    headers: {Accept: "application/json", Cookie: "loket_session=" + process.env.LOKET_SESSION}});
  const first = await kept();
  for (let i = 0; i < 200; i++) await step(i % 2 ? "in" : "out");
  await until(board, (n) => Number(document.getElementById("orang").textContent) === n, inside + 3);
  const last = await kept();
  must(last.nodes <= first.nodes + 50, `${last.nodes - first.nodes} more nodes after 200 messages`);
  must(last.bytes < first.bytes + 1.5e6, `${last.bytes - first.bytes} bytes more after 200 messages`);

  const settings = await open(1280, 900, "/petugas/ruang");
  await look(settings, "ruang");
  const visits = await open(1280, 900, "/petugas/kunjungan");
  await look(visits, "kunjungan");
  const narrow = await open(360, 780, "/petugas/ruang");
  await look(narrow, "ruang-360");
  const upright = await open(360, 780, "/papan/utama");
  await look(upright, "papan-360", {schemes: ["dark"]});
} catch (e) {
  problems.push(String(e.stack || e));
}
await end(browser);
