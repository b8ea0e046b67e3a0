#!/usr/bin/env python3
"""The survey of satisfaction against the real binary: asked once after completion, answered in the chat or on a page, and
nothing in the store leads from an answer to a person. What everybody may read, with small counts hidden."""
import csv
import io
import json
import os
import re
import sqlite3
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from house import House, call, png, same_minute  # noqa: E402
from officer import Officer, words  # noqa: E402
from cases import run_cases  # noqa: E402

ELEMENTS = ['requirements', 'procedure', 'time', 'cost', 'product', 'competence', 'behaviour', 'complaints', 'facilities']
BIRTH = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}
KINDS = {'Content-Type': 'application/x-www-form-urlencoded'}


def completed(h, phone, service='kia', name='Warga Uji Puas'):
    """An application from API to hand-over; gives number and address of the status page."""
    answers = {'kia': {'reason': 'new', 'age': 'under_5', 'special': 'no'}, 'akta_kematian': {'death_kind': 'known', 'special': 'no'}}[service]
    papers = {'kia': ['akta', 'ktp_ortu', 'kk'], 'akta_kematian': ['sk_mati', 'kk_ktp']}[service]
    done = h.submit({'service': service, 'answers': answers, 'applicant': {'name': name, 'phone': phone}, 'data': {}},
                    [(p, png(phone + p)) for p in papers]).json
    n = done['number']
    file = h.file(n)
    for item in file['requirements']:
        if item['state'] == 'received':
            h.act(n, 'accept_scan', requirement=item['code'])
        elif item['state'] == 'missing':
            h.api('POST', f'/api/v1/applications/{n}/actions', {'action': 'seen', 'requirement': item['code']})
    h.act(n, 'process', siak_number='5271-TEST-1')
    h.act(n, 'ready', result_number='5271-TEST-1', shelf='A-1')
    file = h.file(n)
    for item in file['requirements']:
        h.api('POST', f'/api/v1/applications/{n}/actions', {'action': 'check_original', 'requirement': item['code'], 'original': 'same', 'result': 'same'})
    h.act(n, 'hand_over', receiver=name, relation='self', identity_kind='ktp_el', identity_last4='0001')
    return n, done['status_url']


def path_of(url):
    return re.sub(r'^https?://[^/]+', '', url)


def store(h):
    return sqlite3.connect(os.path.join(h.folder, 'loket.db'), timeout=30)


def answers_of(h, channel):
    with store(h) as db:
        return db.execute(f'SELECT {", ".join(ELEMENTS)}, service, channel, quarter, sex, age, education, job, remark FROM skm_answer'
                          ' WHERE channel = ?', (channel,)).fetchall()


