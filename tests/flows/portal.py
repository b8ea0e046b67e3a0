#!/usr/bin/env python3
"""The portal against the real binary, without a browser: codes and links that cannot be guessed, tried out or replayed, drafts
that come back, what a draft keeps, corrections, messages, withdrawing, the public check."""
import contextlib
import html
import os
import re
import sqlite3
import sys
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from citizen import Citizen, Forms, filled  # noqa: E402
from citizen_pages import sound, words  # noqa: E402
from officer import Officer  # noqa: E402
from house import House, call, multipart, png, same_minute  # noqa: E402

BIRTH = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}
FORM = {'Content-Type': 'application/x-www-form-urlencoded'}


class Browser:
    """Keeps cookies and follows redirects; nothing else."""

    def __init__(self, house):
        self.house, self.cookies, self.at = house, {}, '/'

    def ask(self, method, path, body=None, headers=None):
        h = dict(headers or {})
        if self.cookies:
            h['Cookie'] = '; '.join(f'{k}={v}' for k, v in self.cookies.items())
        a = call(self.house.port, method, path, body, h)
        for line in a.headers.get_all('Set-Cookie') or []:
            name, value = line.split(';')[0].split('=', 1)
            assert 'HttpOnly' in line and 'SameSite=Lax' in line, line
            if 'Max-Age=0' in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return a

    def go(self, a, path):
        for _ in range(6):
            if a.status not in (302, 303):
                break
            path = urllib.parse.urljoin(path, a.headers['Location'])
            a = self.ask('GET', path)
        self.at = path.split('?')[0]
        return a

    def get(self, path):
        return self.go(self.ask('GET', path), path)

    def post(self, path, values):
        return self.go(self.ask('POST', path, urllib.parse.urlencode(values, doseq=True), FORM), path)

    def send(self, path, *parts):
        body, kind = multipart(parts)
        return self.go(self.ask('POST', path, body, {'Content-Type': kind}), path)


def code_of(house, phone, after=0):
    m = house.hears(phone, 'Kode masuk', after=after)
    return re.search(r'\b\d{6}\b', m['text'] if 'text' in m else str(m)).group(0), m['seq']


def enters(house, phone, browser=None):
    """A browser whose number is proved."""
    b = browser or Browser(house)
    b.post('/masuk', {'phone': '0' + phone[2:]})
    seen = max([m['seq'] for m in house.thread(phone)] + [0])
    code = house.until(lambda: newest_code(house, phone), 'a code')
    assert seen >= 0
    a = b.post(b.at, {'code': code})
    assert b.at == '/saya', (b.at, words(a)[:400])
    return b


def counter_code(house, phone):
    """What an officer gives to somebody without WhatsApp."""
    fo = Officer(house, 'fo')
    return re.search(r'class="code">(\d{4} \d{4})<', fo.post('/petugas/kode', 200, phone=phone).text).group(1)


def newest_code(house, phone):
    codes = [re.search(r'\b\d{6}\b', str(m.get('text', ''))) for m in house.heard(phone) if 'Kode masuk' in str(m) or 'loket_kode' in str(m)]
    codes = [c.group(0) for c in codes if c]
    return codes[-1] if codes else None


def begins(house, phone, service='akta_kelahiran', answers=None):
    b = enters(house, phone)
    answers = BIRTH if answers is None else answers
    b.post(f'/layanan/{service}/mulai', {'asked': list(answers), **answers})
    assert b.at.startswith('/p/'), b.at
    return b, '/p/' + b.at.split('/')[2]


def fills(b, path, seed=3):
    """Every page of data; gives the last page."""
    for i in range(1, 9):
        a = b.get(f'{path}/data/{i}')
        if a.status == 404:
            return
        form = next((f for f in Forms(a.text).forms if f['method'] == 'post'), None)
        if not form:  # a list that may stay empty
            continue
        a = b.post(form['action'], {**filled(form, seed + 10 * i), 'noticed': 'yes'})
        assert a.status == 200, words(a)[:600]


def photographs(b, path, *papers):
    for p in papers:
        a = b.send(f'{path}/berkas/{p}', (f'scan_{p}', p + '.png', 'image/png', png(path + p)))
        assert a.status == 200, words(a)[:400]


# ---- the number is proved --------------------------------------------------------------------------------

