#!/usr/bin/env python3
"""The whole story, for each service: chat, form, photos, correction, processed, ready, mismatch, supervisor, hand-over;
against the real binary through the phone simulator, in parallel, one phone a service."""
import hashlib
import json
import os
import re
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from citizen import SIXTEEN, Citizen, Forms, fill_form, offered  # noqa: E402
from house import House, call, png  # noqa: E402

# service: menu word, answers, papers as (requirement, what a citizen calls it)
STORIES = {
    'akta_kelahiran': ('akta kelahiran', {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'},
                       [('skl', 'surat keterangan lahir'), ('kk', 'ini KK'), ('nikah', 'buku nikah')]),
    'kia': ('kia', {'reason': 'new', 'age': 'from_5', 'special': 'no'},
            [('akta', 'akta kelahiran'), ('ktp_ortu', 'ktp orang tua'), ('kk', 'kk'), ('foto', 'pasfoto')]),
    'kk': ('kartu keluarga', {'reason': 'birth', 'special': 'no'}, [('kk_lama', 'kk lama'), ('akta_lahir', 'akta kelahiran')]),
    'akta_kematian': ('akta kematian', {'death_kind': 'known', 'special': 'no'},
                      [('sk_mati', 'surat kematian'), ('kk_ktp', 'kk dan ktp')]),
    'pindah': ('pindah', {'move_kind': 'within', 'movers': 'head_all', 'hosted': 'yes', 'proxy': 'no'},
               [('kk', 'kartu keluarga'), ('pernyataan_pemilik', 'pernyataan pemilik rumah')]),
    'sinkronisasi': ('sinkronisasi', {'partner': 'bank', 'sync_cause': 'unknown', 'proxy': 'no'}, [('ktp', 'ktp'), ('kk', 'kk')]),
}


def pdf(seed):
    """A small true PDF of one empty page."""
    out, at = b'%PDF-1.4\n', []
    for i, o in enumerate((b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
                           b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>', f'({seed})'.encode())):
        at.append(len(out))
        out += f'{i + 1} 0 obj\n'.encode() + o + b'\nendobj\n'
    start = len(out)
    out += b'xref\n0 5\n0000000000 65535 f \n' + b''.join(f'{a:010d} 00000 n \n'.encode() for a in at)
    return out + f'trailer<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n'.encode()


class Officer:
    """The machine interface with one token."""

    def __init__(self, house, number, token=None):
        self.house, self.number, self.token = house, number, token

    def do(self, action, expect=200, **fields):
        a = self.house.api('POST', f'/api/v1/applications/{self.number}/actions', {'action': action, **fields}, token=self.token)
        assert a.status == expect, f'{action} {fields}: {a.status}, not {expect}: {a.text[:500]}'
        return a.json

    def sees(self):
        return self.house.api('GET', f'/api/v1/applications/{self.number}', token=self.token, expect=200).json

    def looks(self, scan):
        return self.house.api('GET', f'/api/v1/applications/{self.number}/scans/{scan}', token=self.token, expect=200).body


# ---- the citizen's part -------------------------------------------------------------------------------

def asks(c, word, answers):
    """First contact to the list of papers; gives the link to the form."""
    c.says('Assalamualaikum, selamat pagi', 'petugas')
    m = c.answers(c.says(word), answers)
    assert m['kind'] == 'link' and '/f/' in m['url'], m
    assert 'GRATIS' in m['text'], m['text']
    return m['url']


def sends_papers(c, service, papers):
    """Photos in the reverse order: one by caption, the same again, one named by a quote, a PDF. ONE answer."""
    sent = {}
    for k, (code, name) in enumerate(reversed(papers)):
        if k == 0:
            sent[code] = png(service + code, 230)
            c.sends(sent[code], caption=name)
            c.sends(sent[code], caption=name)  # sent twice by a nervous thumb
        elif k == 1:
            sent[code] = pdf(service + code)
            first = c.sends(sent[code], mime='application/pdf', filename='scan.pdf', document='1')
            c.house.sim('POST', f'/citizens/{c.phone}/text', {'number': c.number, 'text': 'ini ' + name, 'quoted': first['id']})
        else:
            sent[code] = png(service + code, 240 + k)
            c.sends(sent[code])
    return sent


def registers(c, service, papers, seed):
    word, answers, _ = STORIES[service]
    url = asks(c, word, answers)
    typed, page = fill_form(c.house, url, seed)
    assert not Forms(page.text).scripts or all(s.get('src') for s in Forms(page.text).scripts), 'a script inside the page'
    c.hear_only('Formulir sudah kami terima', 'Masih kurang')
    sent = sends_papers(c, service, papers)
    m = c.hear_only(f'{len(papers)} foto diterima')
    assert 'Formulir belum diisi' not in m['text'], m['text']
    m = c.taps('act.done.v1', 'terdaftar dengan nomor')
    number = re.search(r'terdaftar dengan nomor \*(\S+)\*', m['text']).group(1)
    status = re.search(r'/s/([A-Za-z0-9_-]+)', m['text']).group(0)
    if service == 'akta_kematian':
        assert 'berdukacita' in m['text']
    c.hear_nothing(1)
    return number, status, sent, typed


# ---- the officers' part -------------------------------------------------------------------------------

def sorts(o, sent, hinted):
    """Every scan is what was sent, byte for byte. What the citizen named lies with its paper; what came without a word
    may lie with another one, and the officer mends it."""
    by_hash = {hashlib.sha256(data).hexdigest(): code for code, data in sent.items()}
    scans = o.sees()['scans']
    assert len(scans) == len(sent), f'{len(scans)} scans of {len(sent)} papers: {scans}'
    for s in scans:
        code = by_hash.pop(hashlib.sha256(o.looks(s['id'])).hexdigest(), None)
        assert code, 'a scan that nobody sent'
        assert s['requirement'] == code or code not in hinted, f'{s["requirement"]} is {code}: {scans}'
        if s['requirement'] != code:
            o.house.api('POST', f'/api/v1/applications/{o.number}/scans/{s["id"]}/requirement', {'requirement': code}, expect=200)
    assert not by_hash
    kinds = [e['kind'] for e in o.sees()['events']]
    assert kinds.count('view') == len(sent), kinds  # every look is an event


def place_in_line(o):
    """Files due at the same time or later never pass it, whatever the citizen sends."""
    db = sqlite3.connect(os.path.join(o.house.folder, 'loket.db'), timeout=30)
    try:
        return db.execute('SELECT due_at, id FROM application WHERE number = ?', (o.number,)).fetchone()
    finally:
        db.close()


def corrects(c, o, service, papers):
    """One paper is blurred: one message, one better photo, back at the same place."""
    code, name = papers[0]
    before, line = o.sees(), place_in_line(o)
    o.do('fault_scan', requirement=code, reason='buram', note='Bagian bawah tidak terbaca')
    o.do('ask_correction')
    assert o.sees()['state'] == 'needs_correction'
    m = c.hear_only('perlu perbaikan', 'Bagian bawah tidak terbaca')
    others = [i['label'] for i in before['requirements'] if i['code'] in dict(papers[1:])]
    assert not any('- ' + label in m['text'] for label in others), m['text']
    better = png(service + 'lebih terang', 260)
    c.sends(better)
    c.hear_only('kembali ke petugas', 'Nomor urut Bapak/Ibu tidak berubah')
    after = o.sees()
    assert after['state'] == 'in_review', after['state']
    assert place_in_line(o) == line and after['submitted_at'] == before['submitted_at']
    fresh = [s for s in after['scans'] if s['requirement'] == code and not s['replaced']]
    assert len(fresh) == 1 and o.looks(fresh[0]['id']) == better
    assert [s['replaced'] for s in after['scans'] if s['requirement'] == code].count(True) == 1


def processes(c, o):
    for item in o.sees()['requirements']:
        if item['state'] == 'received' and item['scans']:
            o.do('accept_scan', requirement=item['code'])
    o.do('process', siak_number='5271-LU-24112026-0007')
    assert o.sees()['state'] == 'processing'
    c.hear_only('sedang diproses')


def compares_and_hands_over(c, o, plain, checked):
    """An original differs: the file stops until a supervisor decides. checked: codes that are compared."""
    o.do('ready', shelf='B-12')
    m = c.hear_only('dapat diambil', 'B-12')
    o.do('hand_over', 422, receiver='Baiq Sekar Melati', identity_last4='0001')
    for code in checked[1:]:
        o.do('check_original', requirement=code, result='same')
    o.do('check_original', requirement=checked[0], result='different')
    assert o.sees()['state'] == 'mismatch'
    assert o.house.api('POST', f'/api/v1/applications/{o.number}/actions',
                       {'action': 'hand_over', 'receiver': 'Baiq Sekar Melati', 'identity_last4': '0001'}).status in (409, 422)
    refused = plain.house.api('POST', f'/api/v1/applications/{o.number}/actions',
                              {'action': 'decide_mismatch', 'accept': True, 'reason': 'Nama sama'}, token=plain.token)
    assert refused.status in (403, 422) and o.sees()['state'] == 'mismatch', refused.text
    o.do('decide_mismatch', accept=True, reason='Ejaan lama, orang yang sama; dicocokkan dengan SIAK')
    assert o.sees()['state'] == 'ready_for_pickup'
    for code in checked:
        o.do('check_original', requirement=code, result='same')
    o.do('hand_over', receiver='Baiq Sekar Melati', relation='ibu', identity_last4='0001')
    assert o.sees()['state'] == 'completed'
    return m


def delivers(c, o):
    """Nothing to collect and nothing to compare: sent, then confirmed."""
    o.do('hand_over', 422, receiver='Baiq Sekar Melati', identity_last4='0001')
    o.do('send', result={'kind': 'data_sync', 'number': 'SINK-0007'})
    c.hear_only(o.number)
    o.do('confirm')
    assert o.sees()['state'] == 'completed'


# ---- the story -----------------------------------------------------------------------------------------

def play(house, service):
    place = list(STORIES).index(service)
    papers = STORIES[service][2]
    c = Citizen(house, f'62812000000{place + 1:02d}')
    number, status, sent, typed = registers(c, service, papers, 100 * (place + 1))
    o, plain = Officer(house, number), Officer(house, number, house.front)
    o.do('take')
    sorts(o, sent, [code for code, _ in papers[-2:]])
    corrects(c, o, service, papers)
    processes(c, o)
    file = o.sees()
    checked = [i['code'] for i in file['requirements'] if i['compare']]
    if service == 'sinkronisasi':
        assert checked == []
        delivers(c, o)
    else:
        assert set(checked) >= {code for code, _ in papers if code != 'foto'}, checked
        compares_and_hands_over(c, o, plain, checked)
    c.hear_only('selesai', number)
    page = call(house.port, 'GET', status)
    assert page.status == 200 and number in page.text and 'Selesai' in page.text, page.text[:2000]
    assert not SIXTEEN.search(page.text), 'a 16-digit number on the status page'
    c.hear_nothing(1)
    said = [m.get('text', '') for m in c.log]
    assert len(said) == len(set(said)), 'a message came twice'
    house.typed[service] = typed


def birth_certificate(house):
    play(house, 'akta_kelahiran')


def child_card(house):
    play(house, 'kia')


def family_card(house):
    play(house, 'kk')


def death_certificate(house):
    play(house, 'akta_kematian')


def move(house):
    play(house, 'pindah')


def data_synchronisation(house):
    play(house, 'sinkronisasi')


def id_card_in_person(house):
    """KTP-el: what to bring, and days to choose from; no draft, no photos asked for."""
    c = Citizen(house, '6281200000007')
    c.says('ktp el')
    m = c.taps('q.ktp_el.appointment.cetak_hilang.v1', 'langsung di kantor', 'Surat kehilangan', 'GRATIS')
    assert m['kind'] == 'list' and '/f/' not in m['text'], m
    c.says('sudah lengkap')
    c.says('status', 'belum')


def proved_afterwards(house):
    """The chain of events is whole, and the log names nobody."""
    assert house.run('audit', 'verify')
    with open(os.path.join(house.folder, 'log')) as f:
        log = f.read()
    assert 'level=error' not in log, [line for line in log.splitlines() if 'level=error' in line]
    assert not SIXTEEN.search(log) and not re.search(r'62812\d{8}', log)
    names = {v for typed in house.typed.values() for v in typed.values() if len(v) > 8}
    assert not [n for n in names if n in log], 'a name or a NIK in the log'
    assert not re.search(r'/[fs]/[A-Za-z0-9_-]{16}', log), 'a personal link in the log'


CASES = [birth_certificate, child_card, family_card, death_certificate, move, data_synchronisation, id_card_in_person,
         proved_afterwards]

if __name__ == '__main__':
    with House(quiet=1) as the_house:
        the_house.typed = {}
        the_house.front = the_house.run('token', 'add', '--name', 'loket', '--role', 'front').strip()
        sys.exit(run_cases(CASES, the_house, alone=(proved_afterwards,)))
