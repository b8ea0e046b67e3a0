#!/usr/bin/env python3
"""Retention, legal hold, records of destruction, and a citizen's request about his data with its clock.

    LOKET_BIN=build/src/cmd/loket tests/flows/erasing.py"""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from citizen import Citizen  # noqa: E402
from house import BINARY, House, call, picture, png  # noqa: E402
from officer import Officer, has, words  # noqa: E402
from sealed import opened  # noqa: E402
from story import STORIES, registers  # noqa: E402

CARD = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Budi Uji', 'phone': '6281200000400'}}
DAY = 24 * 3600 * 1000


def store(house, sql, *values):
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    try:
        rows = db.execute(sql, values).fetchall()
        db.commit()
        return rows
    finally:
        db.close()


def hand_in(house, n):
    data = picture(n, 60)
    number = house.submit(CARD, [('akta', data), ('kk', picture(n + 500, 60))]).json['number']
    return number


def settle(house, number, days_ago):
    """Cancelled so many days ago."""
    house.act(number, 'take')
    house.act(number, 'cancel', reason='diminta pemohon')
    store(house, 'UPDATE application SET changed_at = changed_at - ? WHERE number = ?', days_ago * DAY, number)


def scans_of(house, number):
    return store(house, 'SELECT s.id, s.pack, s.pack_at, s.pack_size, s.key FROM scan s JOIN application a ON a.id = s.application WHERE a.number = ?', number)


def purge_keeps_the_rules(house, officer):
    old, young, running, held = (hand_in(house, n) for n in range(1, 5))
    for number, days in ((old, 366), (young, 364), (held, 500)):
        settle(house, number, days)
    store(house, 'UPDATE application SET changed_at = changed_at - ? WHERE number = ?', 500 * DAY, running)
    loose = scans_of(house, young)[1]  # as if a chat had brought it and no application took it
    store(house, 'UPDATE scan SET application = NULL, requirement = NULL, created_at = created_at - ? WHERE id = ?', 31 * DAY, loose[0])

    a = officer.get(f'/petugas/p/{held}/data', 200)
    has(a, 'Tidak ditahan')
    has(officer.post(f'/petugas/p/{held}/data', 422, reason=''), 'Tulis alasan penahanan')
    officer.post(f'/petugas/p/{held}/data', 303, reason='Surat Polres 12/XI/2026')
    has(officer.get(f'/petugas/p/{held}/data?kabar=ditahan', 200), 'Penahanan tersimpan', 'Surat Polres 12/XI/2026')
    has(officer.get('/petugas/data-pribadi', 200), held)
    assert held in house.run('hold'), house.run('hold')

    before = {number: scans_of(house, number) for number in (old, young, running, held)}
    backup = os.path.join(house.folder, 'before.db')
    db, copy = sqlite3.connect(os.path.join(house.folder, 'loket.db')), sqlite3.connect(backup)
    db.backup(copy)
    db.close()
    copy.close()
    said = house.run('purge', '--dry-run')
    assert re.search(r'supporting papers .* due: 2 scans of 1 applications', said), said
    assert re.search(r'unused chat photos .* due: 1 scans', said) and '2 more are held' in said, said
    assert {n: scans_of(house, n) for n in before} == before, 'a dry run changes nothing'

    said = house.run('purge')
    assert '3 scans destroyed' in said and 'keys rotate' in said, said
    assert house.run('purge').startswith('nothing is due')
    assert all(row[4] is None for row in scans_of(house, old))
    for number in (young, running, held):
        assert all(row[4] for row in scans_of(house, number)), number
    for row in [*before[old], loose]:
        assert opened(house.folder, *row[1:]) is None, 'its bytes are gone from the disk, whoever has the key'
    for number in (young, running, held):
        for row in scans_of(house, number):
            assert opened(house.folder, *row[1:]), f'{number} opens'
    a = house.api('GET', f'/api/v1/applications/{old}/scans/{before[old][0][0]}')
    assert a.status == 404, (a.status, a.text)
    a = has(officer.get(f'/petugas/p/{old}', 200), old, '2 pindaian sudah dimusnahkan')
    assert '/berkas/' not in a.text, 'no picture is promised that cannot be shown'
    has(officer.get(f'/petugas/p/{old}/data', 200), 'Pindaian yang sudah dimusnahkan 2')
    return old, before, backup