def a_code_opens_once(house):
    phone = '6281200005001'
    b = Browser(house)
    a = b.post('/masuk', {'phone': '0812 0000 5001'})
    place = b.at
    assert '5001' in words(sound(a)) and '62812' not in place and '6281200005001' not in a.text
    code = house.until(lambda: newest_code(house, phone), 'a code')
    wrong = '000000' if code != '000000' else '111111'
    assert 'Masih ada 4' in words(sound(b.post(place, {'code': wrong}), 422))
    b.post(place, {'code': f'{code[:3]} {code[3:]}'})
    assert b.at == '/saya' and len(b.cookies['loket_warga']) == 44
    other = Browser(house)
    assert 'sudah dipakai' in words(sound(other.post(place, {'code': code}), 422)), 'a code is spent'
    assert 'loket_warga' not in other.cookies


def trying_out_ends(house):
    phone = '6281200005002'
    b = Browser(house)
    b.post('/masuk', {'phone': phone})
    place = b.at
    code = house.until(lambda: newest_code(house, phone), 'a code')
    for i in range(5):
        b.post(place, {'code': f'{(int(code) + 1 + i) % 1000000:06d}'})
    a = b.post(place, {'code': code})
    assert a.status == 422 and 'loket_warga' not in b.cookies, 'the right code comes too late'


def a_code_fits_only_its_own_page(house):
    one, two = Browser(house), Browser(house)
    one.post('/masuk', {'phone': '6281200005003'})
    two.post('/masuk', {'phone': '6281200005004'})
    code = house.until(lambda: newest_code(house, '6281200005003'), 'a code')
    two.post(two.at, {'code': code})
    assert 'loket_warga' not in two.cookies


def a_number_is_not_flooded(house):
    phone = '6281200005005'
    b = Browser(house)
    assert b.post('/masuk', {'phone': phone}).status == 200
    again = sound(b.post('/masuk', {'phone': phone}), 429)
    assert 'Tunggu sebentar' in words(again)
    assert sound(Browser(house).post('/masuk', {'phone': '6281200005006'})).status == 200, 'others behind the same address go on'


def nonsense_is_refused_kindly(house):
    b = Browser(house)
    for typed in ('', '123', '0370123456', 'abc', '<script>'):
        a = sound(b.post('/masuk', {'phone': typed}), 422)
        assert '<script>' not in a.text and 'nomor ponsel' in words(a)
    for token in ('x', 'A' * 22, '%00'):
        assert call(house.port, 'GET', '/masuk/' + token).status in (404, 429)
        assert call(house.port, 'POST', '/masuk/' + token, 'code=123456', FORM).status in (404, 429)
    assert Browser(house).get('/saya').status == 200  # leads to the number
    stranger = Browser(house)
    stranger.cookies['loket_warga'] = 'A' * 44
    stranger.get('/saya')
    assert stranger.at == '/masuk'


def a_code_is_kept_nowhere(house):
    phone = '6281200005007'
    Browser(house).post('/masuk', {'phone': phone})
    code = house.until(lambda: newest_code(house, phone), 'a code')
    with open(os.path.join(house.folder, 'log')) as f:
        log = f.read()
    assert code not in log and phone not in log


# ---- a draft ------------------------------------------------------------------------------------------------

def an_application_goes_its_way(house):
    b, path = begins(house, '6281200005101')
    assert '/data/1' in b.at, b.at
    fills(b, path)
    photographs(b, path, 'skl', 'nikah')
    early = sound(b.post(path + '/periksa', {}), 422)
    assert 'Kartu keluarga (KK) belum ada' in words(early) and 'name="insists"' in early.text
    photographs(b, path, 'kk')
    a = b.post(path + '/periksa', {})
    assert b.at.startswith('/s/') and 'sudah kami terima' in words(sound(a)), words(a)[:300]
    number = re.search(r'MTR-\w{4}-\w{4}', a.text).group(0)
    f = house.file(number)
    assert f['channel'] == 'web' and f['state'] == 'submitted' and sorted(s['requirement'] for s in f['scans']) == ['kk', 'nikah', 'skl']
    assert f['data']['child_name'] and 'child_nik' not in f['data']
    house.hears('6281200005101', number)
    again = b.post(path + '/periksa', {})
    assert again.status == 200 and b.at.startswith('/s/'), 'sent twice is sent once'
    assert b.get(path).status == 200 and b.at.startswith('/s/'), 'the link of the draft leads to the status'


