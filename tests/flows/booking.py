#!/usr/bin/env python3
"""Appointments against the real binary: on the web without JavaScript, in the chat, by officers; the waiting list,
reminders, closures, blanks, a central outage."""
import calendar
import html
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
sys.path.insert(0, HERE)
from cases import run_cases  # noqa: E402
from citizen import Citizen, Forms, get, offered, post  # noqa: E402
from citizen_pages import page, sound, words  # noqa: E402
from house import House, call, picture, png  # noqa: E402
from officer import Officer  # noqa: E402

# every day of the week from morning to night, so that the tests run at any hour; one small booth of its own a case
BOOTHS = '''appointments:
  lead_minutes: 30
  per_minute: 1000
  no_show_minutes: 60
  booths:
    - {code: rekam, place: "Ruang rekam KTP-el", kinds: [rekam_baru, ganti_foto, oa_itap], minutes: 30, capacity: 3}
    - {code: cetak, place: "Loket KTP-el", kinds: [cetak_hilang, cetak_rusak, ubah_data, pindah_datang], minutes: 30, capacity: 3}
    - {code: luar, place: "Loket luar domisili", kinds: [luar_domisili], minutes: 480, hours: "08.00-16.00", capacity: 1, accessible: false}
    - {code: ikd, place: "Loket IKD", kinds: [aktivasi_ikd], minutes: 60, capacity: 1}
    - {code: ambil, place: "Loket pengambilan", kinds: [ambil], minutes: 15, capacity: 4}
'''
WEEK = {f'LOKET_OFFICE_HOURS_{d}': '00.00-24.00' for d in ('MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN')}


def rows(house, query, *values, write=False):
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    try:
        got = db.execute(query, values).fetchall()
        if write:
            db.commit()
        return got
    finally:
        db.close()


def goes(house, path):
    """GET that keeps the query; gives path and page."""
    a = call(house.port, 'GET', path)
    return path, sound(a)


def links(text, start):
    return [html.unescape(h) for h in re.findall(r'href="([^"]+)"', text) if html.unescape(h).startswith(start)]


def seats(text):
    return re.findall(r'name="kursi" value="([^"]+)"', text)


def chooses(house, kind, age='', day=0, seat=0):
    """From the purpose to a held seat; gives the path of the personal page."""
    where = f'/janji/pilih?untuk={kind}' + (f'&umur={age}' if age else '')
    _, a = goes(house, where)
    days = links(a.text, '/janji/pilih?')
    days = [d for d in days if 'hari=' in d]
    assert days, words(a)[:600]
    _, a = goes(house, days[day])
    free = seats(a.text)
    assert free, words(a)[:600]
    a = post(house, '/janji/pilih', {'untuk': kind, 'umur': age, 'kursi': free[seat]})
    assert a.status == 303, (a.status, words(a)[:600])
    return a.headers['Location']


def books(house, kind, name, age='', **fields):
    path = chooses(house, kind, age, day=fields.pop('day', 0), seat=fields.pop('seat', 0))
    a = post(house, path + '/pesan', {'name': name, **fields})
    assert a.status == 303, (a.status, words(a)[:800])
    return path


def number_of(house, path):
    return re.search(r'JT-[0-9A-Z]{4}-[0-9A-Z]{4}', page(house, path).text).group(0)


# ---- the web ---------------------------------------------------------------------------------------------------

