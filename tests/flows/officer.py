#!/usr/bin/env python3
"""The officers' part against the real binary: login, every route's roles, one file from the walk-in to the hand-over with
a correction and a mismatch, two officers on one file, a loose photo."""
import base64
import concurrent.futures
import hmac
import html
import os
import re
import sqlite3
import struct
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from house import PASSWORD, House, call, multipart, png  # noqa: E402

OFFICERS = [('fo', 'front', 'Fajar Uji'), ('fo2', 'front', 'Fitri Uji'), ('info', 'info', 'Ayu Uji'),
            ('ver', 'verifier', 'Vera Uji'), ('putu', 'handover', 'Putu Uji'), ('kabid', 'supervisor', 'Karim Uji'),
            ('kadis', 'head', 'Kartini Uji'), ('pengawas', 'auditor', 'Pandu Uji'), ('admin', 'admin', 'Adi Uji'),
            ('kunci', 'front', 'Kunci Uji'), ('ganti', 'head', 'Ganti Uji'), ('kode', 'operator', 'Kode Uji'),
            ('serentak', 'front', 'Serentak Uji')]


class Officer:
    """A browser without JavaScript. A login is kept: one address may log in only so often."""
    sessions = {}

    def __init__(self, house, login=None, fresh=False, peer='127.0.0.1'):
        self.house, self.cookie, self.csrf, self.peer = house, '', '', peer
        if login in self.sessions and not fresh:
            self.cookie, self.csrf = self.sessions[login]
        elif login:
            a = self.post('/petugas/masuk', login=login, password=PASSWORD)
            assert a.status == 303, (login, a.status, a.text[-800:])
            self.get('/petugas')
            self.sessions[login] = self.cookie, self.csrf

    def headers(self, more=None):
        return {'Cookie': self.cookie, **(more or {})} if self.cookie else dict(more or {})

    def keep(self, a):
        jar = dict(c.split('=', 1) for c in self.cookie.split('; ') if c)
        jar.update(line.split(';')[0].split('=', 1) for line in a.headers.get_all('Set-Cookie') or [])
        self.cookie = '; '.join(f'{k}={v}' for k, v in jar.items())
        found = re.search(r'name="csrf" value="([^"]+)"', a.text) if 'html' in (a.headers['Content-Type'] or '') else None
        if found:
            self.csrf = found[1]
        return a

    def get(self, path, expect=None):
        a = self.keep(call(self.house.port, 'GET', path, headers=self.headers(), peer=self.peer))
        assert not expect or a.status == expect, f'{path}: {a.status}, not {expect}\n{words(a)[:900]}'
        return a

    def post(self, path, expect=None, **fields):
        if self.csrf and 'csrf' not in fields:
            fields['csrf'] = self.csrf
        body = urllib.parse.urlencode(fields)
        a = self.keep(call(self.house.port, 'POST', path, body,
                           self.headers({'Content-Type': 'application/x-www-form-urlencoded'}), peer=self.peer))
        assert not expect or a.status == expect, f'{path}: {a.status}, not {expect}\n{words(a)[:900]}'
        return a

    def upload(self, path, parts, expect=None):
        body, kind = multipart([('csrf', self.csrf)] + parts)
        a = self.keep(call(self.house.port, 'POST', path, body, self.headers({'Content-Type': kind})))
        assert not expect or a.status == expect, f'{path}: {a.status}, not {expect}\n{words(a)[:900]}'
        return a

    def version(self, number, page=''):
        return re.search(r'name="version" value="(\d+)"', self.get(f'/petugas/p/{number}{page}', 200).text)[1]

    def step(self, number, action, expect=303, **fields):
        version = fields.pop('version', None) or self.version(number)
        return self.post(f'/petugas/p/{number}/aksi', expect, action=action, version=version, **fields)

    def counter(self, number, action, expect=303, **fields):
        version = self.version(number, '/ambil')
        return self.post(f'/petugas/p/{number}/ambil', expect, action=action, version=version, **fields)


def words(a):
    return html.unescape(re.sub(r'\s+', ' ', re.sub(r'<[^>]+>', ' ', a.text.split('<main')[-1])))


