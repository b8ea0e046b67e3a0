#!/usr/bin/env python3
"""Synchronisation against the real binary: the outcome is told, the question comes once after its date, `masih gagal` opens the
file again with its history, `sudah bisa` closes it; proposals go to the centre as a file and what it said comes back."""
import html
import io
import os
import re
import sqlite3
import sys
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
sys.path.insert(0, HERE)
from cases import run_cases  # noqa: E402
from citizen import Citizen  # noqa: E402
from house import House, call, multipart, png  # noqa: E402
import story  # noqa: E402
from officer import Officer, has, words  # noqa: E402

OFFICERS = [('op', 'operator', 'Oka Uji'), ('kabid', 'supervisor', 'Karim Uji'), ('info', 'info', 'Ayu Uji'), ('kadis', 'head', 'Kartini Uji'),
            ('putu', 'handover', 'Putu Uji'), ('pengawas', 'auditor', 'Pandu Uji')]
PAPERS = story.STORIES['sinkronisasi'][2]


def store(house, sql, *args):
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    try:
        rows = db.execute(sql, args).fetchall()
        db.commit()
        return rows
    finally:
        db.close()


def applies(house, phone, seed=1):
    c = Citizen(house, phone)
    number, status, _, _ = story.registers(c, 'sinkronisasi', PAPERS, seed)
    return c, number, status


def decides(o, number, outcome, cause='data_tertahan', expect=303, **fields):
    page = o.get(f'/petugas/p/{number}/sinkron', 200)
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    return o.post(f'/petugas/p/{number}/sinkron', expect, version=version, outcome=outcome, cause=cause, partner='bank', **fields)


def days_pass(house, number, days):
    """As if the decision had been made so long ago."""
    ms = days * 86400000
    store(house, 'UPDATE sync_round SET decided_at = decided_at - ?, retry_at = retry_at - ?, ask_at = ask_at - ?, '
          'asked_at = CASE WHEN asked_at = 0 THEN 0 ELSE asked_at - ? END WHERE application = (SELECT id FROM application WHERE number = ?)',
          ms, ms, ms, ms, number)


def question_back_and_reopening(h):
    c, number, status = applies(h, '6281200003001')
    o = Officer(h, 'op')
    has(o.get('/petugas/sinkron', 200), number, 'Bank')
    o.step(number, 'take')
    has(o.get(f'/petugas/p/{number}', 200), 'Tentukan hasil sinkronisasi')
    has(decides(o, number, '', cause='', expect=422), 'Pilih hasilnya', 'Pilih penyebabnya')
    has(decides(o, number, 'diusulkan_ke_pusat', expect=422, retry_day='1', retry_month='1', retry_year='2020'), 'Tanggal coba lagi')
    assert o.house.file(number)['state'] == 'in_review', 'a form with mistakes changes nothing'
    decides(o, number, 'diusulkan_ke_pusat', note='Bawa KTP saat mencoba lagi')
    c.hear_only('kami usulkan', 'ke pusat', 'Bank', 'MASIH GAGAL', 'Bawa KTP saat mencoba lagi')
    three_days = time.time() + 3 * 86400
    page = call(h.port, 'GET', status)
    has(page, 'Diusulkan ke pusat', 'Menunggu dicoba kembali', 'Sudah bisa', 'Masih gagal')
    c.hear_nothing(1)  # the question waits for its date
    retry = store(h, 'SELECT r.retry_at FROM sync_round r JOIN application a ON a.id = r.application WHERE a.number = ?', number)[0][0] / 1000
    assert abs(retry - three_days) < 120, retry - three_days
    days_pass(h, number, 4)
    m = c.hear_only('apakah data Bapak/Ibu sudah bisa dipakai di Bank')
    assert [b['id'] for b in m['buttons']] == [f'app.{number}.works.v1', f'app.{number}.fails.v1', 'act.officer.v1'], m
    due = store(h, 'SELECT due_at FROM application WHERE number = ?', number)
    c.taps(f'app.{number}.fails.v1', 'buka kembali')
    assert h.file(number)['state'] == 'in_review' and store(h, 'SELECT due_at FROM application WHERE number = ?', number) == due
    c.sends(png('pesan kesalahan'))
    c.hear_only('1 foto', number)
    shots = [s for s in h.file(number)['scans'] if s['requirement'] == 'layar']
    assert len(shots) == 1, h.file(number)['scans']
    has(o.get('/petugas/sinkron', 200), 'Masih gagal', 'Putaran 2')
    has(o.get(f'/petugas/p/{number}/sinkron', 200), 'Putaran 1: Diusulkan ke pusat', 'Masih gagal')
    decides(o, number, 'kendala_di_lembaga', cause='lembaga_belum_selaras')
    c.hear_only('kendalanya ada di lembaga', 'cabang bank')
    days_pass(h, number, 10)
    c.hear_only('apakah data')
    c.says('sudah bisa', 'selesai')
    assert h.file(number)['state'] == 'completed'
    has(o.get(f'/petugas/p/{number}/sinkron', 200), 'Putaran 2', 'Sudah bisa')
    c.says('masih gagal', 'buka kembali')  # it stopped working: history stays, the file opens again
    assert h.file(number)['state'] == 'in_review'
    kinds = [e['kind'] for e in h.file(number)['events']]
    assert kinds.count('resolve') == 2 and kinds.count('reopen') == 2 and kinds.count('sync_question') == 2 and kinds.count('confirm') == 1, kinds


