#!/usr/bin/env python3
"""The hall against the real binary: kiosk, paper, board, phone, counter, door, settings, visits.
LOKET_TICKET_PNG: where to put a picture of the printed ticket."""
import html
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import escpos  # noqa: E402
from booking import books  # noqa: E402
from cases import run_cases  # noqa: E402
from house import House, call, png  # noqa: E402
from officer import Officer, words  # noqa: E402
from portal import enters  # noqa: E402

HALLS = '''halls:
  - code: utama
    name: Ruang pelayanan
    name_en: Service hall
    printer: "127.0.0.1:{printer}"
    lines:
      - {{ letter: A, name: Akta kelahiran, name_en: Birth certificate, minutes: 10, services: [akta_kelahiran] }}
      - {{ letter: B, name: Kartu keluarga, name_en: Family card, minutes: 8, services: [kk] }}
      - {{ letter: C, name: KTP elektronik, name_en: ID card, minutes: 6, services: [ktp_el] }}
      - {{ letter: D, name: Ambil dokumen, name_en: Collect a document, minutes: 4, pickup: true }}
    counters:
      - {{ number: 1, lines: ABC }}
      - {{ number: 2, lines: D }}
  - code: lantai2
    name: Lantai dua
    lines:
      - {{ letter: X, name: Pindah, minutes: 8 }}
    counters:
      - {{ number: 11, lines: X }}
      - {{ number: 12, lines: X }}
'''
PICTURE = os.environ.get('LOKET_TICKET_PNG')


class Printer:
    """Listens as a receipt printer does. status: what its paper sensor says."""

    def __init__(self):
        self.status, self.papers = b'\x12', []
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            s, _ = self.listener.accept()
            data = b''
            with s:
                while piece := s.recv(65536):
                    data += piece
                    if data == b'\x10\x04\x04':
                        s.sendall(self.status)
            if len(data) > 3:
                self.papers.append(data)