def has(a, *texts):
    for t in texts:
        assert t in words(a), f'"{t}" is missing in: {words(a)[:1500]}'
    return a


def number_of(a):
    found = re.match(r'/petugas/p/(MTR-[^?/]+)', a.headers['Location'] or '')
    assert found, (a.status, a.headers['Location'], words(a)[:600])
    return found[1]


def walk_in(o, name='Sari Dewi Uji', phone='', data=(), scans=('skl', 'nikah'), seen=('kk', 'ktp_pemohon', 'ktp_ortu', 'ktp_saksi'), again=''):
    """again: the name of the showing of the form, for who sends it twice."""
    page = o.get('/petugas/baru/akta_kelahiran?special=no&birth_notice=yes&marriage_proof=registered&late=no', 200)
    parts = [(n, v) for n, v in (('special', 'no'), ('birth_notice', 'yes'), ('marriage_proof', 'registered'), ('late', 'no'))]
    parts += [('halaman', again or re.search(r'name="halaman" value="([\w-]{22})"', page.text)[1])]
    parts += [('applicant_name', name), ('applicant_phone', phone), *data]
    for code in scans:
        parts.append((f'scan_{code}', f'{code}.png', 'image/png', png(name + code)))
    parts += [(f'seen_{code}', 'yes') for code in seen if f'seen_{code}' in page.text]
    return o.upload('/petugas/baru/akta_kelahiran', parts)


# ---- the tests ----

def login_is_guarded(h):
    stranger = Officer(h)
    a = stranger.get('/petugas', 303)
    assert a.headers['Location'] == '/petugas/masuk?ke=%2Fpetugas'
    has(stranger.post('/petugas/masuk', 403, login='fo', password='bukan ini sama sekali'), 'Nama masuk atau kata sandi salah')
    has(stranger.post('/petugas/masuk', 403, login='siapa', password='bukan ini sama sekali'), 'Nama masuk atau kata sandi salah')
    has(stranger.post('/petugas/masuk', 422, login='', password=''), 'Tulis nama pengguna')
    for target, goes in (('/petugas/wa', '/petugas/wa'), ('//jahat.example', '/petugas'), ('https://jahat.example', '/petugas'),
                         ('/petugas\\jahat', '/petugas'), ('/petugasjahat', '/petugas')):
        a = Officer(h).post('/petugas/masuk', 303, login='fo', password=PASSWORD, next=target)
        assert a.headers['Location'] == goes, (target, a.headers['Location'])
        cookie = a.headers['Set-Cookie']
        assert 'HttpOnly' in cookie and 'SameSite=Lax' in cookie and 'Path=/' in cookie and 'Max-Age=' in cookie, cookie
    fo = Officer(h, 'fo', fresh=True)
    del Officer.sessions['fo']
    old = fo.cookie
    fo.post('/petugas/keluar', 303)
    fo.cookie = old
    assert fo.get('/petugas').status == 303, 'a session ends with the logout'


def a_form_sent_twice_is_one_application(h):
    fo = Officer(h, 'fo')
    page = 'x' * 22
    first = number_of(walk_in(fo, 'Wayan Uji Sekali', again=page))
    assert number_of(walk_in(fo, 'Wayan Uji Sekali', again=page)) == first, 'its answer was lost, it was sent again'
    assert number_of(walk_in(fo, 'Wayan Uji Sekali')) != first, 'the form was opened anew'
    assert number_of(walk_in(fo, 'Wayan Uji Lain', again=page)) != first, 'somebody else'
    assert len(h.file(first)['scans']) == 2


def five_wrong_passwords_lock(h):
    for _ in range(5):
        Officer(h).post('/petugas/masuk', 403, login='kunci', password='salah salah salah')
    has(Officer(h).post('/petugas/masuk', 429, login='kunci', password=PASSWORD), 'Terlalu banyak percobaan')


def wrong_ones_at_once_all_count(h):
    def guesses(_):
        Officer(h, peer='127.0.0.3').post('/petugas/masuk', 403, login='serentak', password='salah salah salah')
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        list(pool.map(guesses, range(5)))
    has(Officer(h, peer='127.0.0.3').post('/petugas/masuk', 429, login='serentak', password=PASSWORD), 'Terlalu banyak percobaan')


