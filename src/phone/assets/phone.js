'use strict';
const $ = (id) => document.getElementById(id);
const own = 'own';
const people = [['6281200000001', 'Ibu Sari'], ['6281200000002', 'Lalu Hadi'], ['6281200000003', 'Baiq Ratna'], ['6281200000004', 'Made Suta']];
const chat = { phone: people[0][0], number: '', changed: 0, messages: new Map(), typing: false, quoted: null, turn: 0 };

function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== ''));
  return node;
}

function complain(text) {
  $('problem').textContent = text || '';
  $('problem').hidden = !text;
}

async function call(path, options) {
  const answer = await fetch(path, options);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error || answer.status);
  return body;
}

const citizen = () => `/sim/citizens/${encodeURIComponent(chat.phone)}`;
const post = (path, body) => call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function say(kind, body) {
  const quoted = chat.quoted ? { quoted: chat.quoted } : {};
  quote(null);
  try {
    await post(`${citizen()}/${kind}`, { number: chat.number, ...quoted, ...body });
    complain();
  } catch (e) { complain('Pesan tidak terkirim: ' + e.message); }
  return refresh();
}

async function sendFile(blob, name, caption) {
  const query = new URLSearchParams({ number: chat.number, filename: name, mime: blob.type || 'application/octet-stream', caption });
  if ($('as-document').checked) query.set('document', '1');
  if (chat.quoted) query.set('quoted', chat.quoted);
  quote(null);
  await call(`${citizen()}/photo?${query}`, { method: 'POST', headers: { 'Content-Type': blob.type || 'application/octet-stream' }, body: blob });
}

/* The caption goes with the first one only, as phones do it with an album. */
async function sendFiles(files) {
  let caption = $('caption').value.trim();
  $('caption').value = '';
  showPapers(false);
  for (const { blob, name } of files) {
    try { await sendFile(blob, name, caption); complain(); } catch (e) { complain(`${name} tidak terkirim: ${e.message}`); }
    caption = '';
  }
  refresh();
}

/* ---- one message ---- */

/* *tebal* _miring_ ~coret~, as the platform writes it; everything else stays text. */
function words(text) {
  const tags = { '*': 'b', '_': 'i', '~': 's' };
  const out = el('div', { className: 'words' });
  let rest = text, m;
  while ((m = /(^|[\s(])([*_~])(\S(?:[^\n]*?\S)?)\2(?=[\s).,:;!?]|$)/m.exec(rest))) {
    out.append(rest.slice(0, m.index) + m[1], el(tags[m[2]], { textContent: m[3] }));
    rest = rest.slice(m.index + m[0].length);
  }
  out.append(rest);
  return out;
}

function picture(m) {
  if (!m.media) return null;
  const image = /^image\//.test(m.media.mime || '') || (!m.media.mime && m.kind === 'image');
  if (!image || m.kind === 'document') {
    const name = m.media.name || { audio: 'Pesan suara', video: 'Video' }[m.kind] || 'Dokumen';
    return el('a', { className: 'doc', href: m.media.url, target: '_blank', rel: 'noopener', textContent: name });
  }
  const img = el('img', { src: m.media.url, alt: m.kind === 'sticker' ? 'Stiker' : 'Foto' + (m.text ? ': ' + m.text : ''), loading: 'lazy', className: m.kind });
  img.addEventListener('load', () => follow());
  return el('a', { href: m.media.url, target: '_blank', rel: 'noopener' }, img);
}

function actions(m) {
  const box = el('div', { className: 'actions' });
  if (m.kind === 'list') box.append(button(m.button, () => openSheet(m)));
  for (const b of m.buttons || []) box.append(button(b.title, () => say('choose', { id: b.id })));
  if (m.kind === 'link') box.append(el('a', { href: m.url, target: '_blank', rel: 'noopener', textContent: m.label }));
  if (m.kind === 'location_request') box.append(button('Kirim lokasi', () => say('location', { quoted: m.id })));
  return box.childElementCount ? box : null;
}