def a_draft_comes_back_on_another_phone(house):
    b, path = begins(house, '6281200005102')
    form = next(f for f in Forms(b.get(path + '/data/1').text).forms if f['method'] == 'post')
    b.post(path + '/data/1', {**filled(form, 5), 'applicant_name': 'Made Kirana Dewi'})
    stranger = Browser(house)
    assert 'Made Kirana Dewi' in stranger.get(path + '/data/1').text, 'the link alone'
    own = Browser(house)
    own.post('/masuk', {'phone': '6281200005102', 'how': 'petugas'})
    a = own.post(own.at, {'code': counter_code(house, '6281200005102')})
    assert own.at == '/saya' and path in a.text and 'Belum dikirim' in words(a), words(a)[:400]
    assert 'Kirana Dewi' not in a.text, 'names are masked in a list'


def what_is_right_is_kept_beside_what_is_wrong(house):
    b, path = begins(house, '6281200005103')
    a = sound(b.post(path + '/data/1', {'applicant_name': 'Siti Rahayu Ningsih', 'applicant_nik': ''}), 422)
    assert 'href="#applicant_nik"' in a.text
    assert 'Siti Rahayu Ningsih' in b.get(path + '/data/1').text
    assert sound(b.post(path + '/data/1', {'applicant_name': '<script>x', 'applicant_nik': '12'}), 422).text.count('<script>x') == 0


def a_photo_is_shown_to_its_owner_alone(house):
    b, path = begins(house, '6281200005104')
    photographs(b, path, 'skl')
    a = b.get(path + '/berkas/skl')
    photo = re.search(rf'src="({path}/berkas/skl/[^"]+)"', a.text).group(1)
    assert b.ask('GET', photo).body.startswith(b'\x89PNG')
    stranger = Browser(house)
    assert photo not in stranger.get(path + '/berkas/skl').text and stranger.ask('GET', photo).status == 404
    other, path2 = begins(house, '6281200005105')
    assert other.ask('GET', photo).status == 404, 'another citizen'
    assert other.ask('GET', photo.replace(path, path2)).status == 404
    scan = re.search(r'name="scan" value="([^"]+)"', a.text).group(1)
    other.post(path2 + '/berkas/skl/hapus', {'scan': scan})
    assert b.ask('GET', photo).status == 200, 'nobody else takes it away'
    b.post(path + '/berkas/skl/hapus', {'scan': scan})
    assert b.ask('GET', photo).status == 404


def what_is_no_photo_is_refused(house):
    b, path = begins(house, '6281200005106')
    a = sound(b.send(path + '/berkas/skl', ('scan_skl', 'cerita.docx', 'image/png', b'PK\x03\x04 no picture')), 422)
    assert 'cerita.docx' in words(a)
    assert 'Pilih foto' in words(sound(b.send(path + '/berkas/skl', ('csrf', '')), 422))
    for i in range(4):
        a = b.send(path + '/berkas/skl', *[('scan_skl', f'{i}{k}.png', 'image/png', png(f'{path}{i}{k}')) for k in range(4)])
    assert 'href="#scan"' in sound(a, 422).text, 'twelve are enough'
    for code in ('f201', 'sk_kadis', 'nothing', '..'):
        assert call(house.port, 'GET', f'{path}/berkas/{code}').status == 404, code


def a_draft_is_given_up(house):
    b, path = begins(house, '6281200005107')
    photographs(b, path, 'skl')
    assert 'Hapus permohonan ini?' in words(sound(b.get(path + '/hapus')))
    b.post(path + '/hapus', {})
    assert b.at == '/saya' and path not in b.get('/saya').text
    assert call(house.port, 'GET', path).status == 404


def a_situation_changes_and_papers_follow(house):
    b, path = begins(house, '6281200005108')
    photographs(b, path, 'skl')
    a = b.post(path + '/mulai', {'asked': list(BIRTH), **BIRTH, 'marriage_proof': 'none'})
    assert 'name="mother_only"' in a.text, 'a new question became due'
    a = b.post(path + '/mulai', {'asked': ['mother_only'], **BIRTH, 'marriage_proof': 'none', 'mother_only': 'yes'})
    assert b.at == path and 'anak_ibu' in a.text and '/berkas/nikah' not in a.text and '1 foto' in words(a)