def booked_moved_and_cancelled_on_the_web(house):
    a = page(house, '/janji')
    assert 'Rekam KTP-el baru' in a.text and 'GRATIS' in words(a).upper()
    a = page(house, '/janji/pilih?untuk=rekam_baru')
    assert 'Berapa umur' in words(a) and not seats(a.text)
    a = page(house, '/janji/pilih?untuk=rekam_baru&umur=under_16')
    assert 'ulang tahun ke-16' in words(a), words(a)
    assert not any('hari=' in h for h in links(a.text, '/janji/pilih?'))
    a = page(house, '/janji/pilih?untuk=rekam_baru&umur=is_16')
    assert 'dicetak saat genap 17 tahun' in words(a) and 'Kartu keluarga' in words(a)
    path = chooses(house, 'rekam_baru', 'from_17')
    held = page(house, path)
    assert 'Kursi ini kami simpan' in words(held)
    a = post(house, path + '/pesan', {'name': '', 'phone': '123'})
    assert a.status == 422 and 'Tulis nama' in words(a) and 'Nomor ponsel tidak dikenali' in words(a)
    sound(a, 422)
    a = post(house, path + '/pesan', {'name': 'Baiq Uji Melati', 'phone': '0812 3456 7001', 'needs': 'wheelchair'})
    assert a.status == 303, words(a)[:500]
    done = page(house, path + '?kabar=pesan')
    assert 'Janji sudah dipesan' in words(done) and 'Terjadwal' in words(done) and 'Kursi roda' in words(done)
    assert 'Baiq Uji Melati' not in done.text and 'Baiq' in done.text  # the name is masked on a page behind a link
    code = call(house.port, 'GET', path + '/kode.svg')
    assert code.status == 200 and code.headers['Content-Type'] == 'image/svg+xml' and code.text.startswith('<svg')
    number = number_of(house, path)
    # the lost link: number and digits; wrong ones all read alike
    assert post(house, '/janji/cari', {'number': number, 'last4': '7001'}).headers['Location'] == path
    wrong = [post(house, '/janji/cari', {'number': n, 'last4': d}) for n, d in ((number, '0000'), ('JT-2222-2222', '7001'))]
    assert [w.status for w in wrong] == [422, 422]
    # moving keeps number and link
    before = rows(house, 'SELECT starts_at FROM booking WHERE number = ?', number)[0][0]
    _, a = goes(house, path + '/pindah')
    day = next(d for d in links(a.text, path + '/pindah?hari=')[1:])
    _, a = goes(house, day)
    a = post(house, path + '/pindah', {'kursi': seats(a.text)[0]})
    assert a.status == 303, words(a)[:400]
    assert rows(house, 'SELECT starts_at, moves FROM booking WHERE number = ?', number)[0] != (before, 0)
    assert rows(house, 'SELECT COUNT(*) FROM seat s JOIN booking b ON b.id = s.booking WHERE b.number = ?', number) == [(1,)]
    a = post(house, path + '/batal', {})
    assert a.status == 303
    assert 'Dibatalkan' in words(page(house, path)) and not rows(house, 'SELECT 1 FROM seat s JOIN booking b ON b.id = s.booking WHERE b.number = ?', number)
    assert post(house, path + '/batal', {}).status == 303  # sent twice: the same answer
    assert call(house.port, 'GET', '/janji/' + 'x' * 22).status == 404


def every_purpose_has_a_page(house):
    for kind in ('cetak_hilang', 'cetak_rusak', 'ubah_data', 'pindah_datang', 'ganti_foto', 'aktivasi_ikd'):
        a = page(house, f'/janji/pilih?untuk={kind}')
        assert any('hari=' in h for h in links(a.text, '/janji/pilih?')), kind
    assert 'Surat kehilangan' in words(page(house, '/janji/pilih?untuk=cetak_hilang'))
    assert call(house.port, 'GET', '/janji/pilih?untuk=jemput_bola').status == 404
    assert call(house.port, 'GET', '/janji/pilih?untuk=lain').status == 404
    a = post(house, '/janji/pilih', {'untuk': 'cetak_hilang', 'kursi': 'cetak.1'})
    assert a.status == 422 and 'tidak tersedia' in words(a)
    a = post(house, '/janji/pilih', {'untuk': 'ambil', 'kursi': 'ambil.1'})
    assert a.status in (404, 422)


# ---- the chat ---------------------------------------------------------------------------------------------------

def booked_moved_and_cancelled_in_the_chat(house):
    c = Citizen(house, '6281252710001')
    c.says('mau rekam ktp', 'Untuk keperluan apa')
    c.says('1', 'Berapa umur')
    m = c.says('17 tahun ke atas', 'Pilih harinya', 'Kartu keluarga', 'KELILING')
    days = [i for i in offered(m) if i.startswith('jd.')]
    assert len(days) == 9, offered(m)
    m = c.taps(days[3], 'Waktu yang kosong', '09.00')
    m = c.says('09.30', 'kami simpan sampai pukul', 'Ya, pesan')  # a time the list had no room for
    assert rows(house, "SELECT COUNT(*) FROM booking WHERE state = 'held' AND phone = '' AND contact = (SELECT id FROM contact WHERE phone = '6281252710001')") == [(1,)]
    m = c.says('Lalu Bayu Wirawan', 'Atas nama: Lalu Bayu Wirawan')
    m = c.says('ya', 'sudah dipesan', '09.30', 'Ruang rekam', 'Kartu keluarga', 'Atas nama: Lalu Bayu Wirawan')
    number = re.search(r'JT-[0-9A-Z]{4}-[0-9A-Z]{4}', m['text']).group(0)
    assert f'jb.{number}.move.v1' in offered(m)
    # moved: by words, number by number
    m = c.says('pindah jadwal', 'Memindah janji', number)
    m = c.says('2', 'Waktu yang kosong')  # late in the evening today has one time left, or none
    m = c.says('2', 'Pindahkan janji', number)
    m = c.says('ya', 'sudah dipindah', number)
    assert rows(house, 'SELECT moves, state FROM booking WHERE number = ?', number) == [(1, 'booked')]
    # looked at, kept, cancelled
    m = c.says('janji', number, 'Pindah jadwal')
    m = c.says('batal', 'Batalkan janji', number)
    m = c.says('tidak', number)
    assert rows(house, 'SELECT state FROM booking WHERE number = ?', number) == [('booked',)]
    m = c.says('batal janji', 'Batalkan janji')
    m = c.says('1', 'sudah dibatalkan', number)
    c.says('janji', 'Belum ada janji temu')
    m = c.taps(f'jb.{number}.move.v1', 'Pilihan ini sudah lama')  # an old button