def outside_the_window_a_template_asks_and_silence_closes(h):
    c, number, _ = applies(h, '6281200003002', 30)
    o = Officer(h, 'op')
    decides(o, number, 'sudah_padan')
    c.hear_only('data Bapak/Ibu sudah padan')
    store(h, 'UPDATE chat SET window_until = 1, last_in_at = 1 WHERE contact = (SELECT id FROM contact WHERE phone = ?)', c.phone)
    days_pass(h, number, 4)
    m = c.hear_only(number)
    assert m['kind'] == 'template' and m['template'] == 'loket_sinkron_tanya', m
    asked = store(h, 'SELECT asked_at FROM sync_round r JOIN application a ON a.id = r.application WHERE a.number = ?', number)[0][0]
    assert asked
    c.hear_nothing(1)
    days_pass(h, number, 8)
    h.until(lambda: h.file(number)['state'] == 'completed', 'an unanswered question closes the file')
    answer = store(h, 'SELECT answer FROM sync_round r JOIN application a ON a.id = r.application WHERE a.number = ?', number)
    assert answer == [('silent',)], answer


def a_photo_with_the_words_and_the_status_page(h):
    c, number, status = applies(h, '6281200003003', 60)
    o = Officer(h, 'op')
    decides(o, number, 'perlu_perekaman', cause='belum_rekam')
    c.hear_only('KTP-el belum pernah direkam', 'perekaman')
    c.sends(png('foto gagal'), caption='masih gagal, ini fotonya')
    c.hear_only('1 foto', 'dibuka kembali')
    assert h.file(number)['state'] == 'in_review'
    decides(o, number, 'sudah_padan')
    c.hear_only('sudah padan')
    body, kind = multipart([('answer', 'fails'), ('note', 'Aplikasi bank menolak NIK'), ('layar', 'layar.png', 'image/png', png('layar web'))])
    a = call(h.port, 'POST', status + '/sinkron', body, {'Content-Type': kind})
    assert a.status == 303, a.text[:500]
    has(call(h.port, 'GET', a.headers['Location']), 'dibuka kembali', 'petugas memeriksanya lagi')
    assert len([s for s in h.file(number)['scans'] if s['requirement'] == 'layar']) == 2
    has(o.get('/petugas/sinkron', 200), 'Aplikasi bank menolak NIK')
    again = call(h.port, 'POST', status + '/sinkron', body, {'Content-Type': kind})
    assert again.status == 422, again.status  # it is with the officers already
    decides(o, number, 'sudah_padan')
    body, kind = multipart([('answer', 'works')])
    assert call(h.port, 'POST', status + '/sinkron', body, {'Content-Type': kind}).status == 303
    assert h.file(number)['state'] == 'completed'
    body, kind = multipart([('answer', 'mungkin')])
    assert call(h.port, 'POST', status + '/sinkron', body, {'Content-Type': kind}).status == 422
    assert call(h.port, 'POST', '/s/abcdefghijklmnopqrstuv/sinkron', body, {'Content-Type': kind}).status == 404


XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


def filled_in(book, says):
    """Our own file, with result and note typed into it by row, as a spreadsheet saves it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == 'xl/worksheets/sheet1.xml':
                text = text.decode()
                for row, typed in says.items():
                    for column, value in zip('KL', typed):
                        cell = f'<c r="{column}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
                        text, n = re.subn(f'<c r="{column}{row}"[^>]*?(?:/>|>.*?</c>)', cell, text)
                        assert n == 1, (column, row)
                text = text.encode()
            new.writestr(name, text)
    return out.getvalue()


def to_the_centre_and_back(h):
    o = Officer(h, 'op')
    numbers = []
    for k in range(3):
        c, number, _ = applies(h, f'628120000310{k}', 90 + 20 * k)
        decides(o, number, 'diusulkan_ke_pusat')
        c.hear_only('ke pusat')
        numbers.append((c, number))
    has(o.get('/petugas/sinkron', 200), *[n for _, n in numbers], 'Buat kelompok usulan')
    place = o.post('/petugas/sinkron/kelompok', 303).headers['Location'].split('?')[0]
    has(o.post('/petugas/sinkron/kelompok', 422), 'Belum ada usulan')
    has(o.get(place, 200), 'Bawa ke pusat', *[n for _, n in numbers])
    csv = o.get(place + '/usulan.csv', 200)
    lines = csv.body.decode('utf-8-sig').splitlines()
    assert lines[0].startswith('baris,nomor,nik,kk,nama') and len(lines) == 4, lines[0]
    assert re.search(r',527199\d{10},', lines[1]), 'the NIK with all its digits'
    xlsx = o.get(place + '/usulan.xlsx', 200)
    with zipfile.ZipFile(io.BytesIO(xlsx.body)) as z:
        texts = z.read('xl/sharedStrings.xml').decode()
        sheet = z.read('xl/worksheets/sheet1.xml').decode()
    assert re.search(r'>527199\d{10}<', texts) and numbers[0][1] in texts
    assert '<f>' not in sheet and '<v>5271' not in sheet, 'a formula, or a NIK as a number'
    exports = store(h, "SELECT COUNT(*) FROM event WHERE kind = 'sync_batch_exported' AND actor LIKE 'officer:%'")
    assert exports == [(2,)], exports
    bad = f'nomor;hasil;keterangan\n{numbers[0][1]};beres;\n{numbers[1][1]};ditolak;\nMTR-AAAA-AAAA;padan;\n'
    page = has(o.upload(place + '/hasil', [('tabel', 'hasil.csv', 'text/csv', bad.encode())], 422), 'Hasil tidak dikenal',
               'memerlukan alasan', 'tidak ada dalam kelompok', '3 baris bermasalah')
    assert 'Catat hasil' not in words(page)
    has(o.upload(place + '/hasil', [('tabel', 'hasil.csv', 'text/csv', b'nomor;hasil\n\xff\xfe;padan\n')], 422), 'bukan teks')
    has(o.upload(place + '/hasil', [], 422), 'Pilih berkas Excel')
    good = f'nomor;hasil;keterangan\n{numbers[0][1]};padan;\n{numbers[1][1]};ditolak;NIK tidak dikenal di pusat\n{numbers[2][1]};;\n'
    says = {2: ('padan', ''), 3: ('ditolak', 'NIK tidak dikenal di pusat')}
    page = has(o.upload(place + '/hasil', [('tabel', 'usulan.xlsx', XLSX, filled_in(xlsx.body, says))], 200), '2 hasil akan dicatat')
    in_excel = html.unescape(re.search(r'name="tabel" value="([^"]*)"', page.text)[1])
    has(o.upload(place + '/hasil', [('tabel', 'usulan.xlsx', XLSX, filled_in(xlsx.body, {2: ('beres', '')}))], 422), 'Hasil tidak dikenal')
    has(o.upload(place + '/hasil', [('tabel', 'usulan.xlsx', XLSX, xlsx.body[:-30])], 422), 'Bukan berkas Excel')
    page = has(o.upload(place + '/hasil', [('tabel', 'hasil.csv', 'text/csv', good.encode())], 200), '2 hasil akan dicatat')
    assert h.file(numbers[0][1])['state'] == 'sent', 'a preview changes nothing'
    again = html.unescape(re.search(r'name="tabel" value="([^"]*)"', page.text)[1])
    assert again == in_excel
    done = o.upload(place + '/hasil', [('confirm', 'yes'), ('tabel', again)], 303)
    has(o.get(done.headers['Location'], 200), '2 berkas sudah diperbarui', 'Padan', 'Ditolak pusat')
    numbers[0][0].hear_only('sudah padan')
    assert h.file(numbers[1][1])['state'] == 'in_review' and h.file(numbers[2][1])['state'] == 'sent'
    has(o.get(f'/petugas/p/{numbers[1][1]}/sinkron', 200), 'Ditolak pusat', 'NIK tidak dikenal di pusat')
    o.upload(place + '/hasil', [('confirm', 'yes'), ('tabel', again)], 303)  # the same file again moves nothing
    numbers[0][0].hear_nothing(1)
    other = f'nomor,hasil\n{numbers[0][1]},nik_ganda\n'
    has(o.upload(place + '/hasil', [('confirm', 'yes'), ('tabel', other)], 422), 'tidak ada yang diubah')


def whose_data_lag(h):
    o = Officer(h, 'kadis')
    page = has(o.get('/petugas/sinkron/mingguan', 200), 'Bank', 'Masih gagal')
    csv = o.get('/petugas/sinkron/mingguan.csv', 200).body.decode('utf-8-sig').splitlines()
    want = store(h, "SELECT COUNT(*), SUM(answer = 'works'), SUM(answer = 'fails') FROM sync_round WHERE partner = 'bank'")[0]
    weeks, url = [], '/petugas/sinkron/mingguan.csv'
    total = [0, 0, 0]
    for _ in range(5):  # decisions were moved back by days: the weeks before hold them
        rows = o.get(url, 200).body.decode('utf-8-sig').splitlines()
        for row in rows[1:]:
            cells = row.split(',')
            if cells[1] == 'Bank':
                total = [total[0] + int(cells[2]), total[1] + int(cells[6]), total[2] + int(cells[7])]
        before = re.search(r'href="(/petugas/sinkron/mingguan\?mulai=[^"]+)"[^>]*rel="prev"', o.get(url.replace('.csv', ''), 200).text)[1]
        url = before.replace('mingguan?', 'mingguan.csv?')
    assert tuple(total) == want, (total, want)
    assert csv[0].startswith('minggu_mulai,lembaga,keputusan') and page


def roles(h):
    for login, may in (('info', False), ('putu', False), ('kadis', False), ('pengawas', False), ('op', True), ('kabid', True)):
        o = Officer(h, login)
        assert o.get('/petugas/sinkron').status == 200, login
        made = o.post('/petugas/sinkron/kelompok').status
        assert (made != 403) == may, (login, made)
        assert (o.get('/petugas/sinkron/kelompok/1/usulan.csv').status == 200) == may, login
    assert Officer(h, 'op').get('/petugas/sinkron/kelompok/999').status == 404
    assert Officer(h, 'op').get('/petugas/sinkron/kelompok/x').status == 404


CASES = [question_back_and_reopening, outside_the_window_a_template_asks_and_silence_closes, a_photo_with_the_words_and_the_status_page,
         to_the_centre_and_back, whose_data_lag, roles]

if __name__ == '__main__':
    with House(quiet=1) as the_house:
        the_house.typed = {}
        for login, role, name in OFFICERS:
            the_house.officer(login, role, name)
        sys.exit(run_cases(CASES, the_house, alone=(to_the_centre_and_back, whose_data_lag, roles)))