def records_are_papers(house, officer):
    a = officer.get('/petugas/data-pribadi', 200)
    has(a, 'Masa simpan berakhir')
    path = re.search(r'href="(/petugas/musnah/\d+/berita-acara\.pdf)"', a.text)[1]
    pdf = officer.get(path, 200)
    assert pdf.headers['Content-Type'] == 'application/pdf'
    return pdf_text(pdf.body)


def pdf_text(body):
    if not shutil.which('pdftotext'):
        return None
    with tempfile.NamedTemporaryFile(suffix='.pdf') as f:
        f.write(body)
        f.flush()
        return subprocess.run(['pdftotext', '-layout', f.name, '-'], capture_output=True, text=True, check=True).stdout


def old_backups_are_noise_after_a_rotation(house, old, before, backup):
    """The keys of a backup made before the purge: with today's office key they open; after a rotation nothing does."""
    probe = os.path.join(house.folder, 'probe')
    os.makedirs(os.path.join(probe, 'scans'))
    db = sqlite3.connect(backup)
    rows = db.execute('SELECT s.pack, s.pack_at, s.pack_size, s.key FROM scan s JOIN application a ON a.id = s.application WHERE a.state = ?', ('cancelled',)).fetchall()
    db.close()
    kept = [r for r in rows if opened(house.folder, *r)]
    assert kept, 'a backup with the office key of its time opens what still lies on the disk'
    house.run('keys', 'rotate')
    assert not any(opened(house.folder, *r) for r in rows), 'after the rotation no key of the backup opens anything'


def a_citizen_asks(house, officer, verifier):
    number = hand_in(house, 40)
    status = re.search(r'/s/([\w-]+)', house.file(number)['status_url'])[1]
    page = call(house.port, 'GET', f'/s/{status}')
    assert f'/s/{status}/data' in page.text
    citizen = Officer(house)
    has(citizen.get(f'/s/{status}/data', 200), 'Apa yang Anda minta?')
    has(citizen.post(f'/s/{status}/data', 422, asked='tolong'), 'Pilih apa yang Anda minta')
    citizen.post(f'/s/{status}/data', 303, kind='erase', asked='Saya pindah kota <b>ya</b>')
    has(citizen.get(f'/s/{status}/data?kabar=diterima', 200), 'Permintaan Anda kami terima', 'Menghapus data', 'Kami jawab paling lambat')
    for kind in ('see', 'correct'):
        citizen.post(f'/s/{status}/data', 303, kind=kind)
    has(citizen.post(f'/s/{status}/data', 429, kind='see'), 'Sudah ada tiga permintaan')
    assert call(house.port, 'GET', '/s/' + 'x' * 22 + '/data').status == 404

    row = store(house, "SELECT id, due_at - received_at FROM data_request WHERE kind = 'erase'")[0]
    assert row[1] == 72 * 3600 * 1000
    has(officer.get('/petugas/data-pribadi', 200), 'Menghapus data', number, 'Menunggu jawaban')
    path = f'/petugas/data-pribadi/{row[0]}'
    has(officer.get(path, 200), 'Saya pindah kota <b>ya</b>', 'dimusnahkan untuk selamanya')
    verifier.post(path, 403, outcome='done', reply='x')
    has(officer.post(path, 422, outcome='done', reply=''), 'Tulis jawaban')
    has(officer.post(path, 422, outcome='done', reply='Sudah kami hapus.'), 'belum selesai')
    settle(house, number, 0)
    officer.post(f'/petugas/p/{number}/data', 303, reason='Surat pengadilan 7')
    has(officer.post(path, 422, outcome='done', reply='Sudah kami hapus.'), 'ditahan')
    assert all(r[4] for r in scans_of(house, number))
    officer.post(f'/petugas/p/{number}/data', 303, lift='yes')
    officer.post(path, 303, outcome='done', reply='Foto dan data Anda sudah kami hapus.')
    has(officer.post(path, 409, outcome='refused', reply='x'), 'sudah dijawab')
    assert all(r[4] is None for r in scans_of(house, number))
    data, name, phone = store(house, 'SELECT data, applicant, phone FROM application WHERE number = ?', number)[0]
    assert (data, name, phone) == ('{}', '', ''), (data, name, phone)
    has(citizen.get(f'/s/{status}/data', 200), 'Dipenuhi', 'Foto dan data Anda sudah kami hapus.')
    has(officer.get('/petugas/data-pribadi', 200), 'Permintaan pemilik data', 'Karim Uji')
    other = store(house, "SELECT id FROM data_request WHERE kind = 'see'")[0][0]
    store(house, 'UPDATE data_request SET due_at = 1000 WHERE id = ?', other)
    a = officer.get('/petugas/data-pribadi', 200)
    assert 'late-row' in a.text
    has(officer.post('/petugas/data-pribadi', 422, kind='see', channel='letter', number='MTR-0000-0000'), 'Nomor permohonan ini tidak ada')
    officer.post('/petugas/data-pribadi', 303, kind='see', channel='letter', number='', asked='Surat 3 November')
    has(officer.get('/petugas/data-pribadi?kabar=dicatat', 200), 'Permintaan dicatat', 'Surat')