def a_seat_dropped_in_the_chat_is_free_again(house):
    c = Citizen(house, '6281252710002')
    c.says('ktp', 'keperluan')
    m = c.says('aktivasi ikd', 'Pilih harinya')
    m = c.taps([i for i in offered(m) if i.startswith('jd.')][5], 'Waktu yang kosong')
    first = [i for i in offered(m) if i.startswith('jt.')]
    c.taps(first[0], 'kami simpan')
    c.taps(first[1], 'kami simpan')  # another one: the first is let go
    assert rows(house, "SELECT COUNT(*) FROM seat s JOIN booking b ON b.id = s.booking JOIN contact c ON c.id = b.contact WHERE c.phone = '6281252710002'") == [(1,)]
    c.says('batal', 'kami lepas')
    assert rows(house, "SELECT COUNT(*) FROM seat s JOIN booking b ON b.id = s.booking JOIN contact c ON c.id = b.contact WHERE c.phone = '6281252710002'") == [(0,)]


def too_young_and_at_home(house):
    c = Citizen(house, '6281252710003')
    c.says('rekam ktp', 'keperluan')
    c.says('1', 'Berapa umur')
    c.says('4', 'ulang tahun ke-16')
    c.says('keliling', 'Mengapa perlu didatangi')
    c.says('1', 'alamat lengkap')
    m = c.says('Jalan Uji 7, Lingkungan Contoh, dekat masjid, untuk ibu Sri', 'sudah kami catat')
    number = re.search(r'JT-[0-9A-Z]{4}-[0-9A-Z]{4}', m['text']).group(0)
    assert rows(house, 'SELECT kind, state, reason FROM booking WHERE number = ?', number) == [('jemput_bola', 'requested', 'old')]


# ---- the waiting list -----------------------------------------------------------------------------------------------

def slots(house, kind, **more):
    query = urllib.parse.urlencode({'kind': kind, **more})
    return house.api('GET', f'/api/v1/slots?{query}', expect=200).json['items']


def book(house, kind, at, name='Warga Uji', expect=201, **more):
    return house.api('POST', '/api/v1/bookings', {'kind': kind, 'booth': at['booth'], 'at': at['at'], 'name': name, **more}, expect=expect)


def act(house, number, action, expect=200, **more):
    return house.api('POST', f'/api/v1/bookings/{number}/actions', {'action': action, **more}, expect=expect).json


def the_waiting_list_moves_up(house):
    taken = [book(house, 'luar_domisili', s, age='from_17').json['number'] for s in slots(house, 'luar_domisili')]
    assert len(taken) >= 29 and not slots(house, 'luar_domisili')
    first, second = Citizen(house, '6281252710011'), Citizen(house, '6281252710012')
    for n, c in enumerate((first, second)):
        c.says('ktp', 'keperluan')
        c.says('KTP-el luar domisili', 'Berapa umur')
        c.says('1', 'Belum ada kursi kosong')
        c.says('1', 'daftar tunggu', f'urutan ke-{n + 1}')
    # on the web, without WhatsApp before: the third in line
    a = page(house, '/janji/pilih?untuk=luar_domisili&umur=from_17')
    assert 'Belum ada kursi kosong' in words(a)
    a = post(house, '/janji/tunggu', {'untuk': 'luar_domisili', 'umur': 'from_17', 'name': 'Menunggu Uji', 'phone': '081252710013', 'remind': '1'})
    third = a.headers['Location'].split('?')[0]
    assert 'Urutan ke-3' in words(page(house, third))
    # a seat is freed: the first is asked, nobody else; taken by a plain "ya"
    act(house, taken[5], 'cancel')
    first.hear_only('Ada kursi kosong', 'kami simpan sampai')
    second.hear_nothing()
    assert not slots(house, 'luar_domisili'), 'an offered seat is not given to others'
    first.says('ya', 'sudah dipesan')
    # the second declines: the third has it, as a template, and takes it on the page
    act(house, taken[6], 'cancel')
    m = second.hear_only('Ada kursi kosong')
    second.taps(next(i for i in offered(m) if i.endswith('.decline.v1')), 'sudah dibatalkan')
    House.until(lambda: 'Ada kursi kosong untuk Anda' in words(page(house, third)), 'the third is offered the seat')
    house.hears('6281252710013', 'loket_janji_tawaran')
    assert post(house, third + '/tawaran', {'jawab': 'ya'}).status == 303
    assert 'Terjadwal' in words(page(house, third))
    # an offer nobody answers ends, and the next one is asked
    fourth = Citizen(house, '6281252710014')
    fourth.says('ktp', 'keperluan')
    fourth.says('KTP-el luar domisili', 'Berapa umur')
    fourth.says('1', 'Belum ada')
    m = fourth.says('1', 'daftar tunggu')
    number = re.search(r'JT-[0-9A-Z]{4}-[0-9A-Z]{4}', m['text']).group(0)
    act(house, taken[7], 'cancel')
    fourth.hear_only('Ada kursi kosong')
    rows(house, 'UPDATE booking SET expires_at = 1 WHERE number = ?', number, write=True)
    fourth.hear_only('sudah berakhir')
    assert len(slots(house, 'luar_domisili')) == 1