def the_same_phone_serves_a_family(house):
    b, path = begins(house, '6281200005109')
    form = next(f for f in Forms(b.get(path + '/data/1').text).forms if f['method'] == 'post')
    b.post(path + '/data/1', {**filled(form, 5), 'applicant_name': 'Lalu Bayu Wirawan', 'noticed': 'yes'})
    b.post('/layanan/kia/mulai', {'asked': ['reason'], 'reason': '?'})
    while b.at.endswith('/mulai'):
        a = b.get('/layanan/kia/mulai')
        names = re.findall(r'name="asked" value="(\w+)"', a.text)
        b.post('/layanan/kia/mulai', {'asked': names, **{n: '?' for n in names}})
    second = '/p/' + b.at.split('/')[2]
    assert second != path and 'Lalu Bayu Wirawan' in b.get(second + '/data/1').text, 'the reporter is known'
    mine = b.get('/saya').text
    assert path in mine and second in mine
    b.post('/keluar', {})
    assert 'loket_warga' not in b.cookies
    b.get('/saya')
    assert b.at == '/masuk'


# ---- after it was sent ------------------------------------------------------------------------------------------

def sent(house, phone):
    b, path = begins(house, phone)
    fills(b, path)
    photographs(b, path, 'skl', 'nikah', 'kk')
    a = b.post(path + '/periksa', {})
    return b, b.at, re.search(r'MTR-\w{4}-\w{4}', a.text).group(0)


def only_what_was_faulty_is_asked_again(house):
    b, status, number = sent(house, '6281200005201')
    house.act(number, 'take')
    house.act(number, 'ask_correction', faults=[{'requirement': 'kk', 'reason': 'silau'}, {'requirement': 'f201', 'reason': 'data_beda', 'note': 'Nama ibu'}])
    a = b.get(status)
    assert 'Perlu perbaikan' in words(sound(a)) and status.replace('/s/', '/p/') + '/periksa' in a.text
    again = b.get(status + '/perbaiki')
    assert re.findall(r'name="(scan_\w+)"', again.text)[0] == 'scan_kk' and 'scan_skl' not in again.text
    b.send(status + '/perbaiki', ('scan_kk', 'kk.png', 'image/png', png('better')))
    check = status.replace('/s/', '/p/') + '/periksa'
    page = sound(b.get(check))
    change = html.unescape(re.search(r'href="(/p/[^"]+\?periksa=1)"', page.text).group(1))
    form = next(f for f in Forms(b.get(change).text).forms if f['method'] == 'post')
    b.post(form['action'], {**filled(form, 9), 'noticed': 'yes'})
    assert b.at == check
    b.post(check, {})
    assert b.at == status and house.file(number)['state'] in ('in_review', 'submitted'), house.file(number)['state']


def words_go_into_one_thread(house):
    phone = '6281200005202'
    b, status, number = sent(house, phone)
    a = sound(b.get(status + '/pesan'))
    assert number in a.text
    assert sound(b.post(status + '/pesan', {'text': '  '}), 422)
    a = b.post(status + '/pesan', {'text': 'Kapan selesai? NIK saya 5271994101900001 <b>'})
    assert 'Kapan selesai?' in words(sound(a)) and '5271994101900001' not in a.text and '<b>' not in a.text.split('</h1>')[1].split('<form')[0].replace('<b>Anda</b>', '').replace('<b>Loket</b>', '')
    stranger = Browser(house)
    stranger.get(status + '/pesan')
    assert stranger.at == '/masuk', 'the link alone does not open the thread'


def a_counter_code_opens_once(house):
    phone = '6281200005203'
    code = counter_code(house, phone)
    other = Browser(house)
    other.post('/masuk', {'phone': '6281200005213', 'how': 'petugas'})
    assert other.post(other.at, {'code': code}).status == 422, 'only for its number'
    b = Browser(house)
    a = b.post('/masuk', {'phone': phone, 'how': 'petugas'})
    assert 'dari petugas' in words(sound(a)) and not house.heard(phone), 'nothing is sent'
    b.post(b.at, {'code': code})
    assert b.at == '/saya'
    again = Browser(house)
    again.post('/masuk', {'phone': phone, 'how': 'petugas'})
    assert again.post(again.at, {'code': code}).status == 422