def held_by_command(house):
    number = hand_in(house, 60)
    r = subprocess.run([BINARY, 'hold', number, '--config', house.config], capture_output=True, text=True)
    assert r.returncode == 2 and '--reason' in r.stderr, r.stderr
    house.run('hold', number, '--reason', 'Surat Inspektorat 9')
    assert 'Surat Inspektorat 9' in house.run('hold')
    house.run('hold', number, '--lift')
    assert number not in house.run('hold')
    r = subprocess.run([BINARY, 'hold', 'MTR-XXXX-XXXX', '--reason', 'x', '--config', house.config], capture_output=True, text=True)
    assert r.returncode == 1 and 'there is no application' in r.stderr, r.stderr


def glances_are_no_looks(house, officer):
    """A thumbnail is written down by the vault as what it is; the picture and the paper are looks, each with its event."""
    number = hand_in(house, 80)
    scan = house.until(lambda: store(house, "SELECT k.scan FROM scan_copy k JOIN scan s ON s.id = k.scan JOIN application a ON a.id = s.application "
                                            "WHERE a.number = ? AND k.kind = 'view'", number), 'the scan was looked at')[0][0]
    for path in ('/kecil', '/1', ''):
        officer.get(f'/petugas/p/{number}/berkas/{scan}{path}', 200)
    with open(os.path.join(house.folder, 'openings.log')) as f:
        why = [line.split('\t')[2] for line in f if scan in line and 'officer:' in line]
    assert why == ['glance', 'view', 'view'], why


def told_of_what_is_due(house, officer):
    """One quiet line for the supervisor and the head, and the doctor says it: until somebody destroys what is due."""
    number = hand_in(house, 90)
    settle(house, number, 400)
    house.officer('kadis', 'kadis', 'Kirana Uji')
    house.restart_server()  # the worker counts when it starts, and every hour
    line = '2 pindaian sudah lewat masa simpannya'
    house.until(lambda: line in words(officer.get('/petugas')), 'the supervisor is told')
    has(officer.get('/petugas/data-pribadi', 200), line, 'loket purge --dry-run')
    has(Officer(house, 'kadis').get('/kepala', 200), line)
    assert line not in words(Officer(house, 'ver').get('/petugas', 200)), 'who cannot have it done is not bothered'
    assert re.search(r'warn +retention +2 scans are over their time', house.run('doctor', check=False))
    house.run('purge')
    assert line not in words(officer.get('/petugas', 200)) and line not in words(Officer(house, 'kadis').get('/kepala', 200))
    assert re.search(r'ok +retention +no scan is over its time', house.run('doctor', check=False))