function button(text, tap, className = '') {
  const b = el('button', { type: 'button', textContent: text, className });
  b.addEventListener('click', tap);
  return b;
}

const plainTexts = {
  location: (m) => `Lokasi ${m.location.latitude}, ${m.location.longitude}`, unsupported: () => 'Jajak pendapat (tidak didukung)',
  contacts: () => 'Kartu kontak', sticker: () => '', image: () => '', audio: () => '',
};
const short = (m) => m.text || (m.media && (m.media.name || 'Foto')) || (plainTexts[m.kind] ? plainTexts[m.kind](m) : m.kind);

function cited(m) {
  const of = m.quoted && chat.messages.get(m.quoted);
  return of ? el('div', { className: 'cited', textContent: short(of) }) : null;
}

const ticks = { sent: ['✓', 'terkirim'], delivered: ['✓✓', 'sampai'], read: ['✓✓', 'dibaca'], failed: ['!', 'gagal'] };

function stamp(m) {
  const at = new Date(m.at).toLocaleTimeString('id-ID', { hour: '2-digit', minute: '2-digit' });
  const row = el('div', { className: 'stamp' });
  const reply = button('Balas', () => quote(m), 'reply');
  reply.setAttribute('aria-label', 'Balas: ' + short(m).slice(0, 40));
  row.append(reply, m.edited ? 'diedit ' : '', el('time', { dateTime: new Date(m.at).toISOString(), textContent: at }));
  if (m.from === 'citizen') {
    const [sign, word] = ticks[m.status];
    row.append(el('span', { className: m.status, title: word, ariaHidden: 'true', textContent: sign }), el('span', { className: 'hide', textContent: word }));
  }
  return row;
}

function bubble(m) {
  const text = m.revoked ? 'Pesan ini dihapus' : m.text || (plainTexts[m.kind] ? plainTexts[m.kind](m) : '');
  const node = el('li', { className: `bubble ${m.from}` },
    m.from === 'officer' ? el('div', { className: 'who', textContent: 'Petugas (dari telepon)' }) : null,
    cited(m), m.header ? el('div', { className: 'head', textContent: m.header }) : null,
    m.revoked ? null : picture(m), text ? words(text) : null,
    m.footer ? el('div', { className: 'foot', textContent: m.footer }) : null, actions(m),
    m.reaction ? el('div', { className: 'reaction', textContent: m.reaction }) : null, stamp(m));
  node.dataset.id = m.id;
  node.dataset.kind = m.kind;
  return node;
}

/* ---- the thread ---- */

const nearEnd = () => $('log').scrollHeight - $('log').scrollTop - $('log').clientHeight < 160;
let following = true;
function follow() { if (following) $('log').scrollTop = $('log').scrollHeight; }

const hidden = new Set(['reaction', 'edit', 'revoke']);

function show(list) {
  const thread = $('thread');
  for (const m of list) {
    chat.messages.set(m.id, m);
    if (hidden.has(m.kind)) continue;
    const old = [...thread.children].find((n) => n.dataset.id === m.id), fresh = bubble(m);
    if (old) old.replaceWith(fresh); else {
      newDay(m);
      thread.append(fresh);
    }
  }
  const empty = thread.querySelector('.empty');
  if (chat.messages.size && empty) empty.remove();
}

function newDay(m) {
  const day = new Date(m.at).toLocaleDateString('id-ID', { weekday: 'long', day: 'numeric', month: 'long' });
  if (chat.day !== day) $('thread').append(el('li', { className: 'day', textContent: day }));
  chat.day = day;
}

function showTyping(on) {
  $('under').textContent = on ? 'sedang mengetik…' : chat.display || '';
  $('under').classList.toggle('typing', on);
}

async function refresh() {
  const turn = chat.turn;
  try {
    const query = new URLSearchParams({ number: chat.number, changed: chat.changed });
    const news = await call(`${citizen()}/messages?${query}`);
    if (turn !== chat.turn) return;
    following = nearEnd();
    chat.changed = news.changed;
    show(news.messages);
    showTyping(news.typing);
    $('server').textContent = news.server ? '' : 'Menunggu server Loket…';
    if (news.messages.length) follow();
    const unseen = news.messages.some((m) => m.from === 'office' && m.status === 'delivered');
    if (unseen && document.visibilityState === 'visible') await post(`${citizen()}/seen`, { number: chat.number });
  } catch (e) { $('server').textContent = 'Simulator tidak menjawab.'; }
}

