#!/usr/bin/env python3
"""Complaints and reports of illegal fees against the real binary: web, chat and counter; anonymous means that nothing of a person is
kept; the officer it is about neither reads nor handles it; answered, late, gone up, at the national channel."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
sys.path.insert(0, HERE)
import urllib.parse  # noqa: E402

from cases import run_cases  # noqa: E402
from citizen import Citizen  # noqa: E402
from house import House, call, same_minute  # noqa: E402
from officer import Officer, has, number_of, walk_in, words  # noqa: E402
from sync import store  # noqa: E402

OFFICERS = [('fo', 'front', 'Fajar Uji'), ('kabid', 'supervisor', 'Karim Wirawan'), ('kasi', 'supervisor', 'Sulastri Rahman'),
            ('kadis', 'head', 'Kartini Dewanti'), ('pengawas', 'auditor', 'Pandu Prakoso'), ('admin', 'admin', 'Adi Uji')]
BODY = 'Saya diminta lima puluh ribu rupiah supaya KK cepat jadi.'


def reports(h, expect=303, **fields):
    form = {'kind': 'pungli', 'body': BODY, **fields}
    a = call(h.port, 'POST', '/lapor', urllib.parse.urlencode(form), {'Content-Type': 'application/x-www-form-urlencoded',
                                                                     'X-Forwarded-For': f'203.0.113.{h.peer}'})
    h.peer = h.peer % 250 + 1
    assert a.status == expect, (a.status, words(a)[:600])
    return a


def ticket_of(h, a):
    page = call(h.port, 'GET', a.headers['Location'])
    return re.search(r'ADU-[0-9A-Z-]+', page.text)[0], a.headers['Location'].split('?')[0], page


def anonymous_is_anonymous(h):
    a = reports(h, anonymous='yes', name='Sari Dewi', phone='081252719955', officer_name='Pak Wirawan', place='Loket 3, Senin')
    ticket, page, first = ticket_of(h, a)
    has(first, 'Terima kasih', 'Diterima', 'Dijawab paling lambat', 'Simpan tautan ini')
    row = store(h, 'SELECT name, phone, contact, channel FROM complaint WHERE ticket = ?', ticket)
    assert row == [('', '', None, 'web')], row
    for what in ('Sari Dewi', '81252719955', BODY[:20]):
        assert store(h, 'SELECT COUNT(*) FROM event WHERE data LIKE ?', f'%{what}%') == [(0,)]
    with open(os.path.join(h.folder, 'log')) as f:
        assert BODY[:20] not in f.read()
    assert call(h.port, 'GET', '/lapor/abcdefghijklmnopqrstuv').status == 404
    assert call(h.port, 'GET', page).headers['Cache-Control'] == 'no-store'


def the_officer_it_is_about_sees_nothing(h):
    ticket, page, _ = ticket_of(h, reports(h, officer_name='Bapak Karim', anonymous='yes'))
    about, other, head, auditor = (Officer(h, login) for login in ('kabid', 'kasi', 'kadis', 'pengawas'))
    assert ticket not in about.get('/petugas/pengaduan', 200).text
    about.get(f'/petugas/pengaduan/{ticket}', 404)
    about.post(f'/petugas/pengaduan/{ticket}', 404, action='answer', text='Tidak benar')
    has(other.get(f'/petugas/pengaduan/{ticket}', 200), BODY, 'Karim Wirawan', 'tanpa nama')
    karim = store(h, "SELECT id FROM officer WHERE login = 'kabid'")[0][0]
    kasi = store(h, "SELECT id FROM officer WHERE login = 'kasi'")[0][0]
    has(other.post(f'/petugas/pengaduan/{ticket}', 422, action='assign', officer=karim), 'tidak boleh menangani')
    other.post(f'/petugas/pengaduan/{ticket}', 303, action='assign', officer=kasi)
    has(auditor.get(f'/petugas/pengaduan/{ticket}', 200), BODY)
    auditor.post(f'/petugas/pengaduan/{ticket}', 403, action='note', text='x')
    assert Officer(h, 'fo').get('/petugas/pengaduan').status == 403 and Officer(h, 'fo').get(f'/petugas/pengaduan/{ticket}').status == 403
    has(head.get(f'/petugas/pengaduan/{ticket}', 200), 'Sulastri Rahman')
    head.post(f'/petugas/pengaduan/{ticket}', 303, action='concern', officer=kasi)  # it turns out to be about her too
    other.get(f'/petugas/pengaduan/{ticket}', 404)
    has(head.get(f'/petugas/pengaduan/{ticket}', 200), 'Ditandai sebagai yang diadukan')
    assert store(h, 'SELECT assigned FROM complaint WHERE ticket = ?', ticket) == [(0,)], 'nor does she handle it any longer'


def who_worked_on_the_file_is_concerned(h):
    boss = Officer(h, 'kasi')
    n = number_of(walk_in(Officer(h, 'fo'), 'Sari Dewi'))
    boss.step(n, 'take')
    ticket, _, _ = ticket_of(h, reports(h, kind='layanan', number=n))
    boss.get(f'/petugas/pengaduan/{ticket}', 404)
    has(Officer(h, 'kabid').get(f'/petugas/pengaduan/{ticket}', 200), 'Sulastri Rahman', n)
    has(reports(h, 422, number='bukan nomor'), 'tidak dikenali bentuknya')


def answered_in_time(h):
    c = Citizen(h, '6281200006001')
    c.says('halo', 'petugas')
    m = c.says('mau lapor pungli', '/lapor', 'tanpa nama', 'GRATIS')
    assert m['kind'] == 'text'
    c.says('menu')
    c.taps('act.complaint.v1', '/lapor')
    ticket, page, _ = ticket_of(h, reports(h, kind='layanan', name='Sari Dewi', phone='081200006001'))
    o = Officer(h, 'kasi')
    due = store(h, 'SELECT due_at FROM complaint WHERE ticket = ?', ticket)[0][0]
    o.post(f'/petugas/pengaduan/{ticket}', 303, action='reclass', **{'class': 'ringan'})
    assert store(h, 'SELECT due_at FROM complaint WHERE ticket = ?', ticket)[0][0] < due
    o.post(f'/petugas/pengaduan/{ticket}', 303, action='note', text='Sudah ditanyakan ke loket 2')
    o.post(f'/petugas/pengaduan/{ticket}', 303, action='lapor', text='LAPOR-998877')
    has(o.post(f'/petugas/pengaduan/{ticket}', 422, action='answer', text=''), 'masih kosong')
    o.post(f'/petugas/pengaduan/{ticket}', 303, action='answer', text='Mohon maaf. Petugas sudah kami tegur dan KK Ibu selesai hari ini.')
    m = c.hear_only(ticket, 'sudah dijawab', '/lapor/')
    assert 'tegur' not in m['text'], 'the answer itself stays off the phone'
    shown = has(call(h.port, 'GET', page), 'Sudah dijawab', 'Petugas sudah kami tegur', 'LAPOR-998877')
    assert 'loket 2' not in words(shown), 'notes are not for the complainant'
    has(o.post(f'/petugas/pengaduan/{ticket}', 422, action='answer', text='lagi'), 'sudah dijawab')
    has(o.get(f'/petugas/pengaduan/{ticket}', 200), 'Sudah ditanyakan ke loket 2', 'LAPOR-998877')


def late_goes_up(h):
    ticket, page, _ = ticket_of(h, reports(h, kind='saran', body='Kursi tunggu kurang banyak untuk lansia.'))
    store(h, 'UPDATE complaint SET due_at = 1 WHERE ticket = ?', ticket)
    h.until(lambda: store(h, 'SELECT escalated_at FROM complaint WHERE ticket = ?', ticket)[0][0], 'it goes up')
    has(call(h.port, 'GET', page), 'naik ke kepala dinas')
    has(Officer(h, 'kadis').get('/petugas/pengaduan', 200), 'Naik ke kepala dinas', ticket)
    head = store(h, "SELECT id FROM officer WHERE login = 'kadis'")[0][0]
    assert store(h, 'SELECT assigned, state FROM complaint WHERE ticket = ?', ticket) == [(head, 'ditangani')]
    ticket, _, _ = ticket_of(h, reports(h, officer_name='Kartini Dewanti', anonymous='yes'))
    store(h, 'UPDATE complaint SET due_at = 1 WHERE ticket = ?', ticket)
    h.until(lambda: store(h, 'SELECT escalated_at FROM complaint WHERE ticket = ?', ticket)[0][0], 'it is marked')
    assert store(h, 'SELECT assigned FROM complaint WHERE ticket = ?', ticket) == [(0,)], 'never to the head it is about'
    Officer(h, 'kadis').get(f'/petugas/pengaduan/{ticket}', 404)


def at_the_counter(h):
    fo = Officer(h, 'fo')
    has(fo.get('/petugas/pengaduan/baru', 200), 'Terima pengaduan di loket')
    has(fo.post('/petugas/pengaduan/baru', 422, kind='layanan', body='lama'), 'paling sedikit 10 huruf')
    a = has(fo.post('/petugas/pengaduan/baru', 200, kind='layanan', body='Antrean dipanggil tidak berurutan.', anonymous='yes'), 'Berikan nomor tiket')
    ticket = re.search(r'ADU-[0-9A-Z-]+', a.text)[0]
    assert fo.get(f'/petugas/pengaduan/{ticket}').status == 403
    has(Officer(h, 'kabid').get(f'/petugas/pengaduan/{ticket}', 200), 'Antrean dipanggil', 'Loket')
    row = store(h, "SELECT actor FROM event WHERE kind = 'complaint_received' ORDER BY seq DESC LIMIT 1")
    assert row == [('citizen',)], row  # who took an anonymous report down is not in the chain


def floods_are_slowed(h):
    body = urllib.parse.urlencode({'kind': 'saran', 'body': BODY})
    same_minute()
    codes = [call(h.port, 'POST', '/lapor', body, {'Content-Type': 'application/x-www-form-urlencoded', 'X-Forwarded-For': '198.51.100.77'}).status
             for _ in range(12)]
    assert 429 in codes and codes[0] == 303, codes
    assert h.run('audit', 'verify')
    assert store(h, "SELECT COUNT(*) FROM event WHERE kind = 'complaint_viewed'")[0][0] > 5


CASES = [anonymous_is_anonymous, the_officer_it_is_about_sees_nothing, who_worked_on_the_file_is_concerned, answered_in_time, late_goes_up,
         at_the_counter, floods_are_slowed]

if __name__ == '__main__':
    with House(quiet=1) as house:
        house.peer = 1
        for login, role, name in OFFICERS:
            house.officer(login, role, name)
        sys.exit(run_cases(CASES, house, alone=tuple(CASES)))