# ---- reminders ----------------------------------------------------------------------------------------------------

def reminders_come_once(house):
    c = Citizen(house, '6281252710021')
    c.says('halo')
    path = books(house, 'ganti_foto', 'Ingat Uji', phone='081252710021', remind='1', day=4)
    c.hear_only('sudah dipesan', 'Ruang rekam')
    number = number_of(house, path)
    due, starts = rows(house, 'SELECT remind_at, starts_at FROM booking WHERE number = ?', number)[0]
    assert starts - due == 24 * 3600 * 1000
    rows(house, 'UPDATE booking SET remind_at = 2 WHERE number = ?', number, write=True)
    c.hear_only('Mengingatkan janji', number, 'Surat permohonan ganti foto', seconds=10)
    due = rows(house, 'SELECT remind_at FROM booking WHERE number = ?', number)[0][0]
    assert starts - due == 2 * 3600 * 1000, 'the second one, two hours before'
    c.hear_nothing(2.5)
    # a moved appointment is reminded of at its new time
    _, a = goes(house, path + '/pindah')
    _, a = goes(house, links(a.text, path + '/pindah?hari=')[5])
    post(house, path + '/pindah', {'kursi': seats(a.text)[0]})
    c.hear_only('sudah dipindah')
    starts, due = rows(house, 'SELECT starts_at, remind_at FROM booking WHERE number = ?', number)[0]
    assert starts - due == 24 * 3600 * 1000
    post(house, path + '/batal', {})
    c.hear_only('sudah dibatalkan')
    assert rows(house, 'SELECT remind_at FROM booking WHERE number = ?', number) == [(None,)]
    # a phone that never wrote hears of it by template
    books(house, 'ganti_foto', 'Belum Pernah', phone='081252710022', remind='1', day=4)
    assert house.hears('6281252710022', 'loket_janji')['kind'] == 'template'


def who_does_not_come_is_told_and_may_choose_again(house):
    c = Citizen(house, '6281252710023')
    c.says('halo')
    path = books(house, 'cetak_rusak', 'Lupa Uji', phone='081252710023', remind='1', day=3)
    c.hear_only('sudah dipesan')
    number = number_of(house, path)
    rows(house, 'UPDATE booking SET starts_at = starts_at - 864000000, ends_at = ends_at - 864000000 WHERE number = ?', number, write=True)
    c.hear_only('Kami menunggu Bapak/Ibu')
    assert 'Tidak hadir' in words(page(house, path))
    a = page(house, path + '/pindah')
    assert any('hari=' in h for h in links(a.text, path)), words(a)[:300]


# ---- the calendar file -----------------------------------------------------------------------------------------------

def calendars_read_the_file(house):
    """ical.js, another program's parser, finds the same moment in the office's zone."""
    parser = os.path.join(HERE, '..', 'browser', 'calendar.mjs')
    if not shutil.which('node') or not os.path.isdir(os.path.join(HERE, '..', 'browser', 'node_modules', 'ical.js')):
        print('# ical.js is not installed (npm ci in tests/browser)')
        return
    path = books(house, 'rekam_baru', 'Kalender Uji', 'from_17', day=6)
    number = number_of(house, path)

    def read():
        a = call(house.port, 'GET', path + '/janji.ics')
        assert a.status == 200 and a.headers['Content-Type'].startswith('text/calendar'), a.status
        assert 'Kalender Uji' not in a.text, 'calendars are shared: no name in it'
        assert all(len(line.encode()) <= 75 for line in a.text.split('\r\n')), 'lines are folded'
        got = subprocess.run(['node', parser], input=a.text, capture_output=True, text=True)
        assert got.returncode == 0, got.stderr
        return json.loads(got.stdout)
    starts = rows(house, 'SELECT starts_at FROM booking WHERE number = ?', number)[0][0]
    first = read()
    assert first['starts'] == starts, (first, starts)
    assert first['zone'] == 'Asia/Makassar' and first['offset'] == 8 * 3600 and first['uid'].startswith(number)
    assert first['minutes'] == 30, first
    assert first['alarms'] == ['-PT1440M', '-PT120M'] and first['status'] == 'CONFIRMED' and first['sequence'] == 0, first
    _, a = goes(house, path + '/pindah')
    _, a = goes(house, links(a.text, path + '/pindah?hari=')[7])
    post(house, path + '/pindah', {'kursi': seats(a.text)[1]})
    moved = read()
    assert moved['uid'] == first['uid'] and moved['sequence'] == 1 and moved['starts'] != first['starts']
    post(house, path + '/batal', {})
    gone = read()
    assert gone['status'] == 'CANCELLED' and gone['sequence'] == 2