def chats_are_erased(house, officer):
    """A request to erase takes the words, the photos tied to nothing and the name; the officers see that something was there."""
    c = Citizen(house, '6281260000001')
    number, *_ = registers(c, 'kk', STORIES['kk'][2], 51)
    second, *_ = registers(c, 'kia', STORIES['kia'][2], 52)
    c.says('nama saya Rahasia Sekali, tolong petugas', 'petugas')
    c.sends(png('tanpa permohonan', 300))
    house.until(lambda: loose(house, c.phone) == [(1,)], 'a photo that belongs to nothing')
    chat, contact = store(house, 'SELECT c.id, k.id FROM chat c JOIN contact k ON k.id = c.contact WHERE k.phone = ?', c.phone)[0]
    assert store(house, 'SELECT name FROM contact WHERE id = ?', contact)[0][0]
    scan = store(house, 'SELECT id FROM scan WHERE contact = ? AND application IS NULL', contact)[0][0]

    house.act(number, 'cancel', reason='diminta pemohon')
    path = asks_to_erase(house, officer, number)
    has(officer.get(path, 200), 'belum ikut dihapus')
    officer.post(path, 303, outcome='done', reply='Sudah kami hapus.')
    has(officer.get(f'/petugas/wa/{chat}', 200), 'Rahasia Sekali')
    assert loose(house, c.phone) == [(1,)], 'another application is open: the chat is needed'

    house.act(second, 'cancel', reason='diminta pemohon')
    house.until(lambda: store(house, "SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending', 'unknown')") == [(0,)], 'all is said')
    path = asks_to_erase(house, officer, second)
    has(officer.get(path, 200), 'Percakapan WhatsApp pemohon ikut dihapus')
    officer.post(path, 303, outcome='done', reply='Sudah kami hapus.')
    a = officer.get(f'/petugas/wa/{chat}', 200)
    has(a, 'Dihapus atas permintaan pemilik data')
    assert 'Rahasia' not in a.text and '/foto/' not in a.text, 'no words, no link to a photo'
    officer.get(f'/petugas/wa/{chat}/foto/{scan}', 404)
    assert loose(house, c.phone) == [(0,)] and store(house, 'SELECT name FROM contact WHERE id = ?', contact) == [(None,)]
    left = store(house, "SELECT COUNT(*) FROM message WHERE chat = ? AND (body <> '' OR erased_at IS NULL)", chat)
    said = store(house, "SELECT COUNT(*) FROM outbox WHERE chat = ? AND say <> '{\"kind\":\"text\"}'", chat)
    about = store(house, "SELECT COUNT(*) FROM media m JOIN message g ON g.id = m.message WHERE g.chat = ? AND m.file_name || m.caption || m.quoted <> ''", chat)
    assert (left, said, about) == ([(0,)], [(0,)], [(0,)]), (left, said, about)
    kinds = store(house, "SELECT data FROM event WHERE kind = 'chats_erased'")
    assert len(kinds) == 1 and '"messages"' in kinds[0][0], kinds
    c.read = house.thread(c.phone)[-1]['seq']
    c.says('halo', 'GRATIS')  # who writes again begins anew
    has(officer.get(f'/petugas/wa/{chat}', 200), 'halo', 'Dihapus atas permintaan pemilik data')


def kept_chats_go_later(house, officer):
    """What another open application needed is erased when that one is over, without being asked for again."""
    c = Citizen(house, '6281260000003')
    number, *_ = registers(c, 'kk', STORIES['kk'][2], 53)
    second, *_ = registers(c, 'kia', STORIES['kia'][2], 54)
    c.says('nama saya Kelak Dihapus, tolong petugas', 'petugas')
    c.sends(png('kelak', 302))
    house.until(lambda: loose(house, c.phone) == [(1,)], 'a photo that belongs to nothing')
    chat = store(house, 'SELECT c.id FROM chat c JOIN contact k ON k.id = c.contact WHERE k.phone = ?', c.phone)[0][0]
    house.act(number, 'cancel', reason='diminta pemohon')
    officer.post(asks_to_erase(house, officer, number), 303, outcome='done', reply='Sudah kami hapus.')
    assert 'chats' not in house.run('purge')
    has(officer.get(f'/petugas/wa/{chat}', 200), 'Kelak Dihapus')
    house.act(second, 'cancel', reason='diminta pemohon')
    house.until(lambda: store(house, "SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending', 'unknown')") == [(0,)], 'all is said')
    assert 'chats     of 1 people' in house.run('purge')
    a = officer.get(f'/petugas/wa/{chat}', 200)
    has(a, 'Dihapus atas permintaan pemilik data')
    assert 'Kelak' not in a.text and loose(house, c.phone) == [(0,)]
    c.read = house.thread(c.phone)[-1]['seq']
    c.says('halo', 'GRATIS')
    assert 'chats' not in house.run('purge'), 'what is said from now on is not meant'
    has(officer.get(f'/petugas/wa/{chat}', 200), 'halo')