def a_password_of_ones_own(h):
    new = 'lima payung di pasar'

    def change(password, wanted, expect):
        return here.post('/petugas/profil', expect, do='sandi', password=password, wanted=wanted)
    here, there = Officer(h, 'ganti', fresh=True), Officer(h, 'ganti', fresh=True)
    page = here.get('/petugas/profil', 200)
    has(page, 'Ganti Uji', 'Di sini', 'Tempat lain', 'Keluar dari semua tempat lain')
    has(change('', '', 422), 'Isi kata sandi Anda sekarang', 'Isi kata sandi baru')
    has(change('salah salah salah', new, 422), 'Kata sandi sekarang salah')
    has(change('', 'pendek', 422), 'Isi kata sandi Anda sekarang', 'paling sedikit 12 huruf')
    has(change(PASSWORD, 'pendek', 422), 'paling sedikit 12 huruf')
    has(change(PASSWORD, PASSWORD, 422), 'sama dengan yang sekarang')
    assert there.get('/petugas/profil').status == 200, 'nothing has changed yet'
    a = change(PASSWORD, new, 303)
    page = here.get(a.headers['Location'], 200)
    has(page, 'Kata sandi sudah diganti')
    assert 'Tempat lain' not in words(page) and new not in page.text and PASSWORD not in page.text
    assert there.get('/petugas').status == 303, 'a stolen session ends with the password it came from'
    Officer(h).post('/petugas/masuk', 403, login='ganti', password=PASSWORD)
    there = Officer(h)
    there.post('/petugas/masuk', 303, login='ganti', password=new)
    assert there.get('/petugas', 200)
    has(here.get('/petugas/profil', 200), 'Tempat lain')
    has(here.get(here.post('/petugas/profil', 303, do='keluar').headers['Location'], 200), 'Di semua tempat lain Anda sudah keluar')
    assert there.get('/petugas').status == 303 and here.get('/petugas').status == 200
    for _ in range(5):
        change('salah salah salah', 'lima payung di laut', 422)
    has(change(new, 'lima payung di laut', 429), 'Terlalu banyak percobaan')
    with sqlite3.connect(os.path.join(h.folder, 'loket.db')) as db:
        kinds = [k for (k,) in db.execute("SELECT kind FROM event WHERE actor = (SELECT 'officer:' || id FROM officer WHERE login = 'ganti')")]
    assert kinds.count('password_changed') == 1 and kinds.count('sessions_ended') == 1, kinds


def phone_code(key, ahead=0):
    """What an authenticator shows (RFC 6238)."""
    step = int(time.time()) // 30 + ahead
    mac = hmac.new(base64.b32decode(key), struct.pack('>Q', step), 'sha1').digest()
    at = mac[-1] & 15
    return f'{(struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}'