# ---- officers ---------------------------------------------------------------------------------------------------------

def an_officer_works_through_the_day(house):
    fo = Officer(house, 'fo')
    today = slots(house, 'aktivasi_ikd')[0]
    number = book(house, 'aktivasi_ikd', today, 'Lalu Datang Uji').json['number']
    other = book(house, 'aktivasi_ikd', slots(house, 'aktivasi_ikd')[40], 'Lain Hari').json['number']
    day = rows(house, "SELECT date(starts_at / 1000 + 8 * 3600, 'unixepoch') FROM booking WHERE number = ?", number)[0][0]
    a = sound(fo.get(f'/petugas/janji?hari={day}', 200))
    assert number in a.text and 'Lalu D***' in a.text and 'Lalu Datang Uji' not in a.text
    # a scanner types the link of the QR code, or the number
    url = house.api('GET', f'/api/v1/bookings/{number}', expect=200).json['url']
    for typed in (url, number, number.lower().replace('-', ' ')):
        a = fo.get('/petugas/janji/buka?' + urllib.parse.urlencode({'kode': typed}))
        assert a.status == 303 and a.headers['Location'].endswith(number), (typed, a.status)
    assert fo.get('/petugas/janji/buka?kode=JT-2222-2222', 422)
    a = sound(fo.get(f'/petugas/janji/{number}', 200))
    assert 'Lalu Datang Uji' in a.text
    if day == time.strftime('%Y-%m-%d', time.gmtime(time.time() + 8 * 3600)):
        version = re.search(r'name="version" value="(\d+)"', a.text)[1]
        assert fo.post(f'/petugas/janji/{number}', action='arrive', version=version).status == 303
        late = fo.post(f'/petugas/janji/{number}', action='miss', version=version)  # the page was drawn before
        assert late.status == 409, late.status
        assert fo.post(f'/petugas/janji/{number}', action='finish').status == 422  # no outcome chosen
        assert fo.post(f'/petugas/janji/{number}', action='finish', outcome='done').status == 303
        assert 'Selesai' in words(fo.get(f'/petugas/janji/{number}', 200))
        assert fo.post(f'/petugas/janji/{number}', action='undo').status == 303
    early = fo.post(f'/petugas/janji/{other}', action='arrive')
    assert early.status == 422 and 'belum tiba' in words(early)
    # moved by an officer, in the officers' layout
    a = sound(fo.get(f'/petugas/janji/{other}/pindah', 200))
    a = sound(fo.get(next(h for h in links(a.text, f'/petugas/janji/{other}/pindah?hari=')[2:]), 200))
    assert 'Kotak kerja' in words(a)
    assert fo.post(f'/petugas/janji/{other}/pindah', kursi=seats(a.text)[0]).status == 303
    # on behalf of somebody at the counter
    a = sound(fo.get('/petugas/janji/baru?untuk=rekam_baru&umur=is_16', 200))
    a = fo.post('/petugas/janji/baru', untuk='rekam_baru', umur='is_16', name='', kursi=seats(a.text)[-1])
    assert a.status == 422 and 'Tulis nama' in words(sound(a, 422))
    a = fo.post('/petugas/janji/baru', untuk='rekam_baru', umur='is_16', name='Remaja Uji', kursi=seats(a.text)[-1])
    assert a.status == 303, words(a)[:300]
    assert 'dicetak saat genap 17 tahun' in words(fo.get(a.headers['Location'], 200))
    # a visit at home gets its day, and the citizen hears of it
    c = Citizen(house, '6281252710031')
    c.says('keliling', 'Mengapa')
    c.says('2', 'alamat')
    m = c.says('Jalan Contoh 3, Lingkungan Uji, rumah pagar hijau', 'sudah kami catat')
    visit = re.search(r'JT-[0-9A-Z]{4}-[0-9A-Z]{4}', m['text']).group(0)
    assert visit in sound(fo.get('/petugas/janji/daftar', 200)).text
    a = fo.get(f'/petugas/janji/{visit}', 200)
    assert 'Jalan Contoh 3' in a.text and 'Sakit' in a.text
    soon = time.strftime('%Y-%m-%d', time.gmtime(time.time() + 9 * 86400))
    assert fo.post(f'/petugas/janji/{visit}', action='plan', tanggal='2020-01-01', jam='09.00').status == 422
    assert fo.post(f'/petugas/janji/{visit}', action='plan', tanggal=soon, jam='09.30').status == 303
    c.hear_only('Petugas akan datang ke rumah', '09.30')