def everything(h):
    """All that stands in the store, as text."""
    with store(h) as db:
        tables = [t for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {t: db.execute(f'SELECT * FROM "{t}"').fetchall() for t in tables if not t.startswith('sqlite_')}


def in_the_chat(h):
    phone = '6281299000001'
    h.says(phone, 'halo')
    h.hears(phone, 'GRATIS')
    before = len(answers_of(h, 'chat'))
    number, _ = completed(h, phone)
    m = h.hears(phone, 'Sembilan pertanyaan')
    token = re.search(r'/skm/([A-Za-z0-9_-]{22})', m['text'])[1]
    assert 'selesai' in m['text']
    h.taps(phone, 'skm.start.v1')
    seq = m['seq']
    scores = ['4', '3', None, '4', '3', '4', '4', '2', '3']
    for i, (e, score) in enumerate(zip(ELEMENTS, scores)):
        m = h.hears(phone, f'Pertanyaan {i + 1} dari 9', after=seq)
        seq = m['seq']
        if score is None:
            h.taps(phone, f'skm.{e}.skip.v1')
        elif i == 4:
            h.says(phone, score)  # typed instead of tapped
        else:
            h.taps(phone, f'skm.{e}.{score}.v1')
    h.hears(phone, 'tanpa nama', after=seq)
    rows = answers_of(h, 'chat')
    assert len(rows) == before + 1
    row = next(r for r in rows if r[10] == 'chat')
    assert row[:9] == (4, 3, None, 4, 3, 4, 4, 2, 3) and row[9] == 'kia', row
    h.taps(phone, 'skm.start.v1')
    h.hears(phone, 'sudah selesai atau sudah lewat', after=seq)
    assert len(answers_of(h, 'chat')) == before + 1
    assert call(h.port, 'GET', '/skm/' + token).status == 404
    nothing_leads_back(h, number, phone, token)


def nothing_leads_back(h, number, phone, token):
    """Neither the chat, nor the outbox, nor the bodies that came in keep an answer; the answer keeps no time and no place."""
    def clean():
        with store(h) as db:
            return db.execute("SELECT COUNT(*) FROM webhook WHERE done_at IS NULL").fetchone()[0] == 0
    h.until(clean, 'all is worked in')
    all_rows = everything(h)
    with store(h) as db:
        columns = [c[1] for c in db.execute('PRAGMA table_info(skm_answer)')]
        asked = [c[1] for c in db.execute('PRAGMA table_info(skm_asked)')]
    assert not [c for c in columns if c.endswith('_at') or c in ('application', 'contact', 'chat', 'token', 'token_hash')], columns
    assert asked == ['application'], asked
    assert all_rows['skm_invite'] == [] or all(token.encode() not in bytes(str(r), 'utf8') for r in all_rows['skm_invite'])
    for table in ('message', 'webhook', 'event', 'outbox', 'chat'):
        for r in all_rows[table]:
            for value in r:
                text = value.decode('utf8', 'replace') if isinstance(value, bytes) else str(value)
                taps = re.findall(r'skm\.[a-z]+\.[1-4]\.v1', text)
                assert table == 'outbox' or not taps, (table, text[:300])  # the outbox holds all choices of a question, not the one taken
                assert not (table == 'message' and text in ('Sangat sesuai', 'Mudah', 'Gratis', 'Sangat mampu')), text
    texts = [str(r) for r in all_rows['message']]
    assert sum('jawaban survei' in t for t in texts) >= 9
    ids = [r[0] for r in all_rows['skm_answer']]
    assert all(len(i) == 16 for i in ids)


def on_the_page(h):
    _, status = completed(h, '6281299000002', name='Warga Tanpa Obrolan')
    page = call(h.port, 'GET', path_of(status)).text
    assert 'Nilai pelayanan ini' in page
    a = call(h.port, 'POST', path_of(status) + '/nilai', '', KINDS)
    assert a.status == 303, a.status
    link = a.headers['Location']
    assert call(h.port, 'POST', path_of(status) + '/nilai', '', KINDS).status == 404  # once
    assert 'Nilai pelayanan ini' not in call(h.port, 'GET', path_of(status)).text
    form = call(h.port, 'GET', link)
    assert form.status == 200 and form.text.count('<fieldset') == 9 and 'noindex' in (form.headers['X-Robots-Tag'] or '') + form.text
    before = len(answers_of(h, 'page'))
    empty = call(h.port, 'POST', link, 'sex=p', KINDS)
    assert empty.status == 422 and 'Pilih paling sedikit satu nilai' in empty.text
    nik = call(h.port, 'POST', link, 'requirements=3&remark=NIK+5271990101900001', KINDS)
    assert nik.status == 422 and 'Hapus NIK' in nik.text and 'value="3" checked' in nik.text
    odd = call(h.port, 'POST', link, 'requirements=3&sex=x', KINDS)
    assert odd.status == 422
    assert len(answers_of(h, 'page')) == before
    body = '&'.join(f'{e}={1 + i % 4}' for i, e in enumerate(ELEMENTS)) + '&sex=p&age=u40&education=s1&job=home&remark=Terima+kasih'
    done = call(h.port, 'POST', link, body, KINDS)
    assert done.status == 303 and 'Terima kasih' in call(h.port, 'GET', done.headers['Location']).text
    row = next(r for r in answers_of(h, 'page') if r[10] == 'page')
    assert row[:9] == (1, 2, 3, 4, 1, 2, 3, 4, 1) and row[12:] == ('p', 'u40', 's1', 'home', 'Terima kasih'), row
    for again in (call(h.port, 'GET', link), call(h.port, 'POST', link, body, KINDS)):
        assert again.status == 404 and 'hanya dapat dipakai sekali' in again.text
    assert len(answers_of(h, 'page')) == before + 1


def nobody_is_asked_about_a_death(h):
    phone = '6281299000003'
    h.says(phone, 'halo')
    h.hears(phone, 'GRATIS')
    _, status = completed(h, phone, 'akta_kematian')
    m = h.hears(phone, 'Akta Kematian', seconds=15)
    h.until(lambda: [x for x in h.heard(phone) if 'selesai' in x.get('text', '').lower() or 'serah' in x.get('text', '').lower()], 'the last notice')
    assert not [x for x in h.heard(phone) if 'Sembilan pertanyaan' in x.get('text', '')], m
    assert 'Nilai pelayanan ini' not in call(h.port, 'GET', path_of(status)).text


def guessing_a_link(h):
    for guess in ('x', 'A' * 22, '%00', "' OR 1=1"):
        a = call(h.port, 'GET', '/skm/' + guess.replace(' ', '%20').replace("'", '%27'))
        assert a.status in (404, 400), (guess, a.status)
    same_minute()
    seen = [call(h.port, 'GET', '/skm/' + 'B' * 21 + str(i)).status for i in range(30)]
    assert 429 in seen, seen


# ---- everybody's figures ---------------------------------------------------------------------------------------

def sums_are_the_answers(h):
    """What pages read is what the answers add up to, passed over elements and all."""
    with store(h) as db:
        wanted = db.execute('SELECT quarter, service, COUNT(*), ' + ', '.join(f'COALESCE(SUM({e}), 0), COUNT({e})' for e in ELEMENTS) +
                            ' FROM skm_answer GROUP BY quarter, service ORDER BY quarter, service').fetchall()
        assert wanted and db.execute('SELECT * FROM skm_sum ORDER BY quarter, service').fetchall() == wanted
        for what in ('sex', 'age', 'education', 'job'):
            wanted = db.execute(f'SELECT quarter, {what}, COUNT(*) FROM skm_answer GROUP BY quarter, {what} ORDER BY quarter, {what}').fetchall()
            assert db.execute('SELECT quarter, code, n FROM skm_people WHERE what = ? ORDER BY quarter, code', (what,)).fetchall() == wanted, what


def with_a_past(h):
    """The demo's past needs an office without applications: a house of its own."""
    with House(phone=False) as other:
        other.run('demo', '--history', '1500')
        other.run('figures')
        head = Officer(other)
        head.post('/petugas/masuk', login='kadis', password='empat kuda putih')
        listed = words(head.get('/petugas', 200))
        assert 'Siap diambil' in listed and 'Selesai' not in listed  # the past is over: only open work is listed
        page = words(head.get('/kepala/ikm', 200))
        assert 'Indeks Kepuasan Masyarakat' in page and 'U9 Sarana dan prasarana' in page
        with store(other) as db:
            quarter, n = db.execute('SELECT quarter, COUNT(*) FROM skm_answer GROUP BY quarter ORDER BY quarter DESC').fetchone()
            means = [db.execute(f'SELECT AVG({e}) FROM skm_answer WHERE quarter = ?', (quarter,)).fetchone()[0] for e in ELEMENTS]
        index = f'{round(25 * sum(means) / 9 + 1e-9, 2):.2f}'.replace('.', ',')
        assert index in page and f'{n}' in page, (index, n)
        pdf = head.get(f'/kepala/ikm/laporan.pdf?triwulan={quarter}', 200)
        assert pdf.body.startswith(b'%PDF-')
        assert head.get('/kepala/ikm/laporan.xlsx', 200).body.startswith(b'PK')
        assert index.replace(',', '.') in head.get('/kepala/ikm/laporan.csv', 200).text
        open_data(other)
        sums_are_the_answers(other)


def open_data(h):
    a = call(h.port, 'GET', '/angka.csv')
    rows = list(csv.DictReader(io.StringIO(a.text)))
    assert list(rows[0]) == ['measure', 'period', 'dimension', 'code', 'value', 'hidden', 'licence'], rows[0]
    assert a.headers['Access-Control-Allow-Origin'] == '*' and rows[0]['licence'] == 'CC BY 4.0'
    whole = call(h.port, 'GET', '/angka.json').json
    assert whole['schema'] == 'loket-figures/1' and whole['licence'] == 'CC BY 4.0' and len(whole['rows']) == len(rows)
    this_month = time.strftime('%Y-%m')
    with store(h) as db:
        truth = {}
        for day, service, n in db.execute("SELECT day, service, SUM(n) FROM figure_day WHERE measure = 'submitted' GROUP BY day, service"):
            month = time.strftime('%Y-%m', time.gmtime(day * 86400))
            truth[month, service] = truth.get((month, service), 0) + n
    for r, j in zip(rows, whole['rows']):
        assert r['period'] < this_month and (r['hidden'] == 'true') == j['hidden'] and (r['value'] == '') == (j['value'] is None)
        if r['value']:
            assert abs(float(r['value']) - j['value']) < 0.01
        if r['value'] and r['measure'] in ('submitted', 'completed', 'visits'):
            assert int(r['value']) == 0 or int(r['value']) >= 5, r
        if r['value'] and r['measure'] == 'submitted' and r['dimension'] == 'service':
            assert int(r['value']) == truth.get((r['period'], r['code']), 0), r
    page = call(h.port, 'GET', '/angka')
    assert page.status == 200 and 'Data terbuka' in page.text
    small_office(h)


def small_office(h):
    """An office in which nearly every count is small tells none of them."""
    with store(h) as db:
        db.execute("UPDATE figure_day SET n = 1 WHERE measure IN ('submitted', 'ended', 'visit') AND n > 0 AND (day % 25) = 0")
        db.execute("DELETE FROM figure_day WHERE measure IN ('submitted', 'ended', 'visit') AND (day % 25) <> 0")
        small = [n for (n,) in db.execute("SELECT SUM(n) FROM figure_day WHERE measure = 'submitted' GROUP BY day / 30, service")]
    assert min(small) < 5
    rows = call(h.port, 'GET', '/angka.json').json['rows']
    assert any(r['hidden'] for r in rows)
    for r in rows:
        if r['measure'] in ('submitted', 'completed', 'visits') and not r['hidden']:
            assert r['value'] == 0 or r['value'] >= 5, r
    for period in {r['period'] for r in rows if r['measure'] == 'submitted'}:
        line = [r for r in rows if r['measure'] == 'submitted' and r['period'] == period]
        for dimension in ('service', 'channel'):
            hidden = sum(r['hidden'] for r in line if r['dimension'] in (dimension, 'total'))
            assert hidden != 1, (period, dimension)


def main():
    with House() as h:
        return run_cases([in_the_chat, on_the_page, nobody_is_asked_about_a_death, with_a_past, sums_are_the_answers, guessing_a_link], h,
                         alone=(sums_are_the_answers, guessing_a_link))


if __name__ == '__main__':
    sys.exit(main())