function restart() {
  Object.assign(chat, { changed: 0, turn: chat.turn + 1, day: '' });
  chat.messages.clear();
  quote(null);
  complain();
  $('thread').replaceChildren(el('li', { className: 'empty', textContent: 'Belum ada pesan. Tulis “halo” untuk memulai.' }));
  following = true;
  refresh();
}

/* ---- sheets, quotes, papers ---- */

function openSheet(m) {
  $('sheet-title').textContent = m.button;
  $('rows').replaceChildren();
  for (const s of m.sections) {
    if (s.title) $('rows').append(el('h3', { textContent: s.title }));
    for (const r of s.rows) {
      const row = button(r.title, () => { $('sheet').close(); say('choose', { id: r.id }); }, 'row');
      if (r.description) row.append(el('span', { textContent: r.description }));
      $('rows').append(row);
    }
  }
  $('sheet').showModal();
}

function quote(m) {
  chat.quoted = m ? m.id : null;
  $('quote').hidden = !m;
  $('quote').firstElementChild.textContent = m ? short(m) : '';
  if (m) $('text').focus();
}

function showPapers(on) {
  $('papers').hidden = !on;
  $('attach').setAttribute('aria-expanded', String(on));
}

function fillSamples() {
  for (const paper of papers.list)
    $('samples').append(button(paper.name, async () => sendFiles([{ blob: await papers.draw(paper, $('blur').checked), name: paper.file }]), 'paper'));
}

/* ---- start ---- */

function choose() {
  const mine = $('person').value === own;
  $('own-label').hidden = !mine;
  const typed = $('own').value.replace(/[^0-9]/g, '').replace(/^0/, '62');
  if (mine && !/^[1-9][0-9]{7,14}$/.test(typed)) return;
  chat.phone = mine ? typed : $('person').value;
  chat.number = $('office').value;
  chat.display = $('office').selectedOptions[0].textContent;
  $('title').textContent = 'Kantor Dukcapil';
  restart();
}

function listen() {
  $('composer').addEventListener('submit', (e) => {
    e.preventDefault();
    const text = $('text').value.trim();
    $('text').value = '';
    grow();
    if (text) say('text', { text });
  });
  $('text').addEventListener('keydown', (e) => {
    if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    $('composer').requestSubmit();
  });
  $('text').addEventListener('input', grow);
  $('attach').addEventListener('click', () => showPapers($('papers').hidden));
  $('unquote').addEventListener('click', () => quote(null));
  $('files').addEventListener('change', (e) => {
    sendFiles([...e.target.files].map((f) => ({ blob: f, name: f.name })));
    e.target.value = '';
  });
  for (const b of document.querySelectorAll('[data-say]')) b.addEventListener('click', () => { showPapers(false); say(b.dataset.say, {}); });
  for (const id of ['person', 'office', 'own']) $(id).addEventListener('change', choose);
}

function grow() {
  $('text').style.height = 'auto';
  $('text').style.height = $('text').scrollHeight + 2 + 'px';
}

async function start() {
  const setup = await call('/sim/setup');
  const known = new Map([...people, ...setup.citizens.map((c) => [c.phone, c.name])]);
  for (const [phone, name] of known) $('person').append(new Option(`${name} · …${phone.slice(-4)}`, phone));
  $('person').append(new Option('Nomor sendiri…', own));
  setup.numbers.forEach((n, i) => $('office').append(new Option(`${i + 1} · ${n.display}`, n.id)));
  const asked = new URLSearchParams(location.search);
  if (asked.has('as')) $('person').value = asked.get('as');
  if (asked.has('to')) $('office').value = asked.get('to');
  fillSamples();
  listen();
  choose();
  setInterval(refresh, 1000);
}
start();
