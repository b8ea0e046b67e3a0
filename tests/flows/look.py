#!/usr/bin/env python3
"""Photos are looked at: what the citizen hears in the one answer, what the officer sees, what is kept and what is destroyed. Against the real
binary, with drawn papers (tests/look/measure --make)."""
import hashlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
sys.path.insert(0, HERE)
from citizen import Citizen  # noqa: E402
from house import House, call  # noqa: E402
from officer import Officer, words  # noqa: E402

MEASURE = os.environ['LOOK_MEASURE']
KK, KTP, BIRTH_LETTER, MARRIAGE = 1, 2, 4, 6
GOOD, BLUR, DARK, CUT = 0, 4, 6, 8


def photo(kind, spoil, seed):
    with tempfile.NamedTemporaryFile(suffix='.jpg') as f:
        truth = subprocess.run([MEASURE, '--make', f.name, str(kind), str(spoil), str(seed)], check=True, capture_output=True, text=True).stdout.split()
        return f.read(), truth


def with_place(jpeg):
    """The same photo with notes of a phone: it lies on its side, and a place it was taken at."""
    def entry(tag, kind, count, value):
        return tag.to_bytes(2, 'little') + kind.to_bytes(2, 'little') + count.to_bytes(4, 'little') + value.to_bytes(4, 'little')
    tiff = b'II*\0\x08\0\0\0' + (3).to_bytes(2, 'little') + entry(0x010f, 2, 4, int.from_bytes(b'Abc\0', 'little')) + \
        entry(0x0112, 3, 1, 6) + entry(0x8825, 4, 1, 60) + b'\0' * 4 + b'GPS-PLACE-8.58S-116.1E'
    block = b'Exif\0\0' + tiff
    return jpeg[:2] + b'\xff\xe1' + (len(block) + 2).to_bytes(2, 'big') + block + jpeg[2:]


def rows(house, sql, *args):
    db = sqlite3.connect(f'file:{house.folder}/loket.db?mode=ro', uri=True)
    try:
        return db.execute(sql, args).fetchall()
    finally:
        db.close()


def all_looked_at(house):
    house.until(lambda: rows(house, 'SELECT COUNT(*) FROM scan WHERE look_at IS NOT NULL')[0][0] == 0, 'all scans are looked at')


def hands_in(house, name, file):
    return house.submit({'service': 'kk', 'applicant': {'name': name, 'phone': '081200000033'}, 'answers': {'reason': 'birth', 'special': 'no'}},
                        [('kk_lama', file)]).json['number']