def a_second_factor(h):
    """A code used before is sent as it was; a new one is always of a later step, and good for half a minute or more: no clock can spoil it."""
    here = '127.0.0.2'  # an address may log in only so often

    def comes(expect='/petugas/masuk/kode?ke=%2Fpetugas%2Fwa'):
        p = Officer(h, peer=here)
        a = p.post('/petugas/masuk', 303, login='kode', password=PASSWORD, next='/petugas/wa')
        assert a.headers['Location'] == expect, a.headers['Location']
        return p
    o = Officer(h, 'kode', fresh=True, peer=here)
    has(o.get('/petugas/profil', 200), 'Pasang kode kedua')
    o.get('/petugas/profil/kode.svg', 404)
    a = o.post('/petugas/profil', 303, do='pasang')
    page = o.get(a.headers['Location'].split('#')[0], 200)
    key = re.search(r'<code>([A-Z2-7 ]{39})</code>', page.text)[1].replace(' ', '')
    assert o.get('/petugas/profil/kode.svg', 200).headers['Content-Type'] == 'image/svg+xml'
    Officer(h, 'fo').get('/petugas/profil/kode.svg', 404)
    comes('/petugas/wa')  # it is not asked for before it has worked once
    has(o.post('/petugas/profil', 422, do='pastikan', code=''), 'Isi kode enam angka', key[:4])
    has(o.post('/petugas/profil', 422, do='pastikan', code='12345x'), 'Kode salah', key[:4])
    o.post('/petugas/profil', 400, do='entah')
    used = phone_code(key)
    page = o.get(o.post('/petugas/profil', 303, do='pastikan', code=used).headers['Location'], 200)
    has(page, 'Kode kedua aktif', 'Lepas kode kedua')
    assert key[:4] not in words(page)
    o.get('/petugas/profil/kode.svg', 404)
    p = comes()
    assert p.get('/petugas').status == 303 and p.get('/petugas/profil').status == 303, 'a password alone'
    has(p.get('/petugas/masuk/kode', 200), 'Kode enam angka')
    has(p.post('/petugas/masuk/kode', 422, code=''), 'Isi kode enam angka')
    has(p.post('/petugas/masuk/kode', 403, code=used), 'Kode salah atau sudah dipakai')
    assert p.get('/petugas').status == 303
    now = phone_code(key, 1)
    assert p.post('/petugas/masuk/kode', 303, code=f'{now[:3]} {now[3:]}', next='/petugas/wa').headers['Location'] == '/petugas/wa'
    p.get('/petugas', 200)
    p.post('/petugas/masuk/kode', 303, code=phone_code(key, 1))  # nothing is owed any more
    late = comes()
    late.post('/petugas/masuk/kode', 403, code=now)
    with sqlite3.connect(os.path.join(h.folder, 'loket.db')) as db:
        db.execute('UPDATE session SET created_at = created_at - 300000 WHERE needs_code = 1')
    assert late.post('/petugas/masuk/kode', 303, code=phone_code(key, 1)).headers['Location'] == '/petugas/masuk'
    for _ in range(4):  # one wrong code stands from above: a right password does not wash it off
        comes().post('/petugas/masuk/kode', 403, code='12345x')
    has(Officer(h, peer=here).post('/petugas/masuk', 429, login='kode', password=PASSWORD), 'Terlalu banyak percobaan')
    h.officer('kode', 'operator', 'Kode Uji')  # the phone is lost: a new password, no second factor
    o = Officer(h, 'kode', fresh=True, peer=here)
    has(o.get('/petugas/profil', 200), 'Pasang kode kedua')
    page = o.get(o.post('/petugas/profil', 303, do='pasang').headers['Location'].split('#')[0], 200)
    other = re.search(r'<code>([A-Z2-7 ]{39})</code>', page.text)[1].replace(' ', '')
    assert other != key, 'another phone, another key'
    used = phone_code(other)
    o.post('/petugas/profil', 303, do='pastikan', code=used)
    has(o.post('/petugas/profil', 422, do='lepas', code=used), 'Kode salah')
    has(o.get(o.post('/petugas/profil', 303, do='lepas', code=phone_code(other, 1)).headers['Location'], 200), 'Kode kedua sudah dilepas')
    comes('/petugas/wa')


def some_roles_must_have_one(_):
    with House(more='rules:\n  second_factor: [supervisor]\n') as h:
        for login, role, name in (('fo', 'front', 'Fajar Uji'), ('kabid', 'supervisor', 'Karim Uji')):
            h.officer(login, role, name)
        fo, boss = Officer(h, 'fo', fresh=True), Officer(h, 'kabid', fresh=True)
        Officer.sessions.clear()
        fo.get('/petugas', 200)
        for path in ('/petugas', '/petugas/wa', '/loket', '/kepala'):
            assert boss.get(path, 303).headers['Location'] == '/petugas/profil', path
        assert boss.post('/petugas/kode', 303, phone='081200005214').headers['Location'] == '/petugas/profil'
        has(boss.get('/petugas/profil', 200), 'Jabatan Anda memerlukan kode kedua')
        page = boss.get(boss.post('/petugas/profil', 303, do='pasang').headers['Location'].split('#')[0], 200)
        key = re.search(r'<code>([A-Z2-7 ]{39})</code>', page.text)[1].replace(' ', '')
        page = boss.get(boss.post('/petugas/profil', 303, do='pastikan', code=phone_code(key)).headers['Location'], 200)
        assert 'Jabatan Anda' not in words(page)
        boss.get('/petugas', 200)
        boss.post('/petugas/keluar', 303)


