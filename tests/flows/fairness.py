#!/usr/bin/env python3
"""First in, first out against the real binary: who was served before older ones is found in the events and explained; what each
officer looked at is known to head and auditor; a citizen sees which role looked, and never who."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
sys.path.insert(0, HERE)
from cases import run_cases  # noqa: E402
from house import House, call  # noqa: E402
from officer import Officer, has, number_of, walk_in  # noqa: E402
from sync import store  # noqa: E402

OFFICERS = [('fo', 'front', 'Fajar Uji'), ('ver', 'verifier', 'Vera Wulandari'), ('kabid', 'supervisor', 'Karim Uji'), ('kadis', 'head', 'Kartini Uji'),
            ('pengawas', 'auditor', 'Pandu Uji')]


def replayed(h):
    h.until(lambda: store(h, 'SELECT (SELECT seq FROM fair_cursor) = (SELECT MAX(seq) FROM event)')[0][0], 'the events are replayed')


def who_jumped_and_why(h):
    fo, boss = Officer(h, 'fo'), Officer(h, 'kabid')
    numbers = [number_of(walk_in(fo, f'Pemohon {word}')) for word in ('Satu', 'Dua', 'Tiga', 'Empat')]
    fo.step(numbers[0], 'take')   # in turn
    fo.step(numbers[2], 'take')   # before the second
    fo.step(numbers[3], 'cancel', reason='Salah kirim')  # left without having been begun with
    fo.step(numbers[1], 'take')   # in turn again
    replayed(h)
    starts = dict(store(h, 'SELECT a.number, f.overtaken FROM fair_start f JOIN application a ON a.id = f.application'))
    assert [starts.get(n) for n in numbers] == [0, 0, 1, None], starts
    page = has(boss.get('/petugas/adil', 200), numbers[2], 'melewati 1 berkas', 'Belum ada alasan', 'Fajar Uji', '66 %')
    assert numbers[1] not in page.text and numbers[0] not in page.text
    has(boss.post(f'/petugas/adil/{numbers[2]}', 422, reason='', mulai=''), 'Pilih alasannya')
    has(boss.post(f'/petugas/adil/{numbers[2]}', 422, reason='lainnya', mulai=''), 'Tulis alasannya')
    boss.post(f'/petugas/adil/{numbers[2]}', 303, reason='kelompok_rentan', note='Ibu hamil', mulai='')
    has(boss.get('/petugas/adil', 200), 'Kelompok rentan', 'Ibu hamil', 'Karim Uji')
    boss.post(f'/petugas/adil/{numbers[0]}', 404, reason='keliru', mulai='')  # served in turn: nothing to explain
    csv = boss.get('/petugas/adil.csv', 200).body.decode('utf-8-sig').splitlines()
    assert len(csv) == 2 and numbers[2] in csv[1] and 'kelompok_rentan' in csv[1], csv
    assert h.file(numbers[2])['events'][-1]['kind'] == 'jump_explained'


def taking_the_next_one_never_jumps(h):
    fo, ver = Officer(h, 'fo'), Officer(h, 'ver')
    numbers = [number_of(walk_in(fo, f'Berikut {word}')) for word in ('Satu', 'Dua', 'Tiga')]
    for o in (ver, fo, ver):
        o.post('/petugas/berikutnya', 303, queue='all', service='')
    replayed(h)
    jumped = store(h, f"SELECT COUNT(*) FROM fair_start f JOIN application a ON a.id = f.application WHERE f.overtaken > 0 AND a.number IN "
                      f"({','.join('?' * 3)})", *numbers)
    assert jumped == [(0,)], jumped


def who_looked(h):
    fo, ver = Officer(h, 'fo'), Officer(h, 'ver')
    n = number_of(walk_in(fo, 'Dilihat Orang'))
    for s in h.file(n)['scans']:
        ver.get(f"/petugas/p/{n}/berkas/{s['id']}", 200)
    replayed(h)
    head = Officer(h, 'kadis')
    page = has(head.get('/petugas/adil/lihat', 200), 'Vera Wulandari', 'Verifikator')
    place = re.search(r'href="(/petugas/adil/lihat/\d+)">Vera', page.text)[1]
    has(head.get(place, 200), 'Berkas pemohon', n)
    has(Officer(h, 'pengawas').get(place, 200), n)
    for login in ('fo', 'ver', 'kabid'):
        assert Officer(h, login).get(place).status == 403, login
    head.get('/petugas/adil/lihat/999', 404)
    assert store(h, "SELECT COUNT(*) FROM event WHERE kind = 'log_viewed'")[0][0] >= 2, 'reading the log is recorded too'
    status = re.search(r'/s/[A-Za-z0-9_-]{22}', h.file(n)['status_url'])[0]
    seen = has(call(h.port, 'GET', status), 'Siapa yang melihat berkas Anda', 'Verifikator', '2 lembar')
    assert 'Vera' not in seen.text, 'the role, never the name'


def the_replay_is_the_same_again(h):
    """Property: made anew from the events alone it says the same."""
    replayed(h)
    before = store(h, 'SELECT * FROM fair_start ORDER BY application'), store(h, 'SELECT * FROM fair_look ORDER BY officer, seq')
    waits = store(h, 'SELECT * FROM fair_wait ORDER BY application')
    store(h, 'DELETE FROM fair_start')
    store(h, 'DELETE FROM fair_look')
    store(h, 'DELETE FROM fair_wait')
    store(h, 'UPDATE fair_cursor SET seq = 0')
    replayed(h)
    assert (store(h, 'SELECT * FROM fair_start ORDER BY application'), store(h, 'SELECT * FROM fair_look ORDER BY officer, seq')) == before
    assert store(h, 'SELECT * FROM fair_wait ORDER BY application') == waits
    assert h.run('audit', 'verify')


CASES = [who_jumped_and_why, taking_the_next_one_never_jumps, who_looked, the_replay_is_the_same_again]

if __name__ == '__main__':
    with House(quiet=1, phone=False) as house:
        for login, role, name in OFFICERS:
            house.officer(login, role, name)
        sys.exit(run_cases(CASES, house, alone=tuple(CASES)))