class Stream:
    """One who watches a hall."""

    def __init__(self, house, hall='utama'):
        self.connection = http.client.HTTPConnection('127.0.0.1', house.port, timeout=20)
        self.connection.request('GET', f'/papan/{hall}/siar')
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200 and self.answer.headers['Content-Type'] == 'text/event-stream', self.answer.status

    def next(self):
        while True:
            line = self.answer.readline()
            assert line, 'the stream ended'
            if line.startswith(b'data: '):
                return json.loads(line[6:])

    def until(self, what, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            now = self.next()
            if what(now):
                return now
        raise AssertionError('the board never showed it')


def kiosk(house, **fields):
    """A touch on the kiosk; -> the page of the ticket, or the page that says why not."""
    a = house.desk.post(f"/kios/{fields.pop('hall', 'utama')}", **fields)
    return house.desk.get(a.headers['Location'], 200) if a.status == 303 else a


def number_of(page):
    return re.search(r'class="k-number">([A-Z]-\d{3})<', page.text)[1]


def desk(house, n, do, expect=200, **fields):
    a = house.desk.ask(f'/loket/{n}', do=do, **fields)
    assert a.status == expect, (do, a.status, a.text[:300])
    return a.json


class Browser(Officer):
    """Can ask as a script does."""

    def ask(self, path, **fields):
        return call(self.house.port, 'POST', path, urllib.parse.urlencode({**fields, 'csrf': self.csrf}),
                    self.headers({'Content-Type': 'application/x-www-form-urlencoded', 'Accept': 'application/json'}))


def clear(house):
    for n in (1, 2, 11, 12):
        for _ in range(60):
            if not desk(house, n, 'call:0')['busy']:
                break


# ---- cases ---------------------------------------------------------------------------------------------------------

def a_ticket_is_taken_printed_called_and_ended(house):
    board = Stream(house)
    papers = len(house.printer.papers)
    page = kiosk(house, line='A', priority='elderly')
    number = number_of(page)
    assert 'Lansia' in words(page) and 'berikutnya' in words(page), words(page)[:400]
    board.until(lambda now: number in now['lines']['A']['waiting'])
    house.until(lambda: len(house.printer.papers) > papers, 'the paper comes')
    rows, cut = escpos.read(house.printer.papers[-1])
    assert cut and 600 < len(rows) < 1400 and len(rows[0]) == 576
    if PICTURE:
        with open(PICTURE, 'wb') as f:
            f.write(escpos.png(rows))
    if shutil.which('zbarimg'): # what a phone reads from the paper
        path = os.path.join(house.folder, 'tiket.png')
        with open(path, 'wb') as f:
            f.write(escpos.png(rows))
        read = subprocess.run(['zbarimg', '-q', '--raw', path], capture_output=True, text=True).stdout.strip()
        assert re.fullmatch(r'http://127.0.0.1:\d+/antre/t/[\w-]{22}', read), read
        assert number in words(call(house.port, 'GET', read.split(str(house.port), 1)[1]))
    state = desk(house, 1, 'call:0')
    assert state['current']['number'] == number and 'Lansia' in state['current']['tags'], state
    now = board.until(lambda now: now['calls'] and now['calls'][0]['ticket'] == number)
    assert now['calls'][0]['say'][:2] == ['nomor', 'huruf_a'] and now['calls'][0]['say'][-2:] == ['loket', 'angka_1']
    for clip in now['calls'][0]['say']:
        a = call(house.port, 'GET', '/suara/' + clip)
        assert a.status == 200 and a.headers['Content-Type'] == 'audio/ogg' and a.body[:4] == b'OggS', (clip, a.status)
    desk(house, 1, 'finish:0')
    board.until(lambda now: all(c['ticket'] == '' for c in now['counters']))


def the_counter_needs_no_script(house):
    number = number_of(kiosk(house, line='B'))
    a = house.desk.post('/loket/1', 303, do='call:0')
    page = house.desk.get(a.headers['Location'], 200)
    assert f'<p class="desk-number" id="nomor">{number}</p>' in page.text
    house.desk.post('/loket/1', 303, do='finish:0')
    assert 'Belum ada yang dipanggil' in words(house.desk.get('/loket/1', 200))
    page = house.desk.post('/loket/1', 200, do='call:0')
    assert 'Tidak ada yang menunggu' in words(page)


def missed_held_moved(house):
    first, second, third = (number_of(kiosk(house, line='A')) for _ in range(3))
    assert desk(house, 1, 'call:0')['current']['number'] == first
    assert desk(house, 1, 'recall:0')['current']['number'] == first
    state = desk(house, 1, 'no_show:0')
    assert not state['busy'] and [t['number'] for t in state['missed']][:1] == [first]
    back = state['missed'][0]['id']
    state = desk(house, 1, f'return:{back}')
    assert [t['number'] for t in state['waiting']] == [first, second, third], state['waiting']
    assert desk(house, 1, 'call:0')['current']['number'] == first
    state = desk(house, 1, 'hold:0')
    assert [t['number'] for t in state['held']] == [first]
    assert desk(house, 1, 'call:0')['current']['number'] == second
    state = desk(house, 1, 'transfer:0', line='D')
    assert not state['busy'] and second not in [t['number'] for t in state['waiting']]
    assert desk(house, 2, 'call:0')['current']['number'] == second
    held = desk(house, 1, 'finish:0', expect=422)
    assert 'Panggil dahulu' in held['error']
    state = desk(house, 1, f"resume:{held['held'][0]['id']}")
    assert [t['number'] for t in state['waiting']] == [first, third]
    # what another counter has is not ours to end
    there = house.desk.ask('/loket/2', do='recall:0').json['current']['id']
    assert 'petugas lain' in desk(house, 1, f'finish:{there}', expect=409)['error']


def a_wrong_key_is_taken_back(house):
    first, second, third = (number_of(kiosk(house, line='A')) for _ in range(3))

    def numbers(state):
        return [t['number'] for t in state['waiting']]
    other = Browser(house, 'fo2')
    # called too early: whoever was there is there again, the others wait where they waited
    desk(house, 1, 'call:0')
    state = desk(house, 1, 'call:0')
    assert state['current']['number'] == second and second in state['undo'] and 0 < state['undo_ms'] <= 10000, state
    assert other.ask('/loket/1', do='undo:0').status == 422  # not his step
    state = desk(house, 1, 'undo:0')
    assert state['current']['number'] == first and numbers(state) == [second, third] and second in state['notice'], state
    assert state['undo'] == '' and desk(house, 1, 'undo:0', expect=422)['error'].startswith('Tidak ada langkah')
    # no-show, finish, put aside, transfer
    for step, fields in (('no_show', {}), ('finish', {}), ('hold', {}), ('transfer', {'line': 'D'})):
        state = desk(house, 1, step + ':0', **fields)
        assert not state['busy'] and first in state['undo'], (step, state)
        state = desk(house, 1, 'undo:0')
        assert state['busy'] and state['current']['number'] == first and numbers(state) == [second, third], (step, state)
        assert not state['missed'] and not state['held']
    # a recall is no mistake to take back; the page has the button without a script
    assert desk(house, 1, 'recall:0')['undo'] == ''
    desk(house, 1, 'finish:0')
    page = house.desk.get('/loket/1', 200)
    assert re.search(r'value="undo:0" id="urung"[^>]*data-ms="\d+"><span>Urungkan Selesai: ' + first, page.text), page.text[-3000:]
    house.desk.post('/loket/1', 303, do='undo:0')
    assert desk(house, 1, 'recall:0')['current']['number'] == first
    # somebody else has it by now; too late
    desk(house, 1, 'transfer:0', line='D')
    assert desk(house, 2, 'call:0')['current']['number'] == first
    assert 'petugas lain' in desk(house, 1, 'undo:0', expect=409)['error']
    desk(house, 2, 'finish:0')
    time.sleep(10.2)
    assert desk(house, 2, 'undo:0', expect=422)['error'].startswith('Tidak ada langkah')
    assert not house.desk.get('/loket/2', 200).text.count('Urungkan Selesai')
    with sqlite3.connect(os.path.join(house.folder, 'loket.db')) as db:
        told = [json.loads(d) for (d,) in db.execute("SELECT data FROM event WHERE kind = 'queue_undo' ORDER BY seq")]
    assert [t['step'] for t in told] == ['call', 'no_show', 'finish', 'hold', 'transfer', 'finish'], told
    assert told[0] == {'ticket': second, 'counter': 1, 'step': 'call'}


def a_ticket_goes_into_the_application(house):
    phone = '6281234567891'
    page = kiosk(house, line='A', phone='0812-3456-7891')
    number = number_of(page)
    with sqlite3.connect(os.path.join(house.folder, 'loket.db')) as db:
        db.execute("INSERT OR IGNORE INTO contact (phone, name, created_at) VALUES (?, 'Dewi Antre', 1)", (phone,))
        db.execute('UPDATE ticket SET person = ? WHERE day = (SELECT MAX(day) FROM ticket) AND letter = ? AND n = ?', (phone, number[0], int(number[2:])))
    state = desk(house, 1, 'call:0')
    assert state['current']['number'] == number and state['application'] == ''
    start = house.desk.get(state['walkin'], 200)
    assert f'nomor antrean {number}' in words(start)
    link = html.unescape(re.search(r'href="(/petugas/baru\?layanan=kia[^"]*)"', start.text)[1])
    ticket = re.search(r'tiket=(\d+)', link)[1]
    assert f'name="tiket" value="{ticket}"' in house.desk.get(link, 200).text
    form = house.desk.get(f'/petugas/baru/kia?tiket={ticket}&reason=new&age=under_5&special=no', 200)
    assert f'nomor antrean {number}' in words(form) and 'value="Dewi Antre"' in form.text, words(form)[:300]
    assert f'value="{phone}"' in form.text, re.findall(r'<input[^>]*applicant_phone[^>]*>', form.text)
    answers = [('tiket', ticket), ('reason', 'new'), ('age', 'under_5'), ('special', 'no'), ('applicant_phone', phone)]
    again = house.desk.upload('/petugas/baru/kia', [*answers, ('applicant_name', '')], 422)
    assert 'value="Dewi Antre"' not in again.text and f'name="tiket" value="{ticket}"' in again.text  # what was typed counts
    done = house.desk.upload('/petugas/baru/kia', [*answers, ('applicant_name', 'Dewi Antre')], 303)
    application = re.search(r'/petugas/p/([^?]+)', done.headers['Location'])[1]
    assert f'Didaftarkan dari antrean: {number}' in words(house.desk.get(f'/petugas/p/{application}', 200))
    assert house.desk.ask('/loket/1', do='recall:0').json['application'] == application
    assert f'href="/petugas/p/{application}"' in house.desk.get('/loket/1', 200).text
    with sqlite3.connect(os.path.join(house.folder, 'loket.db')) as db:
        told = db.execute("SELECT e.data FROM event e JOIN application a ON a.id = e.application WHERE e.kind = 'ticket' AND a.number = ?",
                          (application,)).fetchall()
    assert [json.loads(d) for (d,) in told] == [{'ticket': number, 'counter': 1}], told
    # no ticket, or not of today: an application like any other
    assert 'nomor antrean' not in words(house.desk.get('/petugas/baru/kia?tiket=99999&reason=new&age=under_5&special=no', 200))


def one_living_ticket_on_the_phone(house):
    phone = Browser(house)  # a browser
    page = phone.get('/antre', 200)
    assert 'Kartu keluarga' in words(page)
    a = phone.post('/antre', 303, hall='utama', line='B')
    mine = a.headers['Location']
    page = phone.get(mine, 200)
    number = re.search(r'data-ticket="(B-\d+)"', page.text)[1]
    again = phone.post('/antre', 303, hall='utama', line='A')
    assert again.headers['Location'] == mine + '?sudah=1'
    assert 'masih memegang' in words(phone.get(again.headers['Location'], 200))
    desk(house, 1, 'call:0')
    assert 'Silakan ke Loket 1' in words(phone.get(mine, 200))
    assert phone.post(mine, action='leave').status == 422  # too late: called
    desk(house, 1, 'no_show:0')
    assert 'Kembali sebelum' in words(phone.get(mine, 200))
    phone.post(mine, 303, action='return')
    assert desk(house, 1, 'call:0')['current']['number'] == number
    desk(house, 1, 'finish:0')
    assert 'Sudah dilayani' in words(phone.get(mine, 200))
    other = phone.post('/antre', 303, hall='utama', line='B').headers['Location']
    assert other != mine
    phone.post(other, 303, action='leave')
    assert 'lepas' in words(phone.get(other, 200))
    page = phone.post('/antre', 404, hall='utama', line='Q')
    assert 'tidak ada' in words(page)
    assert phone.get('/antre/t/' + 'x' * 22).status == 404


def out_of_paper_is_said(house):
    house.printer.status = b'\x72'
    page = kiosk(house, line='A')
    url = re.search(r'data-state="([^"]+)"', page.text)[1]

    def failed():
        a = call(house.port, 'GET', url, headers=house.desk.headers({'Accept': 'application/json'})).json
        return a['paper'] == 'failed' and a['problem'] == 'paper'
    house.until(failed, 'the kiosk hears of it')
    assert 'Kertas pencetak habis' in words(house.desk.get(url, 200))
    house.printer.status = b'\x12'


def devices_come_in_by_a_link(house):
    stranger = Browser(house)
    for path in ('/kios/utama', '/pintu/utama'):
        page = stranger.get(path, 403)
        assert 'belum dikenal' in words(page)
    assert stranger.get('/papan/utama').status == 200
    page = house.head.post('/petugas/ruang/perangkat', 200, hall='utama', kind='kiosk', name='Kios depan')
    link = re.search(r'/alat/([\w-]{22})', page.text)[0]
    a = stranger.get(link, 303)
    assert a.headers['Location'] == '/kios/utama' and 'loket_device=' in stranger.cookie
    stranger.get('/kios/utama', 200)
    assert stranger.get('/kios/lantai2').status == 403 and stranger.get('/pintu/utama').status == 403
    assert number_of(stranger.get(stranger.post('/kios/utama', 303, line='B').headers['Location'], 200)).startswith('B-')
    device = re.search(r'name="device" value="(\d+)"', page.text)[1]
    house.head.post('/petugas/ruang/cabut', 303, hall='utama', device=device)
    assert stranger.get('/kios/utama').status == 403
    assert house.desk.post('/petugas/ruang/perangkat', hall='utama', kind='door', name='x').status == 403  # front office


def the_door_counts_and_holds(house):
    rules(house, capacity=5)
    for i in range(5):
        house.desk.post('/pintu/utama', 303, step='in')
    page = house.desk.post('/pintu/utama', step='in')
    assert page.status == 429 and 'Ruangan penuh' in words(page)
    board = Stream(house)
    now = board.next()
    assert (now['inside'], now['capacity']) == (5, 5)
    house.desk.post('/pintu/utama', 303, step='out')
    board.until(lambda now: now['inside'] == 4)
    assert 'Masih ada tempat untuk 1 orang' in words(house.desk.get('/pintu/utama', 200))
    house.desk.post('/pintu/utama', 303, step='set', people='2')
    house.desk.post('/pintu/utama', 303, step='undo')
    assert re.search(r'id="orang">1<', house.desk.get('/pintu/utama', 200).text)
    house.desk.post('/pintu/utama', 303, step='set', people='0')
    rules(house, capacity=0)


def rules(house, expect=303, **fields):
    usual = dict(hall='utama', capacity=0, walkin_share=40, near=3, grace=5, cleaning=2, spacing=0, checks='', reasons='', notice='')
    return house.head.post('/petugas/ruang', expect, **{**usual, **fields})


def a_protocol_is_a_setting(house):
    page = rules(house, expect=422, urgent='A')
    assert 'satu alasan mendesak' in words(page)
    rules(house, urgent='A', closed='B', reasons='Rumah sakit\nSekolah', protocol='yes', checks='Cuci tangan\nPakai masker', notice='Bawa masker')
    page = kiosk(house, line='A')
    assert page.status == 200 and 'Apa keperluan mendesak' in words(page) and 'Rumah sakit' in words(page)
    assert number_of(kiosk(house, line='A', reason='Rumah sakit'))
    page = kiosk(house, line='B')
    assert page.status == 422 and 'tidak melayani hari ini' in words(page)
    assert 'Cuci tangan' in words(house.desk.get('/pintu/utama', 200))
    assert 'Bersihkan' in words(house.desk.get('/loket/1', 200))
    assert 'Bawa masker' in words(house.desk.get('/papan/utama', 200))
    assert 'Mendesak: Rumah sakit' in desk(house, 1, 'call:0')['reason']
    assert rules(house, expect=422, capacity=2).status == 422
    assert house.desk.post('/petugas/ruang', hall='utama').status == 403
    rules(house)


def a_pickup_receipt_goes_to_the_pickup_line(house):
    app = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Budi Uji', 'phone': '6281200000300'}, 'data': {'applicant_name': 'Budi Uji'}}
    number = house.submit(app, [(c, png(c)) for c in ('akta', 'kk', 'ktp_ortu')]).json['number']
    page = kiosk(house, kode=number)
    assert page.status == 422 and 'belum siap diambil' in words(page)
    assert 'tidak kami kenal' in words(kiosk(house, kode='MTR-2222-2222'))
    house.act(number, 'take')
    for r in house.file(number)['requirements']:
        if r['scans']:
            house.act(number, 'accept_scan', requirement=r['code'])
        elif r['state'] == 'missing':
            house.act(number, 'seen', requirement=r['code'])
    house.act(number, 'process', siak_number='5271-KIA-1')
    house.act(number, 'ready', shelf='A-1')
    ticket = number_of(kiosk(house, kode=number))
    assert ticket.startswith('D-')
    for _ in range(20):
        state = desk(house, 2, 'call:0')
        if state['current']['number'] == ticket:
            break
    assert state['application'] == number
    a = house.desk.get(f'/loket/2?kode={ticket}', 303)
    assert a.headers['Location'] == f'/petugas/p/{number}/ambil'
    a = house.desk.get(f'/loket/1?kode={number}', 303)
    assert a.headers['Location'] == f'/petugas/p/{number}/ambil'
    assert house.desk.get('/loket/1?kode=entah').status == 404


def an_appointment_checks_in(house):
    path = books(house, 'rekam_baru', 'Budi Uji', 'from_17', phone='081200000411')
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    number, = db.execute('SELECT number FROM booking ORDER BY id DESC LIMIT 1').fetchone()
    now, day = int(time.time() * 1000), 86400000
    soon = now + 120000 if (now + 8 * 3600000) % day < day - 120000 else now - 60000  # not tomorrow
    db.execute('UPDATE booking SET starts_at = ?, ends_at = ? WHERE number = ?', (soon, soon + 1800000, number))
    db.commit()
    walk_ins = [number_of(kiosk(house, line='C')) for _ in range(3)]
    page = kiosk(house, kode=number)
    mine = number_of(page)
    assert mine.startswith('C-') and mine not in walk_ins
    assert number_of(kiosk(house, kode=number)) == mine  # twice is once
    state = desk(house, 1, 'call:0')
    assert state['current']['number'] == mine and 'Janji temu' in state['current']['tags'], state
    assert db.execute('SELECT state FROM booking WHERE number = ?', (number,)).fetchone() == ('arrived',)
    db.close()


def a_chat_takes_a_ticket_and_hears_of_it(house):
    phone = '6281200000401'
    first, second, third, fourth = (number_of(kiosk(house, line='B')) for _ in range(4))
    house.says(phone, 'antri')
    heard = house.hears(phone, 'Anda mau mengurus apa')
    assert 'Kartu keluarga (4 menunggu' in heard['text'], heard['text']
    house.taps(phone, 'que.line.B.v1')
    heard = house.hears(phone, 'Nomor antrean Anda')
    mine = re.search(r'B-\d{3}', heard['text'])[0]
    assert 'Di depan Anda 4 orang' in heard['text'] and '/antre/t/' in heard['text'] and 'Kami kabari di sini' in heard['text'], heard['text']
    house.says(phone, 'antre')
    heard = house.hears(phone, f'sudah memegang nomor *{mine}*')
    seq = heard['seq']
    desk(house, 1, 'call:0')
    desk(house, 1, 'call:0')
    heard = house.hears(phone, 'sudah dekat', after=seq)
    assert '2 orang lagi' in heard['text'], heard['text']
    for _ in range(3):
        desk(house, 1, 'call:0')
    house.hears(phone, f'Nomor *{mine}* dipanggil. Silakan ke *Loket 1*', after=seq)
    desk(house, 1, 'no_show:0')
    house.hears(phone, 'Saya kembali', after=seq)
    house.taps(phone, 'que.return.v1')
    house.hears(phone, 'Anda yang berikutnya', after=seq)
    assert desk(house, 1, 'call:0')['current']['number'] == mine
    desk(house, 1, 'finish:0')
    other = '6281200000402'
    house.says(other, 'ambil nomor')
    house.hears(other, 'Anda mau mengurus apa')
    house.says(other, '1')
    seq = house.hears(other, 'Nomor antrean Anda *A-')['seq']
    house.says(other, 'lepas nomor')
    house.hears(other, 'dilepas', after=seq)
    rules(house, urgent='A', reasons='Rumah sakit\nSekolah')
    house.taps(other, 'que.line.A.v1')
    seq = house.hears(other, 'Pilih alasan')['seq']
    house.taps(other, 'que.urgent.A.1.v1')
    house.hears(other, 'Nomor antrean Anda *A-', after=seq)
    assert 'Sekolah' in json.dumps(desk(house, 1, 'call:0'))
    rules(house)


def whoever_proved_his_phone_sees_what_is_ahead(house):
    mine, other = enters(house, '6281200007301'), enters(house, '6281200007302')
    a = mine.get('/saya')
    assert 'Antrean hari ini' not in a.text and '<h2' not in a.text, 'nothing ahead, no headings'
    path = books(house, 'rekam_baru', 'Warga Uji', age='from_17', phone='081200007301')
    ticket = Browser(house).post('/antre', 303, hall='utama', line='B', phone='081200007301').headers['Location']
    a = mine.get('/saya')
    text = words(a)
    assert f'href="{path}"' in a.text and f'href="{ticket}"' in a.text, a.text
    assert 'Antrean hari ini' in text and re.search(r'Nomor B-\d{3} · Anda yang berikutnya', text) and 'Janji temu' in text, text
    assert re.search(r'Rekam[^·]* · \w+, \d+ \w+ \d{4}', text) or re.search(r'Rekam[^·]* · \d+ \w+ \d{4}', text), text
    assert mine.get(path).status == 200 and mine.get(ticket).status == 200
    assert '<h2' not in other.get('/saya').text, 'nobody else sees it'
    desk(house, 1, 'call:0')
    assert 'Loket 1' in words(mine.get('/saya'))
    desk(house, 1, 'finish:0')
    mine.post(path + '/batal', {})
    assert '<h2' not in mine.get('/saya').text, words(mine.get('/saya'))


def halls_are_apart(house):
    number = number_of(kiosk(house, hall='lantai2', line='X'))
    assert number == 'X-001'
    assert desk(house, 11, 'call:0')['current']['number'] == number
    assert 'X-001' not in house.desk.get('/papan/utama', 200).text
    assert house.desk.get('/papan/entah').status == 404 and house.desk.get('/loket/77').status == 404
    page = house.desk.get('/papan/lantai2/keadaan', 200)
    tag = page.headers['ETag']
    assert call(house.port, 'GET', '/papan/lantai2/keadaan', headers={'If-None-Match': tag}).status == 304


def visits_are_counted(house):
    page = words(house.head.get('/petugas/kunjungan', 200))
    assert 'Akta kelahiran' in page and 'Kios' in page and '100 orang sehari' in page, page[:500]


def the_chain_is_whole(house):
    assert house.run('audit', 'verify').startswith('whole: ')


def main():
    printer = Printer()
    with House(more=HALLS.format(printer=printer.port)) as house:
        house.printer = printer
        house.officer('fo', 'front', 'Fajar Uji')
        house.officer('fo2', 'front', 'Fitri Uji')
        house.officer('kadis', 'head', 'Kartini Uji')
        house.desk, house.head = Browser(house, 'fo'), Browser(house, 'kadis')

        def after(case):
            def run(h):
                clear(h)
                case(h)
            run.__name__ = case.__name__
            return run
        cases = [after(c) for c in (
            a_ticket_is_taken_printed_called_and_ended, the_counter_needs_no_script, missed_held_moved, a_wrong_key_is_taken_back, a_ticket_goes_into_the_application,
            one_living_ticket_on_the_phone,
            out_of_paper_is_said, devices_come_in_by_a_link, the_door_counts_and_holds, a_protocol_is_a_setting,
            a_pickup_receipt_goes_to_the_pickup_line, an_appointment_checks_in, a_chat_takes_a_ticket_and_hears_of_it, whoever_proved_his_phone_sees_what_is_ahead, halls_are_apart, visits_are_counted, the_chain_is_whole)]
        return run_cases(cases, house, alone=cases)


if __name__ == '__main__':
    sys.exit(main())
