// What a reader with a small window or large letters meets: nothing sticks out at the side, no text is cut off, no two controls lie on
// each other. At 320 and 768 px, and with letters twice as large at 360 and 1280 px.

/* In the page: a sentence for each thing that is wrong. */
function wrong() {
  const found = [], words = (e) => `${e.outerHTML.replace(/\s+/g, " ").slice(0, 120)}`;
  const seen = (e) => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && !e.closest(".vh, .skip, [hidden]");
  const scrolls = (e) => { // somebody above it scrolls sideways by itself
    for (let up = e; up && up !== document.body; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  const own = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`wider than the window by ${document.documentElement.scrollWidth - innerWidth} px`);
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary", controls = [];
  for (const e of document.body.querySelectorAll("*")) {
    const control = e.matches(CONTROLS);
    if ((!control && !own(e)) || e.matches("script, style, option") || !seen(e)) continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || !box.height) continue;
    if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(e)) found.push(`sticks out (${Math.round(box.left)}..${Math.round(box.right)}): ${words(e)}`);
    const typed = e.matches("input:not([type=radio], [type=checkbox], [type=file])");
    const cut = e.matches("input") ? typed && e.maxLength > 0 && e.maxLength <= 24 && e.scrollWidth > e.clientWidth + 1
      : /hidden|clip/.test(style.overflowX + style.overflowY) && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
    if (cut) found.push(`cut off: ${words(e)}`);
    if (control) for (const r of e.getClientRects()) controls.push({e, r});
  }
  // The text of a control must lie inside the box that holds it.
  for (const {e} of controls)
    if (e.matches(".btn, .btn-2, .btn-d, button") && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) found.push(`runs over: ${words(e)}`);
  for (let i = 0; i < controls.length; i++)
    for (let k = i + 1; k < controls.length; k++) {
      const a = controls[i], b = controls[k];
      if (a.e === b.e || a.e.contains(b.e) || b.e.contains(a.e)) continue;
      if (Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left) > 1 && Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top) > 1)
        found.push(`on each other: ${words(a.e)} and ${words(b.e)}`);
    }
  return [...new Set(found)].slice(0, 6);
}

// The window is as it was afterwards. Gives what is wrong, each with its width.
export async function layout(page, {widths = [320, 768], large = [360, 1280]} = {}) {
  const was = page.viewportSize(), problems = [], height = was.height;
  const cdp = await page.context().newCDPSession(page);
  const at = async (width, what) => {
    await page.setViewportSize({width, height});
    for (const w of await page.evaluate(wrong)) problems.push(`${what}: ${w}`);
  };
  for (const width of widths) await at(width, `${width} px`);
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)), usual = await size();
  await cdp.send("Page.setFontSizes", {fontSizes: {standard: 32, fixed: 26}}); // as somebody sets it in the browser
  if (Math.abs((await size()) / usual - 2) > 0.01) problems.push(`letters do not grow with the browser's setting: ${usual} to ${await size()} px`);
  for (const width of large) await at(width, `${width} px, letters at 200 %`);
  await cdp.send("Page.setFontSizes", {fontSizes: {standard: 16, fixed: 13}});
  await cdp.detach();
  await page.setViewportSize(was);
  return problems;
}