def a_ready_document_offers_a_time(house):
    c = Citizen(house, '6281252710041')
    c.says('halo')
    papers = [(code, png(code)) for code in ('akta', 'kk', 'ktp_ortu')]
    done = house.submit({'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Ambil Uji', 'phone': '6281252710041'},
                         'data': {'applicant_name': 'Ambil Uji'}}, papers).json
    number, status = done['number'], urllib.parse.urlparse(done['status_url']).path
    assert call(house.port, 'GET', status + '/ambil').headers['Location'] == status  # nothing to fetch yet
    house.act(number, 'take')
    for r in house.file(number)['requirements']:
        house.act(number, 'accept_scan' if r['scans'] else 'seen', requirement=r['code'])
    house.act(number, 'process', siak_number='5271-KIA-26112026-0001')
    house.act(number, 'ready', shelf='A-1')
    assert 'Pilih waktu pengambilan' in words(page(house, status))
    a = page(house, status + '/ambil')
    day = links(a.text, status + '/ambil?hari=')[1]
    _, a = goes(house, day)
    a = post(house, status + '/ambil', {'kursi': seats(a.text)[3]})
    assert a.status == 303, words(a)[:400]
    mine = a.headers['Location'].split('?')[0]
    a = page(house, mine)
    assert 'Ambil dokumen' in words(a) and 'Loket pengambilan' in words(a) and 'Kartu keluarga' in words(a), words(a)
    assert call(house.port, 'GET', status + '/ambil').headers['Location'] == mine  # one time a document


# ---- the whole office (alone) --------------------------------------------------------------------------------------------

MONTHS = ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember']


def the_doors_are_told_as_shut(house, last):
    """On the page of hours and in the chat: shut now, why, and open again on the first working day behind it."""
    opens = time.strptime(last, '%Y-%m-%dT%H:%M')
    while opens.tm_wday > 4:
        opens = time.gmtime(calendar.timegm(opens) + 86400)
    again = f'{opens.tm_mday} {MONTHS[opens.tm_mon - 1]} {opens.tm_year}'
    hours = words(page(house, '/jam'))
    assert 'Cuti Bersama Uji' in hours and 'Hari tutup yang akan datang' in hours, hours
    house.until(lambda: 'Loket tutup sekarang' in words(page(house, '/jam')) and again in words(page(house, '/jam')).split('Buka lagi')[1][:60],
                'the doors are told as shut until ' + again, 60)  # kept for half a minute
    c = Citizen(house, '6281252710053')
    heard = c.says('petugas')
    assert again in heard['text'], heard['text']


def promises_know_the_holidays(house):
    """What comes in while the office is closed is promised for later; what was promised before stays."""
    def hand_in():
        app = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Libur Janji', 'phone': '6281252710052'},
               'data': {'applicant_name': 'Libur Janji'}}
        number = house.submit(app, [(r, picture(n + 900, 60)) for n, r in enumerate(('akta', 'kk', 'ktp_ortu'))]).json['number']
        return number, calendar_time(house.file(number)['due_at'])

    def day(n):
        return time.strftime('%Y-%m-%dT00:00', time.gmtime(time.time() + 8 * 3600 + n * 86400))
    kabid = Officer(house, 'kabid')
    before, due = hand_in()
    a = kabid.post('/petugas/janji/atur', apa='close', name='Cuti Bersama Uji', **{'from': day(0), 'to': day(21)})
    assert a.status == 303, a.text[:300]
    after, later = hand_in()
    assert due < time.time() + 14 * 86400 and later > time.time() + 20 * 86400, (due, later)
    assert calendar_time(house.file(before)['due_at']) == due
    the_doors_are_told_as_shut(house, day(21))
    kabid.post('/petugas/janji/atur', apa='reopen', id=str(rows(house, "SELECT id FROM closure WHERE name = 'Cuti Bersama Uji'")[0][0]))
    assert calendar_time(house.file(after)['due_at']) == later  # a place in line never moves
    assert abs(hand_in()[1] - due) < 86400