def a_lost_phone_opens_nothing(house):
    b, status, number = sent(house, '6281200005208')
    fo = Officer(house, 'fo')
    assert 'nomor ponsel' in words(fo.post(f'/petugas/p/{number}/telepon', 422, phone='12'))
    fo.post(f'/petugas/p/{number}/telepon', 303, phone='0812 0000 5209')
    assert call(house.port, 'GET', status).status == 404 and call(house.port, 'GET', status.replace('/s/', '/p/')).status == 404
    b.get('/saya')
    assert b.at == '/masuk', 'the old browser is forgotten'
    found = Browser(house).post('/cek', {'number': number, 'last4': '5209'})
    assert number in found.text
    assert Browser(house).post('/cek', {'number': number, 'last4': '5208'}).status == 422


def an_application_is_withdrawn(house):
    b, status, number = sent(house, '6281200005204')
    stranger = Browser(house)
    stranger.post(status + '/batal', {})
    assert stranger.at == '/masuk' and house.file(number)['state'] == 'submitted', 'the link alone withdraws nothing'
    assert 'Batalkan permohonan?' in words(sound(b.get(status + '/batal')))
    b.post(status + '/batal', {})
    assert b.at == status and house.file(number)['state'] == 'cancelled'
    assert b.post(status + '/batal', {}).status == 200, 'twice is once'


def too_late_to_withdraw_is_said(house):
    b, status, number = sent(house, '6281200005205')
    house.act(number, 'take')
    for r in ('f201', 'skl', 'nikah', 'kk'):
        house.act(number, 'accept_scan', requirement=r)
    house.act(number, 'process', siak_number='5271-1')
    assert 'tidak dapat dibatalkan' in words(sound(b.get(status + '/batal')))
    assert sound(b.post(status + '/batal', {}), 422) and house.file(number)['state'] == 'processing'


def the_way_leads_back_after_the_proof(house):
    b, status, number = sent(house, '6281200005210')
    other = Browser(house)
    other.get(status + '/pesan')
    other.post('/masuk', {'phone': '6281200005210', 'how': 'petugas'})
    other.post(other.at, {'code': counter_code(house, '6281200005210')})
    assert other.at == status + '/pesan' and 'loket_kembali' not in other.cookies
    evil = Browser(house)
    evil.cookies['loket_kembali'] = '//evil.example'
    evil.post('/masuk', {'phone': '6281200005211', 'how': 'petugas'})
    evil.post(evil.at, {'code': counter_code(house, '6281200005211')})
    assert evil.at == '/saya'


def an_answer_reaches_who_only_uses_the_pages(house):
    phone = '6281200005212'
    b, status, number = sent(house, phone)
    b.post(status + '/pesan', {'text': 'Apakah KK lama dibawa?'})
    fo = Officer(house, 'fo')
    chat = re.search(r'/petugas/wa/(\d+)"[^>]*>(?:(?!</a>).)*5212', fo.get('/petugas/wa', 200).text, re.S)
    chat = chat.group(1) if chat else max(re.findall(r'/petugas/wa/(\d+)"', fo.get('/petugas/wa').text), key=int)
    fo.post(f'/petugas/wa/{chat}/balas', 303, text='Ya, mohon dibawa saat mengambil.')
    house.hears(phone, 'loket_pesan')
    assert 'Ya, mohon dibawa' in words(b.get(status + '/pesan'))


def a_draft_of_the_chat_goes_on_here(house):
    phone = '6281200005213'
    c = Citizen(house, phone)
    c.answers(c.says('akta kelahiran'), BIRTH)
    b = Browser(house)
    b.post('/masuk', {'phone': phone, 'how': 'petugas'})
    a = b.post(b.at, {'code': counter_code(house, phone)})
    path = re.search(r'href="(/p/[^"]+)"', a.text).group(1)
    fills(b, path)
    photographs(b, path, 'skl', 'nikah', 'kk')
    a = b.post(path + '/periksa', {})
    number = re.search(r'MTR-\w{4}-\w{4}', a.text).group(0)
    c.hear(number)
    c.says('status', number)
    assert house.file(number)['channel'] == 'whatsapp'