def csrf_is_asked_for(h):
    fo = Officer(h, 'fo')
    n = number_of(walk_in(fo, 'Tanpa Token'))
    v = fo.version(n)
    fo.post(f'/petugas/p/{n}/aksi', 403, action='take', version=v, csrf='')
    fo.post(f'/petugas/p/{n}/aksi', 403, action='take', version=v, csrf='x' * 22)
    body, kind = multipart([('scan', 'a.png', 'image/png', png('x'))])
    assert call(h.port, 'POST', f'/petugas/p/{n}/berkas', body, fo.headers({'Content-Type': kind})).status == 403
    has(fo.get(f'/petugas/p/{n}', 200), 'Belum ada')
    cross = fo.headers({'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'cross-site'})
    body = urllib.parse.urlencode({'csrf': fo.csrf, 'action': 'take'})
    assert call(h.port, 'POST', f'/petugas/p/{n}/aksi', body, cross).status == 403


ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')


def source(*path):
    with open(os.path.join(ROOT, 'src', *path)) as f:
        return f.read()


def who_may(roles):
    """The roles of one row of routes.c, its words for sets of roles read where they are defined."""
    text = source('domain', 'role.h').replace('\\\n', ' ') + source('web', 'routes.c')
    sets = dict(re.findall(r'^#define (\w+)[ ]+(\(.*\))', re.sub(r'/\*.*?\*/', '', text), re.M))
    while (known := next((w for w in re.findall(r'\b[A-Z_]+\b', roles) if w in sets), None)):
        roles = re.sub(rf'\b{known}\b', lambda _: sets[known], roles)
    return {r.lower() for r in re.findall(r'BIT\((?:ROLE_)?(\w+)\)', roles)}


def roles_hold_on_every_route(h):
    """Whoever may read reads, whoever may work works, and nobody else sees anything."""
    rows = re.findall(r'HTTP_(GET|POST), "(/(?:petugas|loket|kepala)[^"]*)", ACCESS_OFFICER, BODY_(\w+), ([^,]+),', source('web', 'routes.c'))
    assert len(rows) > 60, rows
    assert who_may('READERS | BIT(ADMIN)') == {'info', 'front', 'operator', 'verifier', 'handover', 'supervisor', 'head', 'auditor', 'admin'}
    n = number_of(walk_in(Officer(h, 'fo'), 'Peran Uji'))
    people = {login: Officer(h, login) for login in ('info', 'kadis', 'pengawas', 'admin')}
    people['admin'].csrf = 'x'
    for method, path, body, roles in rows:
        if path == '/petugas/keluar':
            continue
        real = path.replace('{number}', n).replace('{code}', 'akta_kelahiran').replace('{id}', '1').replace('{scan}', 'x').replace('{n}', '1')
        stranger = Officer(h)
        a = stranger.get(real) if method == 'GET' else stranger.post(real)
        assert a.status == 303 and a.headers['Location'].startswith('/petugas/masuk'), (real, a.status)
        for login, o in people.items():
            if method == 'GET':
                a = o.get(real)
            elif body == 'FILES':
                a = o.upload(real, [])
            else:
                a = o.post(real)
            barred = dict((o[0], o[1]) for o in OFFICERS)[login] not in who_may(roles)
            assert (a.status == 403) == barred or (not barred and method == 'POST'), (login, method, real, a.status, roles)


def a_file_from_the_counter_to_the_hand_over(h):
    fo, ver, kabid, putu = (Officer(h, x) for x in ('fo', 'ver', 'kabid', 'putu'))
    has(fo.get('/petugas/baru?layanan=akta_kelahiran', 200), 'Apakah ada surat keterangan lahir')
    bad = walk_in(fo, '', phone='abc')
    assert bad.status == 422
    has(bad, 'Nama pemohon belum diisi')
    a = walk_in(fo, 'Sari Dewi Lestari', data=[('child_name', 'Bintang Putra'), ('birth_date_day', '3'),
                                               ('birth_date_month', 'November'), ('birth_date_year', '2026'),
                                               ('applicant_nik', '5271990101900001')])
    n = number_of(a)
    page = has(fo.get(a.headers['Location'], 200), 'Permohonan terdaftar', 'Sari Dewi Lestari', 'Bintang Putra', '3 November 2026')
    assert fo.get(f'/petugas/p/{n}/bukti.pdf', 200).body.startswith(b'%PDF')
    listed = words(ver.get('/petugas?antrean=new', 200))
    assert n in listed and 'Lestari' not in listed, 'names are masked in lists'
    assert number_of(ver.get('/petugas/cari?q=' + n.lower().replace('-', ''), 303)) == n

    # a picture; the look is an event
    scan = re.search(rf'/petugas/p/{n}/berkas/([\w-]+)', page.text)[1]
    picture = ver.get(f'/petugas/p/{n}/berkas/{scan}', 200)
    assert picture.body.startswith(b'\x89PNG') and 'no-store' in picture.headers['Cache-Control']
    assert any(e['kind'] == 'view' for e in h.file(n)['events'])
    other = number_of(walk_in(fo, 'Orang Lain'))
    assert ver.get(f'/petugas/p/{other}/berkas/{scan}').status == 404, 'a scan opens only in its own file'

    # take, right, faulty with reason, correction shown before it is sent
    ver.step(n, 'take')
    has(ver.get('/petugas?antrean=review', 200), n, 'Saya')
    ver.step(n, 'accept_scan', requirement='skl')
    ver.step(n, 'fault_scan', requirement='nikah', fault='buram', note='Halaman kedua')
    has(ver.step(n, 'fault_scan', 422, requirement='nikah', fault='jelek'), 'Alasan itu tidak dikenal')
    has(ver.step(n, 'process', 422, siak_number='1'), 'Masih ada persyaratan wajib')
    preview = has(ver.get(f'/petugas/p/{n}/perbaikan', 200), 'Foto buram', 'Halaman kedua', 'Buku nikah')
    assert preview.text.count('Surat keterangan lahir') == 0, 'only what is faulty is asked for'
    ver.step(n, 'ask_correction', note='Mohon pakai cahaya siang.')
    has(ver.get(f'/petugas/p/{n}', 200), 'Menunggu warga')
    assert h.file(n)['state'] == 'needs_correction'

    # the better scan comes over the counter; what is still open is seen or typed
    has(fo.upload(f'/petugas/p/{n}/berkas', [('requirement', 'nikah')], 422), 'Pilih berkas dahulu')
    has(fo.upload(f'/petugas/p/{n}/berkas', [('requirement', 'nikah'), ('scan', 'x.png', 'image/png', b'bukan gambar')], 422), 'foto')
    fo.upload(f'/petugas/p/{n}/berkas', [('requirement', 'nikah'), ('scan', 'n.png', 'image/png', png('baru'))], 303)
    ver.step(n, 'accept_scan', requirement='nikah')
    ver.step(n, 'seen', requirement='f201') if 'f201' in h.file(n)['missing'] else None
    ver.step(n, 'process', siak_number='SIAK-5271-0001')
    ver.post(f'/petugas/p/{n}/catatan', 303, note='Sudah diketik ke SIAK.')
    has(ver.get(f'/petugas/p/{n}', 200), 'SIAK-5271-0001', 'Sudah diketik ke SIAK.')
    ver.step(n, 'hold', reason='blangko_habis')
    has(ver.get(f'/petugas/p/{n}', 200), 'Ditunda')
    ver.step(n, 'resume')
    has(ver.step(n, 'refuse', 403, ground='tidak boleh'), 'Peran Anda tidak berwenang')
    ver.step(n, 'issue', result_kind='birth_cert', result_number='5271-LU-24112026-0001')
    ver.step(n, 'ready', shelf='B-12')
    assert ver.get(f'/petugas/p/{n}/label.pdf', 200).body.startswith(b'%PDF')

    # pickup: nothing leaves before every original is decided and right
    has(putu.get('/petugas/ambil', 200), n)
    assert putu.get('/petugas/ambil?kode=' + n, 303).headers['Location'] == f'/petugas/p/{n}/ambil'
    status_url = h.file(n)['status_url']
    assert putu.get('/petugas/ambil?kode=' + urllib.parse.quote(status_url, safe=''), 303).headers['Location'] == f'/petugas/p/{n}/ambil'
    has(putu.get('/petugas/ambil?kode=MTR-2222-2222', 422), 'nomor')
    page = has(putu.get(f'/petugas/p/{n}/ambil', 200), 'B-12', 'Belum dapat diserahkan')
    assert re.search(r'<button class="btn" type="submit" disabled', page.text)
    receiver = dict(receiver_name='Sari Dewi Lestari', receiver_relation='self', identity_kind='ktp_el', identity_last4='0001', proxy='no')
    has(putu.counter(n, 'hand_over', 422, **receiver), 'Masih ada berkas asli yang belum dicocokkan')
    codes = re.findall(r'id="original_(\w+)"', page.text)
    assert 'skl' in codes and 'nikah' in codes, codes
    putu.counter(n, 'check_original', **{f'original_{c}': 'different' if c in ('skl', 'nikah') else 'same' for c in codes}, note_skl='Nama ibu beda')
    assert h.file(n)['state'] == 'mismatch'
    page = has(putu.get(f'/petugas/p/{n}/ambil', 200), 'Berkas asli tidak sesuai', 'Putu Uji', 'Hanya atasan')
    assert 'value="Nama ibu beda"' in page.text
    has(putu.counter(n, 'hand_over', 422, **receiver), 'Langkah ini tidak mungkin')
    putu.counter(n, 'decide_mismatch', 403, decision='accept', note='saya saja')
    has(kabid.counter(n, 'decide_mismatch', 422, decision='accept', note=''), 'Tuliskan alasannya')
    kabid.counter(n, 'decide_mismatch', decision='accept', note='Salah ketik rumah sakit, surat ralat dilihat')
    assert h.file(n)['state'] == 'ready_for_pickup'
    codes = re.findall(r'id="original_(\w+)"', putu.get(f'/petugas/p/{n}/ambil', 200).text)
    putu.counter(n, 'check_original', **{f'original_{c}': 'same' for c in codes})
    has(putu.counter(n, 'hand_over', 422, **{**receiver, 'receiver_name': '', 'identity_last4': '12'}), 'Tulis nama penerima', '4 angka terakhir')
    has(putu.counter(n, 'hand_over', 422, **{**receiver, 'proxy': 'yes'}), 'F-1.07')
    a = putu.counter(n, 'hand_over', **receiver)
    assert a.headers['Location'] == f'/petugas/p/{n}/diserahkan'
    has(putu.get(f'/petugas/p/{n}/diserahkan', 200), 'Dokumen sudah diserahkan', 'Sari Dewi Lestari', 'Putu Uji')
    assert putu.get(f'/petugas/p/{n}/serah.pdf', 200).body.startswith(b'%PDF')
    assert h.file(n)['state'] == 'completed'
    has(putu.get('/petugas', 200), '1 selesai hari ini')


def the_slower_of_two_is_told(h):
    fo, fo2 = Officer(h, 'fo'), Officer(h, 'fo2')
    n = number_of(walk_in(fo, 'Dua Petugas'))
    v = fo2.version(n)
    fo.step(n, 'take')
    a = fo2.step(n, 'fault_scan', 409, version=v, requirement='skl', fault='buram', note='Tulisan yang tidak boleh hilang')
    has(a, 'Petugas lain lebih dahulu menyimpan', 'Fajar Uji', 'Tulisan yang tidak boleh hilang', 'Berkas diambil')
    has(fo2.step(n, 'accept_scan', 409, requirement='skl'), 'sedang dipegang petugas lain')
    fo.step(n, 'release')
    fo2.step(n, 'take')


def next_file_gives_each_his_own(h):
    fo, fo2 = Officer(h, 'fo'), Officer(h, 'fo2')
    for i in range(3):
        walk_in(fo, f'Antre Uji {chr(65 + i)}')
    has(Officer(h, 'putu').post('/petugas/berikutnya', 403, queue='all', service=''), 'Peran Anda tidak berwenang')
    got = [number_of(o.post('/petugas/berikutnya', 303, queue='all', service='')) for o in (fo, fo2, fo)]
    assert len(set(got)) == 3, got
    while True:
        a = fo.post('/petugas/berikutnya', queue='all', service='')
        if a.status != 303:
            break
    has(a, 'Tidak ada berkas bebas')


def a_loose_photo_finds_its_paper(h):
    fo, phone = Officer(h, 'fo'), '6281252719901'
    h.says(phone, 'halo')
    h.hears(phone, 'akta')
    n = number_of(walk_in(fo, 'Warga Foto', phone=phone, scans=('skl',)))
    h.sends(phone, png('lepas'))
    chat = h.until(lambda: re.search(r'/petugas/wa/(\d+)', fo.get('/petugas/wa', 200).text), 'the chat is in the inbox')[1]
    found = h.until(lambda: re.search(rf'/petugas/wa/{chat}/foto/([\w-]+)', fo.get(f'/petugas/wa/{chat}', 200).text), 'the photo is there')
    assert fo.get(found[0], 200).body.startswith(b'\x89PNG')
    assert fo.get(f'/petugas/wa/999999/foto/{found[1]}').status == 404
    assert phone not in fo.get(f'/petugas/wa/{chat}').text, 'phone numbers are masked'
    if h.file(n)['state'] in ('submitted', 'in_review'):
        fo.post(f'/petugas/wa/{chat}/ikat', 303, media=found[1], target=f'{n}/nikah')
        assert any(s['id'] == found[1] and s['requirement'] == 'nikah' for s in h.file(n)['scans'])
        fo.step(n, 'tie_scan', scan=found[1], requirement='')
        fo.step(n, 'tie_scan', scan=found[1], requirement='nikah')
        has(fo.step(n, 'tie_scan', 404, scan='tidak-ada', requirement='nikah'), 'bukan milik berkas ini')
    has(fo.post(f'/petugas/wa/{chat}/balas', 422, text='  '), 'Tulis pesannya dahulu')
    fo.post(f'/petugas/wa/{chat}/balas', 303, text='Foto sudah kami terima, terima kasih.')
    h.hears(phone, 'Foto sudah kami terima')
    has(fo.get(f'/petugas/wa/{chat}', 200), 'Dijawab petugas', 'Fajar Uji')
    fo.post(f'/petugas/wa/{chat}/bot', 303)
    has(fo.get(f'/petugas/wa/{chat}?balasan=free', 200), 'Dijawab bot', 'Semua layanan kependudukan gratis')


def hostile_words_stay_words(h):
    fo = Officer(h, 'fo')
    evil = '"><script>alert(1)</script>\' OR 1=1 --'
    n = number_of(walk_in(fo, evil))
    for path in (f'/petugas/p/{n}', '/petugas', '/petugas/cari?q=' + urllib.parse.quote(evil), f'/petugas/p/{n}/ambil'):
        assert '<script>alert' not in fo.get(path, 200).text, path
    fo.post(f'/petugas/p/{n}/catatan', 303, note=evil)
    assert '<script>alert' not in fo.get(f'/petugas/p/{n}').text
    for path in ('/petugas/p/MTR-0000-0000', '/petugas/p/%00', '/petugas/wa/-1', '/petugas/wa/9e9', '/petugas/baru/tidak_ada'):
        assert fo.get(path).status == 404, path
    assert fo.get('/petugas?antrean=x&setelah=abc&layanan=y').status == 200


TESTS = [login_is_guarded, five_wrong_passwords_lock, wrong_ones_at_once_all_count, a_password_of_ones_own, csrf_is_asked_for, a_form_sent_twice_is_one_application, roles_hold_on_every_route,
         a_file_from_the_counter_to_the_hand_over, the_slower_of_two_is_told, next_file_gives_each_his_own,
         a_loose_photo_finds_its_paper, a_second_factor, some_roles_must_have_one, hostile_words_stay_words]


def main():
    wanted = sys.argv[1:]
    with House(more='rules:\n  separate_handover: true\n') as h:
        for login, role, name in OFFICERS:
            h.officer(login, role, name)
        for test in TESTS:
            if not wanted or test.__name__ in wanted:
                test(h)
                print('ok', test.__name__.replace('_', ' '), flush=True)
        print(h.run('audit', 'verify'))


if __name__ == '__main__':
    main()