def holidays_blanks_and_the_central_system(house):
    kabid = Officer(house, 'kabid')
    c = Citizen(house, '6281252710051')
    c.says('halo')
    # a holiday: its seats go, and who is booked then hears of it, once
    day = slots(house, 'rekam_baru')[-1]
    path = books_at(house, 'rekam_baru', day, 'Libur Uji', '081252710051')
    c.hear_only('sudah dipesan')
    iso = time.strftime('%Y%m%d', time.gmtime(rows(house, 'SELECT starts_at FROM booking WHERE number = ?', path)[0][0] / 1000 + 8 * 3600))
    text = f'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:uji@libur\r\nSUMMARY:Hari Raya Uji\r\nDTSTART;VALUE=DATE:{iso}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    bad = kabid.post('/petugas/janji/atur', apa='holidays', kalender='libur')
    assert bad.status == 422 and 'BEGIN:VCALENDAR' in words(sound(bad, 422))
    a = kabid.post('/petugas/janji/atur', apa='holidays', kalender=text)
    assert a.status == 303 and 'libur=1' in a.headers['Location'], a.headers['Location']
    c.hear_only('Kantor tutup', 'Hari Raya Uji', 'Pilih waktu lain')
    assert not slots(house, 'rekam_baru', day=f'{iso[:4]}-{iso[4:6]}-{iso[6:]}')
    assert 'Hari Raya Uji' in words(sound(kabid.get('/petugas/janji/atur', 200)))
    file = os.path.join(house.folder, 'libur.ics')
    with open(file, 'w') as f:
        f.write(text)
    assert '1 holidays kept' in house.run('holidays', 'import', file) and len(house.heard('6281252710051')) == 3
    c.hear_nothing()
    # out of blanks: what only prints waits, recording goes on
    printing = book(house, 'cetak_hilang', slots(house, 'cetak_hilang')[-1], 'Cetak Uji', phone='081252710051', remind=True).json['number']
    c.hear_only('sudah dipesan')
    assert kabid.post('/petugas/janji/atur', apa='blanks', count='0').status == 303
    c.hear_only('Blangko KTP-el habis', printing)
    assert not slots(house, 'cetak_hilang') and slots(house, 'rekam_baru')
    assert 'Blangko KTP-el sedang habis' in words(page(house, '/janji')) and 'Daftar tunggu' in words(page(house, '/janji/pilih?untuk=cetak_hilang'))
    assert 'Perekaman tetap dilayani' in words(page(house, '/janji/pilih?untuk=cetak_hilang'))
    assert kabid.post('/petugas/janji/atur', apa='blanks', count='3').status == 303
    c.hear_only('Blangko KTP-el sudah tersedia', printing)
    assert slots(house, 'cetak_hilang')
    # the last blank is used up at the counter
    assert kabid.post('/petugas/janji/atur', apa='blanks', count='1').status == 303
    soon = slots(house, 'cetak_rusak')[0]
    last = book(house, 'cetak_rusak', soon, 'Kartu Terakhir').json['number']
    rows(house, 'UPDATE booking SET starts_at = ? WHERE number = ?', int(time.time() * 1000) - 60000, last, write=True)
    act(house, last, 'finish', outcome='printed')
    c.hear_only('Blangko KTP-el habis', printing)
    kabid.post('/petugas/janji/atur', apa='blanks', count='500')
    c.hear_only('sudah tersedia')
    # the central system: all of today are told at once, and only they
    today = [s for s in slots(house, 'ganti_foto') if s['at'][:13] >= '' and is_today(s['at'])]
    if today:
        mine = book(house, 'ganti_foto', today[-1], 'Hari Ini Uji', phone='081252710051', remind=True).json['number']
        c.hear_only('sudah dipesan')
    a = Officer(house, 'kadis').post('/petugas/janji/atur', apa='central_down', note='SIAK tidak dapat dibuka')
    assert a.status == 303
    assert Officer(house, 'fo').post('/petugas/janji/atur', apa='central_down').status == 403
    if today:
        m = c.hear_only('Sistem pusat sedang terganggu', mine, 'SIAK tidak dapat dibuka')
        m = c.taps(f'jb.{mine}.move.v1', 'Memindah janji')
        c.says('1', 'Waktu yang kosong')
        c.says('1', 'Pindahkan janji')
        c.says('ya', 'sudah dipindah')
    assert 'Sistem pusat sedang terganggu' in words(page(house, '/janji'))
    assert not any(is_today(s['at']) for s in slots(house, 'ganti_foto'))
    assert kabid.post('/petugas/janji/atur', apa='central_down').headers['Location'].endswith('kabar=0')  # again: nobody is told twice
    later = [s for s in today if calendar_time(s['at']) > time.time() + 600]
    if later:  # somebody who waited and did not move hears that it stands
        rows(house, "UPDATE booking SET starts_at = ?, disturbed = 'central' WHERE number = ?", calendar_time(later[-1]['at']) * 1000, mine, write=True)
    assert kabid.post('/petugas/janji/atur', apa='central_up').status == 303
    if later:
        c.hear_only('sudah normal kembali', mine)
    assert 'terganggu' not in words(page(house, '/janji'))