def who_may_give_codes(house):
    house.officer('pengawas', 'auditor', 'Putri Uji')
    reader = Officer(house, 'pengawas')
    assert reader.get('/petugas/kode').status == 403 and reader.post('/petugas/kode', phone='6281200005214').status == 403
    _, _, number = sent(house, '6281200005215')
    assert reader.get(f'/petugas/p/{number}/telepon').status == 403
    assert reader.get(f'/petugas/p/{number}/formulir/F-2.01.pdf').body.startswith(b'%PDF')
    nobody = Browser(house)
    for path in ('/petugas/kode', f'/petugas/p/{number}/telepon', f'/petugas/p/{number}/formulir/F-2.01.pdf'):
        nobody.get(path)
        assert nobody.at == '/petugas/masuk', path


def a_day_goes_into_the_calendar(house):
    b, status, number = sent(house, '6281200005206')
    assert 'tanggal.ics' in b.get(status).text
    a = b.ask('GET', status + '/tanggal.ics')
    assert a.headers['Content-Type'].startswith('text/calendar') and a.text.startswith('BEGIN:VCALENDAR\r\n') and a.text.endswith('END:VCALENDAR\r\n')
    assert f'UID:{number}@loket' in a.text and re.search(r'DTSTART;VALUE=DATE:2\d{7}\r\n', a.text)
    assert all(len(line.encode()) <= 75 for line in a.text.split('\r\n'))


def a_paper_is_checked_in_public(house):
    b, status, number = sent(house, '6281200005207')
    stranger = Browser(house)
    for path in ('/v/' + number, '/v?kode=' + number.lower().replace('-', '%20')):
        a = sound(stranger.get(path))
        assert number in a.text and 'Akta Kelahiran' in words(a) and re.search(r'<dd>([A-Z]\. ?)+</dd>', a.text)
        name = house.file(number)['applicant']['name'] if isinstance(house.file(number).get('applicant'), dict) else house.file(number)['applicant']
        assert name not in a.text and '6281200005207' not in a.text and '/s/' not in a.text
    for wrong in ('MTR-AAAA-AAAA', 'x', '%3Cscript%3E'):
        a = sound(stranger.get('/v/' + wrong), 404)
        assert '<script>' not in a.text
    assert 'Nomor di kertas' in words(sound(stranger.get('/v')))


def guessing_papers_ends(house):
    same_minute()
    answers = [call(house.port, 'GET', f'/v/MTR-2222-22{i:02d}').status for i in range(40)]
    assert answers[0] == 404 and answers[-1] == 429, answers


def open_pages_are_sound(house):
    b = Browser(house)
    for path in ('/masuk', '/jam', '/v', '/layanan/akta_kelahiran/mulai', '/layanan/kk/mulai', '/layanan/pindah/mulai'):
        for language in ('id', 'en'):
            a = sound(b.get(f'{path}?hl={language}'))
            assert f'<html lang="{language}">' in a.text
    assert b.get('/layanan/ktp_el/mulai').status == 200 and b.at == '/layanan/ktp_el', 'in person'
    sound(b.get('/layanan/nichts/mulai'), 404)
    a = sound(b.post('/layanan/akta_kelahiran/mulai', {'asked': ['special', 'late'], 'special': 'no'}), 422)
    assert 'href="#late"' in a.text


def goes_through(b, service):
    """Answers "I do not know" to every question."""
    while True:
        a = b.get(b.at) if b.at.endswith('/mulai') else b.get(f'/layanan/{service}/mulai')
        names = re.findall(r'name="asked" value="(\w+)"', a.text)
        earlier = {k: v for k, v in filled(next(f for f in Forms(a.text).forms if f['method'] == 'post'), 1).items() if k not in names and k != 'asked'}
        b.post(f'/layanan/{service}/mulai', {**earlier, 'asked': names, **{n: '?' for n in names}})
        if b.at.startswith('/p/'):
            return '/p/' + b.at.split('/')[2]