def loose(house, phone):
    return store(house, 'SELECT COUNT(*) FROM scan s JOIN contact k ON k.id = s.contact WHERE k.phone = ? AND s.application IS NULL AND s.key IS NOT NULL', phone)


def asks_to_erase(house, officer, number):
    officer.post('/petugas/data-pribadi', 303, kind='erase', channel='letter', number=number, asked='')
    return '/petugas/data-pribadi/%d' % store(house, 'SELECT MAX(id) FROM data_request')[0][0]


def purged_photos_leave_a_word(house, officer):
    """A photo of a chat that was purged: the thread says since when, in place of a dead link."""
    c = Citizen(house, '6281260000002')
    c.says('halo', 'GRATIS')
    c.sends(png('lama', 301))
    c.hear_only('1 foto sudah kami simpan')
    chat = store(house, 'SELECT c.id FROM chat c JOIN contact k ON k.id = c.contact WHERE k.phone = ?', c.phone)[0][0]
    assert '/foto/' in officer.get(f'/petugas/wa/{chat}', 200).text
    store(house, 'UPDATE scan SET created_at = created_at - ? WHERE contact = (SELECT id FROM contact WHERE phone = ?)', 31 * DAY, c.phone)
    house.run('purge')
    a = officer.get(f'/petugas/wa/{chat}', 200)
    has(a, 'Foto sudah dihapus sesuai masa simpan')
    assert re.search(r'masa simpan, \d+ \w+ 20\d\d', words(a)) and '/foto/' not in a.text
    c.says('kia', 'keperluan apa')  # and the purged photo is nobody's any more


def by_the_worker():
    """retention.purge: auto: the worker destroys what is due, once a day; nobody is reminded."""
    with House(phone=False, more='retention:\n  purge: auto\n') as house:
        house.officer('kabid', 'kabid', 'Karim Uji')
        officer = Officer(house, 'kabid', fresh=True)
        number, kept = hand_in(house, 1), hand_in(house, 2)
        settle(house, number, 400)
        settle(house, kept, 100)
        store(house, 'UPDATE papers_due SET purged_at = 0')
        house.restart_server()
        house.until(lambda: all(row[4] is None for row in scans_of(house, number)), 'destroyed by the worker')
        assert all(row[4] for row in scans_of(house, kept))
        has(officer.get('/petugas/data-pribadi', 200), 'Masa simpan berakhir', 'sistem Loket')
        again = hand_in(house, 3)
        settle(house, again, 400)
        house.restart_server()
        time.sleep(2)
        assert all(row[4] for row in scans_of(house, again)), 'once a day'
        assert 'lewat masa simpannya' not in words(officer.get('/petugas', 200))
        assert 'destroys them within a day' in house.run('doctor', check=False)
        assert house.run('audit', 'verify').startswith('whole:')


def main():
    with House() as house:
        house.officer('kabid', 'kabid', 'Karim Uji')
        house.officer('ver', 'verifikator', 'Vera Uji')
        officer, verifier = Officer(house, 'kabid'), Officer(house, 'ver')
        old, before, backup = purge_keeps_the_rules(house, officer)
        text = records_are_papers(house, officer)
        if text:
            for part in ('Berita acara pemusnahan', 'BAP-', old, 'Berkas pendukung', 'Foto percakapan', 'loket keys rotate', 'Saksi'):
                assert part in re.sub(r'\s+', ' ', text), (part, text)
        old_backups_are_noise_after_a_rotation(house, old, before, backup)
        text = records_are_papers(house, officer)
        assert not text or 'sudah diganti dan dimusnahkan' in re.sub(r'\s+', ' ', text), text
        a_citizen_asks(house, officer, verifier)
        held_by_command(house)
        glances_are_no_looks(house, officer)
        told_of_what_is_due(house, officer)
        purged_photos_leave_a_word(house, officer)
        chats_are_erased(house, officer)
        kept_chats_go_later(house, officer)
        said = house.run('audit', 'verify')
        assert said.startswith('whole:'), said
    by_the_worker()
    print('purged by the rules, held, recorded, asked and answered; the chain is whole')


if __name__ == '__main__':
    main()