def a_restart_reminds_once(house):
    """Due while the server was down: told once when it is back, and not again after the next start."""
    def restart():
        house.server.send_signal(signal.SIGTERM)
        house.server.wait(30)
    c = Citizen(house, '6281252710061')
    c.says('halo')
    number = book(house, 'ganti_foto', slots(house, 'ganti_foto')[-1], 'Mati Listrik', phone='081252710061', remind=True).json['number']
    c.hear_only('sudah dipesan')
    restart()
    rows(house, 'UPDATE booking SET remind_at = 3 WHERE number = ?', number, write=True)
    house.start_server()
    c.hear_only('Mengingatkan janji', number)
    restart()
    house.start_server()
    c.hear_nothing(2.5)


def is_today(at):
    def day(t):
        return time.strftime('%Y-%m-%d', time.gmtime(t + 8 * 3600))
    return day(calendar_time(at)) == day(time.time())


def calendar_time(at):
    return calendar.timegm(time.strptime(at, '%Y-%m-%dT%H:%M:%SZ'))


def books_at(house, kind, at, name, phone):
    return book(house, kind, at, name, age='from_17', phone=phone, remind=True).json['number']


# ---- machines ------------------------------------------------------------------------------------------------------------

def mistakes_of_machines_are_told(house):
    def wrong(body, code, status=422):
        a = house.api('POST', '/api/v1/bookings', body, expect=status)
        assert code in [e['code'] for e in a.json.get('errors', [])] + [a.json['code']], a.text
    good = slots(house, 'rekam_baru')[30]
    wrong({'kind': 'rekam_baru', 'booth': good['booth'], 'at': good['at'], 'name': 'Uji'}, 'age_needed')
    wrong({'kind': 'rekam_baru', 'booth': good['booth'], 'at': good['at'], 'name': 'Uji', 'age': 'under_16'}, 'too_young')
    wrong({'kind': 'lain', 'name': 'Uji'}, 'unknown_kind')
    wrong({'kind': 'rekam_baru', 'age': 'from_17', 'name': 'Uji'}, 'missing')
    wrong({'kind': 'rekam_baru', 'age': 'from_17', 'name': 'Uji', 'booth': good['booth'], 'at': 'besok'}, 'field')
    wrong({'kind': 'rekam_baru', 'age': 'from_17', 'name': 'Uji', 'booth': 'cetak', 'at': good['at']}, 'no_such_slot')
    wrong({'kind': 'rekam_baru', 'age': 'from_17', 'name': 'Uji', 'booth': good['booth'], 'at': '2020-01-01T00:00:00Z'}, 'no_such_slot')
    wrong({'kind': 'rekam_baru', 'age': 'from_17', 'name': '', 'booth': good['booth'], 'at': good['at']}, 'missing')
    before = rows(house, 'SELECT COUNT(*) FROM booking')
    a = house.api('POST', '/api/v1/bookings', {'kind': 'rekam_baru', 'age': 'from_17', 'name': 'Satu Kali', 'booth': good['booth'], 'at': good['at']},
                  {'Idempotency-Key': 'janji-1'}, expect=201)
    b = house.api('POST', '/api/v1/bookings', {'kind': 'rekam_baru', 'age': 'from_17', 'name': 'Satu Kali', 'booth': good['booth'], 'at': good['at']},
                  {'Idempotency-Key': 'janji-1'}, expect=201)
    assert a.json == b.json and before is not None
    number = a.json['number']
    assert act(house, number, 'move', booth=good['booth'], at=slots(house, 'rekam_baru')[60]['at'])['state'] == 'booked'
    assert act(house, number, 'cancel')['state'] == 'cancelled'
    house.api('POST', f'/api/v1/bookings/{number}/actions', {'action': 'arrive'}, expect=422)
    house.api('GET', '/api/v1/bookings/JT-2222-2222', expect=404)
    house.api('GET', '/api/v1/slots?kind=jemput_bola', expect=422)


CASES = [booked_moved_and_cancelled_on_the_web, every_purpose_has_a_page, booked_moved_and_cancelled_in_the_chat,
         a_seat_dropped_in_the_chat_is_free_again, too_young_and_at_home, the_waiting_list_moves_up, reminders_come_once,
         who_does_not_come_is_told_and_may_choose_again, calendars_read_the_file, an_officer_works_through_the_day,
         a_ready_document_offers_a_time, mistakes_of_machines_are_told,
         promises_know_the_holidays, holidays_blanks_and_the_central_system, a_restart_reminds_once]


def main():
    os.environ.update(WEEK)
    with House(more=BOOTHS) as house:
        for login, role in (('fo', 'front'), ('kabid', 'supervisor'), ('kadis', 'head')):
            house.officer(login, role)
        return run_cases(CASES, house, alone=(promises_know_the_holidays, holidays_blanks_and_the_central_system, a_restart_reminds_once))


if __name__ == '__main__':
    sys.exit(main())