def villages_are_found(house):
    b = enters(house, '6281200005301')
    path = goes_through(b, 'pindah')
    page = next(f'{path}/data/{i}' for i in range(1, 6) if 'destination_village' in b.get(f'{path}/data/{i}').text)
    form = next(f for f in Forms(b.get(page).text).forms if f['method'] == 'post')
    values = {**filled(form, 3), 'destination_address': 'Jalan Contoh 7', 'noticed': 'yes'}
    assert not {'destination_district', 'destination_regency'} & set(values), 'filled in by the village'
    a = sound(b.post(page, {**values, 'destination_village': 'Tidak Ada Di Sini'}), 422)
    assert 'tidak ada di daftar' in words(a) and 'value="Tidak Ada Di Sini"' in a.text
    a = sound(b.post(page, {**values, 'destination_village': 'mataram'}), 422)
    assert 'Yang mana?' in words(a)
    pick = re.search(r'value="(52\.71\.05\.1001)"', a.text).group(1)
    b.post(page, {**values, 'destination_village': 'mataram', 'destination_village_pick': pick})
    assert 'value="Mataram Barat, Selaparang, Kota Mataram, Nusa Tenggara Barat"' in b.get(page).text
    b.post(page, {**values, 'destination_village': 'Desa Pemekaran', 'destination_village_pick': '-'})
    again = b.get(page).text
    assert 'value="Desa Pemekaran"' in again and 'name="destination_district"' in again, 'as it was typed'
    assert call(house.port, 'GET', '/wilayah?kota=0&q=ampenan%20sel').json[0] == 'Ampenan Selatan, Ampenan, Kota Mataram, Nusa Tenggara Barat'
    assert call(house.port, 'GET', '/wilayah?q=a').json == []


def forms_come_out_filled_in(house):
    b, path = begins(house, '6281200005302', answers={**BIRTH, 'birth_notice': 'no'})
    fills(b, path)
    a = b.get(path + '/berkas/sptjm_lahir')
    get = re.search(rf'href="({path}/formulir/[^"]+)"', a.text).group(1)
    pdf = b.ask('GET', get)
    assert pdf.headers['Content-Type'] == 'application/pdf' and pdf.body.startswith(b'%PDF') and 'no-store' in pdf.headers['Cache-Control']
    assert b.ask('GET', path + '/formulir/F-2.01.pdf').status == 200
    for wrong in ('F-2.04', 'F-9.99', 'x', '..'):
        assert b.ask('GET', f'{path}/formulir/{wrong}.pdf').status in (404, 429), wrong


def what_is_old_is_blotted_out_and_reminded(house):
    """The code in a sent message is forgotten when it is worth nothing; a draft that lies still is reminded of once, by day."""
    phone = '6281200005401'
    _, path = begins(house, phone)
    house.server.terminate()
    house.server.wait(15)
    day = 86400 * 1000
    with contextlib.closing(sqlite3.connect(os.path.join(house.folder, 'loket.db'))) as db:
        spoken = db.execute('SELECT outbox FROM proof WHERE phone = ? AND outbox IS NOT NULL', (phone,)).fetchone()[0]
        assert re.search(r'\d{6}', db.execute('SELECT say FROM outbox WHERE id = ?', (spoken,)).fetchone()[0])
        assert not re.search(r'\d{6}', ''.join(r[0] for r in db.execute('SELECT body FROM message WHERE outbox = ?', (spoken,)))), 'officers read no code'
        db.execute('UPDATE proof SET expires_at = expires_at - ?', (day,))
        db.execute("UPDATE application SET changed_at = changed_at - ? WHERE state = 'draft' AND phone = ?", (2 * day, phone))
        db.commit()
    hour = (time.time() / 3600 + 8) % 24  # of the office, WITA
    house.start_server()

    def blotted():
        with contextlib.closing(sqlite3.connect(f'file:{house.folder}/loket.db?mode=ro', uri=True)) as db:
            return db.execute('SELECT outbox FROM proof WHERE phone = ?', (phone,)).fetchone()[0] is None and \
                not re.search(r'\d{6}', db.execute('SELECT say FROM outbox WHERE id = ?', (spoken,)).fetchone()[0])
    house.until(blotted, 'the code is blotted out')
    if 8.1 < hour < 19.9:
        m = house.hears(phone, 'loket_draf')  # outside the 24 hours
        assert path in str(m)
    elif hour < 7.9 or hour > 20.1:
        assert not any(path in str(m) for m in house.heard(phone)), 'nobody is woken'


if __name__ == '__main__':
    cases = [v for v in list(globals().values()) if callable(v) and getattr(v, '__code__', None) and v.__module__ == '__main__'
             and v.__code__.co_varnames[:1] == ('house',) and v.__code__.co_argcount == 1]
    with House() as a_house:
        a_house.officer('fo', 'front', 'Fajar Uji')
        Officer(a_house, 'fo')
        failed = run_cases(cases, a_house, alone=(guessing_papers_ends, trying_out_ends, what_is_old_is_blotted_out_and_reminded))
    sys.exit(failed)
