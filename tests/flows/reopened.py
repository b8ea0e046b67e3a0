#!/usr/bin/env python3
"""A file that was closed because no correction came opens again on the citizen's word: in the chat and on the status page.

    LOKET_BIN=build/src/cmd/loket tests/flows/reopened.py"""
import os
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from chat_rules import rows  # noqa: E402
from citizen import Citizen, get, offered, post  # noqa: E402
from house import House, png  # noqa: E402
from story import STORIES, registers  # noqa: E402
import sqlite3  # noqa: E402

DAY = 24 * 3600 * 1000


def change(house, sql, *values):
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    try:
        db.execute(sql, values)
        db.commit()
    finally:
        db.close()


def faulty(house, c, seed, *codes):
    number, status, _, _ = registers(c, 'kk', STORIES['kk'][2], seed)
    house.act(number, 'take')
    for code in codes:
        house.act(number, 'fault_scan', requirement=code, reason='buram')
    house.act(number, 'ask_correction')
    c.hear_only('perlu', number)
    return number, status


def close_late(house, *numbers):
    """Their time runs out; the chore comes with the worker."""
    for number in numbers:
        change(house, 'UPDATE application SET correct_until = 1000 WHERE number = ?', number)
    house.restart_server()
    for number in numbers:
        house.until(lambda n=number: house.file(n)['state'] == 'expired', 'closed')


def in_the_chat(house):
    """The button of the notice, a photo that came too late, words, a status: each leads to the question, a yes opens it again."""
    a, b, d, e = (Citizen(house, f'62812500000{i:02d}') for i in range(1, 5))
    for c in (a, b, d, e):
        c.numbered = faulty(house, c, 40 + int(c.phone[-1]), 'kk_lama')[0]
    line = rows(house, 'SELECT number, due_at FROM application ORDER BY number')
    close_late(house, *(c.numbered for c in (a, b, d, e)))
    notices = {c.phone: c.hear_only('kami tutup', 'BUKA LAGI') for c in (a, b, d, e)}

    tap, = offered(notices[a.phone])
    m = a.taps(tap, 'Mau dibuka lagi?', 'KK lama')
    assert house.file(a.numbered)['state'] == 'expired', 'nothing happens before the yes'
    a.says('tidak', 'tetap ditutup')
    a.says('buka lagi', 'Mau dibuka lagi?')
    a.says('ya', 'sudah dibuka lagi', '30 hari', 'Foto buram')
    assert house.file(a.numbered)['state'] == 'needs_correction'
    a.sends(png('lebih jelas', 210))
    a.hear_only('kembali')
    assert house.file(a.numbered)['state'] == 'in_review'
    a.taps(tap, 'Status permohonan')  # the old button does no harm

    b.sends(png('terlambat', 211))
    m = b.hear_only('1 foto', 'Mau dibuka lagi?', 'MENU')
    b.taps(next(i for i in offered(m) if 'reopen' in i), 'sudah dibuka lagi')
    house.until(lambda: house.file(b.numbered)['state'] == 'in_review', 'the photo was what was missing')
    scans = [s for s in house.file(b.numbered)['scans'] if s['requirement'] == 'kk_lama']
    assert len(scans) >= 1, scans

    m = d.says('status', 'bisa dibuka lagi')
    d.says('1', 'sudah dibuka lagi')
    assert house.file(d.numbered)['state'] == 'needs_correction'
    close_late(house)  # the chore leaves it alone: its time began anew
    assert house.file(d.numbered)['state'] == 'needs_correction'

    change(house, "UPDATE scan SET key = NULL WHERE application = (SELECT id FROM application WHERE number = ?)", e.numbered)
    m = e.taps(f'app.{e.numbered}.reopen.v1', 'berkasnya sudah dihapus')
    assert not offered(m) and house.file(e.numbered)['state'] == 'expired'
    problem = house.act(e.numbered, 'reopen', expect=422)
    assert 'papers_erased' in problem.text, problem.text
    assert rows(house, 'SELECT number, due_at FROM application ORDER BY number') == line, 'the place in the line stays'


def on_the_page(house):
    """The status page offers the same; after that better photos are asked for as before."""
    c, d = Citizen(house, '6281250000021'), Citizen(house, '6281250000022')
    (number, status), (gone, gone_status) = faulty(house, c, 71, 'kk_lama'), faulty(house, d, 72, 'kk_lama')
    close_late(house, number, gone)
    page = get(house, status)[1].text
    assert f'{status}/buka' in page and 'Buka lagi permohonan ini' in page, page[-3000:]
    a = post(house, status + '/buka', {})
    assert a.status == 303, (a.status, a.text[:300])
    page = get(house, a.headers['Location'])[1].text
    assert house.file(number)['state'] == 'needs_correction' and f'{status}/perbaiki' in page, page[-3000:]
    assert post(house, status + '/buka', {}).status == 303, 'twice is once'
    change(house, "UPDATE scan SET key = NULL WHERE application = (SELECT id FROM application WHERE number = ?)", gone)
    page = get(house, gone_status)[1].text
    assert f'{gone_status}/buka' not in page and 'berkasnya sudah dihapus' in page
    assert post(house, gone_status + '/buka', {}).status == 303 and house.file(gone)['state'] == 'expired'


CASES = [in_the_chat, on_the_page]

if __name__ == '__main__':
    with House(quiet=1, more='look:\n  on: false\n') as the_house:
        sys.exit(run_cases(CASES, the_house, alone=CASES))