def draft(house, phone):
    """A citizen in the middle of a birth certificate, asked for its papers."""
    c = Citizen(house, phone)
    c.says('Assalamualaikum, selamat pagi')
    m = c.answers(c.says('akta kelahiran'), {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'})
    return c, m['url']


def sends_all(c, photos):
    """Drawn before, so that they come as one batch."""
    for data, caption in photos:
        c.sends(data, caption=caption, mime='image/jpeg')


def the_one_answer_says_which_photo_to_take_again(house):
    c, link = draft(house, '6281200000001')
    sends_all(c, [(photo(BIRTH_LETTER, GOOD, 1)[0], 'surat keterangan lahir'), (photo(MARRIAGE, GOOD, 2)[0], 'buku nikah'),
                  (photo(KK, BLUR, 3)[0], 'ini KK')])
    m = c.hear_only('2 foto jelas', 'Kartu Keluarga', 'buram', 'di tempat terang', seconds=60)
    assert 'kirim saja' in m['text'].lower(), m
    c.sends(photo(KK, GOOD, 3)[0], mime='image/jpeg')  # no word: it is the one that was asked for again
    m = c.hear_only('1 foto jelas', seconds=60)
    assert 'buram' not in m['text'], m['text']
    current = rows(house, "SELECT requirement, replaced_at IS NULL FROM scan WHERE contact = 1 ORDER BY created_at, rowid")
    assert sorted(current) == [('kk', 0), ('kk', 1), ('nikah', 1), ('skl', 1)] and current[-1] == ('kk', 1), current


def a_warning_is_no_wall(house):
    c, link = draft(house, '6281200000002')
    sends_all(c, [(photo(kind, DARK, kind)[0], name) for kind, name in ((BIRTH_LETTER, 'surat keterangan lahir'), (MARRIAGE, 'buku nikah'), (KK, 'kk'))])
    m = c.hear_only('gelap', seconds=60)
    assert m['text'].count('gelap') == 3, m['text']
    m = c.says('kirim saja')
    assert 'formulir' in m['text'].lower() or 'MTR-' in m['text'], m['text']  # the form is asked for, never the photos


def officers_see_copies_without_notes(house):
    house.officer('lihat', 'front')
    plain, truth = photo(KTP, GOOD, 9)
    original = with_place(plain)
    number = hands_in(house, 'Baiq Contoh', original)
    all_looked_at(house)
    o = Officer(house, 'lihat')
    page = o.get(f'/petugas/p/{number}', 200).text
    views = re.findall(r'src="(/petugas/p/[^"]+/berkas/[^"]+)"', page)
    thumb, view = next(v for v in views if v.endswith('/kecil')), next(v for v in views if v.endswith('/1'))
    events = 'SELECT COUNT(*) FROM event WHERE kind = ?'
    before = rows(house, events, 'view')[0][0]
    small = o.get(thumb, 200)
    assert small.headers['Content-Type'] == 'image/jpeg' and len(small.body) < 20000, len(small.body)
    assert rows(house, events, 'view')[0][0] == before, 'a thumbnail is no look'
    big = o.get(view, 200)
    assert rows(house, events, 'view')[0][0] == before + 1, 'the view is a look'
    for copy in (small.body, big.body):
        assert b'GPS-PLACE' not in copy and b'Exif' not in copy and copy[:2] == b'\xff\xd8'
    assert o.get(view.rsplit('/', 1)[0], 200).body == original, 'the original is kept bit for bit'
    width, height = rows(house, "SELECT width, height FROM scan_copy WHERE kind = 'view' AND scan = ?", view.split('/')[5])[0]
    assert height > width, 'turned upright'
    assert o.get(view[:-1] + '2').status == 404 and o.get(view[:-1] + 'x').status == 404
    assert call(house.port, 'GET', view).status in (302, 303, 401, 403), 'not without a login'
    return number, original


def the_same_picture_elsewhere_is_shown(house):
    number, original = officers_see_copies_without_notes(house)
    again = hands_in(house, 'Lain Orang', original)
    other = hands_in(house, 'Orang Ketiga', photo(KTP, GOOD, 10)[0])
    all_looked_at(house)
    o = Officer(house, 'lihat')
    assert number in words(o.get(f'/petugas/p/{again}', 200)), 'the page names the other file'
    assert again in words(o.get(f'/petugas/p/{number}', 200))
    assert 'sama persis' not in words(o.get(f'/petugas/p/{other}', 200)), 'another card of another person is another picture'


def broken_files_are_told_and_cost_nothing(house):
    noise = b'\xff\xd8\xff\xe0\0\x10JFIF\0' + bytes((i * 7919 >> 3) % 250 for i in range(60000)) + b'\xff\xd9'
    c, link = draft(house, '6281200000005')
    c.sends(noise, caption='kk', mime='image/jpeg')
    c.hear_only('tidak bisa dibuka', seconds=60)
    c.sends(photo(KK, GOOD, 5)[0], caption='kk', mime='image/jpeg')
    c.hear_only('1 foto jelas', seconds=60)


def a_discarded_draft_takes_its_copies_along(house):
    c, link = draft(house, '6281200000006')
    c.sends(photo(KK, GOOD, 6)[0], caption='kk', mime='image/jpeg')
    c.hear_only('1 foto jelas', seconds=60)
    scan = rows(house, 'SELECT s.id FROM scan s JOIN contact c ON c.id = s.contact WHERE c.phone = ?', c.phone)[0][0]
    assert rows(house, 'SELECT COUNT(*) FROM scan_copy WHERE scan = ?', scan)[0][0] == 2
    c.says('mulai baru')
    c.taps('act.discard.v1')
    left = rows(house, '''SELECT (SELECT COUNT(*) FROM scan_copy WHERE scan = $1) + (SELECT COUNT(*) FROM scan_look WHERE scan = $1)
                          + (SELECT COUNT(*) FROM scan_mark WHERE scan = $1), (SELECT key FROM scan WHERE id = $1)''', scan)[0]
    assert left == (0, None), left


def a_killed_worker_loses_no_look(house):
    for i in range(12):
        hands_in(house, 'Banyak Foto', photo(KTP, GOOD, 100 + i)[0])
    worker = int(re.findall(r'process=role-worker pid=(\d+)', open(f'{house.folder}/log').read())[-1])
    os.kill(worker, signal.SIGKILL)
    all_looked_at(house)
    assert rows(house, "SELECT COUNT(*) FROM scan_look WHERE problem <> 'fine' AND scan IN (SELECT id FROM scan WHERE source = 'api')")[0][0] == 0


def the_officer_sees_typed_beside_read(house):
    card, truth = photo(KTP, GOOD, 21)
    nik, name = truth[0], ' '.join(truth[3:])
    wrong = nik[:15] + str((int(nik[15]) + 1) % 10)
    number = house.submit({'service': 'kk', 'applicant': {'name': name, 'phone': '081200000036'}, 'answers': {'reason': 'birth', 'special': 'no'},
                           'data': {'applicant_name': name.title(), 'applicant_nik': wrong}}, [('kk_lama', card)]).json['number']
    all_looked_at(house)
    page = Officer(house, 'lihat').get(f'/petugas/p/{number}', 200)
    said = words(page)
    assert 'tampak seperti KTP-el, bukan' in said, said
    assert 'Terbaca di foto: KTP-el' in said and name in said, said
    marked = re.search(r'<td>(\d*)<mark>(\d+)</mark>(\d*)', page.text)
    assert marked and ''.join(marked.groups()) == nik and len(marked[2]) <= 2, marked
    log = open(f'{house.folder}/log').read()
    assert nik not in log and name not in log, 'nothing personal in the log'


class Clamd(threading.Thread):
    """A clamd as far as its INSTREAM goes: knows the EICAR test file, refuses what is not its protocol."""
    EICAR = b'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + b'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port, self.seen = self.socket.getsockname()[1], []

    def exactly(self, c, n):
        data = b''
        while len(data) < n:
            more = c.recv(n - len(data))
            if not more:
                raise OSError('cut off')
            data += more
        return data

    def one(self, c):
        if self.exactly(c, 10) != b'zINSTREAM\0':
            return c.sendall(b'UNKNOWN COMMAND\0')
        data = b''
        while n := int.from_bytes(self.exactly(c, 4), 'big'):
            data += self.exactly(c, n)
        self.seen.append(hashlib.sha256(data).hexdigest())
        c.sendall(b'stream: Win.Test.EICAR_HDB-1 FOUND\0' if self.EICAR in data else b'stream: OK\0')

    def run(self):
        while True:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            with c:
                try:
                    self.one(c)
                except OSError:
                    pass


def a_virus_is_not_opened():
    """A house of its own: with a virus check, and then without one that answers."""
    clamd = Clamd()
    clamd.start()
    with House(more=f'look:\n  wait_seconds: 60\n  clamd: "127.0.0.1:{clamd.port}"\n') as house:
        house.officer('virus', 'front')
        good, _ = photo(KTP, GOOD, 31)
        evil = b'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n' + Clamd.EICAR + b'\ntrailer<</Root 1 0 R>>\n%%EOF\n'
        clean, number = hands_in(house, 'Baiq Bersih', good), hands_in(house, 'Baiq Virus', evil)
        all_looked_at(house)
        assert set(clamd.seen) == {hashlib.sha256(good).hexdigest(), hashlib.sha256(evil).hexdigest()}, 'it gets the file, whole and unchanged'
        assert rows(house, 'SELECT verdict FROM scan ORDER BY created_at')[0][0] == ''
        o = Officer(house, 'virus', fresh=True)
        page = o.get(f'/petugas/p/{number}', 200)
        assert 'mengandung virus' in words(page) and 'Win.Test.EICAR_HDB-1' in words(page), words(page)
        scan = rows(house, "SELECT id FROM scan WHERE verdict = 'virus'")[0][0]
        assert f'/berkas/{scan}"' not in page.text, 'no link to it'
        assert o.get(f'/petugas/p/{number}/berkas/{scan}').status == 422 and o.get(f'/petugas/p/{number}/berkas/{scan}/1').status == 422
        assert house.api('GET', f'/api/v1/applications/{number}/scans/{scan}').json['code'] == 'virus'
        assert 'mengandung virus' not in words(o.get(f'/petugas/p/{clean}', 200))
        c, link = draft(house, '6281200000009')
        c.sends(evil, caption='kk', mime='application/pdf')
        c.hear_only('mengandung virus', seconds=60)
        clamd.socket.close()
        late = hands_in(house, 'Baiq Tanpa', photo(KTP, GOOD, 32)[0])
        all_looked_at(house)
        assert rows(house, 'SELECT problem FROM scan_look l JOIN scan s ON s.id = l.scan JOIN application a ON a.id = s.application WHERE a.number = ?', late) == [('fine',)]


TESTS = [the_one_answer_says_which_photo_to_take_again, a_warning_is_no_wall, the_same_picture_elsewhere_is_shown,
         broken_files_are_told_and_cost_nothing, a_discarded_draft_takes_its_copies_along, a_killed_worker_loses_no_look,
         the_officer_sees_typed_beside_read]


def main():
    wanted = sys.argv[1:]
    with House(more='look:\n  wait_seconds: 60\n') as house:  # a busy machine looks slowly; here the verdict is what is waited for
        for test in TESTS:
            if not wanted or test.__name__ in wanted:
                test(house)
                print('ok', test.__name__.replace('_', ' '), flush=True)
        print(house.run('audit', 'verify'))
    if not wanted or 'a_virus_is_not_opened' in wanted:
        a_virus_is_not_opened()
        print('ok a virus is not opened', flush=True)


if __name__ == '__main__':
    main()
