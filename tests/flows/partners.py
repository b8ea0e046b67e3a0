#!/usr/bin/env python3
"""Partners' machines against the real binary: who may call from where and for what, signatures, replays, quotas, receipts, the
sandbox, only the fields of the agreement, deliveries that fail and are sent again, and no way into the inner network."""
import json
import os
import re
import sqlite3
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
sys.path.insert(0, HERE)
import partner  # noqa: E402
import sync  # noqa: E402
from cases import run_cases  # noqa: E402
from house import ROOT, House, call  # noqa: E402
from officer import Officer, has, words  # noqa: E402

KEY, OTHER = partner.Key(b'bank bank bank bank bank bank 32'), partner.Key(b'pajak pajak pajak pajak pajak 32')
CALLS = {'state': 'application.state', 'batches': 'batch.submit', 'receipts': 'receipt.state', 'test': 'event.test'}


class Machine:
    def __init__(self, house, code, key, sandbox=False, verb='add'):
        self.house, self.key = house, key
        more = ['--sandbox'] if sandbox else []
        self.token = house.run('partner', verb, '--partner', code, '--public-key', key.text, *more).strip()

    def call(self, what, data, expect=200, key=None, body=None, headers=None, kind=None):
        body = body or json.dumps({'type': kind or CALLS[what], 'data': data}).encode()
        h = {'Authorization': 'Bearer ' + self.token, 'Content-Type': 'application/json', **partner.signature_headers(key or self.key, body),
             **(headers or {})}
        a = call(self.house.port, 'POST', '/api/v1/partner/' + what, body, h)
        assert a.status == expect, f'{what}: {a.status}, not {expect}: {a.text[:500]}'
        if a.status == 200:
            partner.check(self.house.public_key, a.headers, a.body)
        return a.json


def store(h, sql, *args):
    return sync.store(h, sql, *args)


def a_state_and_nothing_beyond_the_agreement(h):
    c, mine, status = sync.applies(h, '6281200005001', 1)
    o = Officer(h, 'op')
    bank = h.bank
    said = bank.call('state', {'number': mine})
    assert said['sandbox'] is False and said['data'] == {'number': mine, 'state': 'submitted', 'outcome': None, 'retry_on': None}, said
    sync.decides(o, mine, 'diusulkan_ke_pusat')
    c.hear_only('ke pusat')
    said = bank.call('state', {'number': mine.lower().replace('-', ' ')})
    assert said['data']['outcome'] == 'diusulkan_ke_pusat' and said['data']['state'] == 'sent' and len(said['data']['retry_on']) == 10, said
    assert 'Baiq' not in json.dumps(said) and '5271' not in json.dumps(said)
    page = call(h.port, 'GET', status)
    has(page, 'Lembaga menanyakan keadaan permohonan ini')
    h.tax.call('state', {'number': mine}, 404)  # it concerns the bank alone
    bank.call('state', {'number': 'MTR-AAAA-AAAA'}, 404)
    bank.call('state', {}, 422)
    bank.call('state', {'number': mine, 'nik': '1'}, 422)
    bank.call('state', {'number': mine}, 422, kind='batch.submit')  # a signed call for one thing is none for another
    assert h.file(mine)['events'][-1]['actor'] == 'partner:bank'


def who_may_call(h):
    bank = h.bank
    good = json.dumps({'type': 'application.state', 'data': {'number': 'MTR-AAAA-AAAA'}}).encode()
    assert bank.call('state', None, 401, key=OTHER, body=good)['code'] == 'signature'
    assert bank.call('state', None, 401, body=good, headers=partner.signature_headers(KEY, good + b' '))['code'] == 'signature'
    assert bank.call('state', None, 401, body=good, headers=partner.signature_headers(KEY, good, at=time.time() - 900))['code'] == 'signature_time'
    assert bank.call('state', None, 401, body=good, headers={'webhook-signature': ''})['code'] == 'signature_headers'
    assert bank.call('state', None, 401, body=good, headers={'Authorization': 'Bearer ' + 'x' * 43})['code'] == 'unauthorized'
    assert bank.call('state', None, 401, body=good, headers={'Authorization': 'Bearer ' + h.token})['code'] == 'unauthorized'
    h.api('POST', '/api/v1/applications', {}, token=bank.token, expect=401)  # and its key opens nothing else
    once = partner.signature_headers(KEY, good)
    bank.call('state', None, 404, body=good, headers=once)
    assert bank.call('state', None, 409, body=good, headers=once)['code'] == 'replayed'
    far = {'X-Forwarded-For': '198.51.100.9'}
    assert bank.call('state', None, 403, body=good, headers=far)['code'] == 'address'
    assert h.bkn.call('state', None, 403, body=good)['code'] == 'agreement'  # it ended yesterday


def scopes(h):
    """The matrix: each scope opens its own call and no other. A key of the sandbox may try everything."""
    want = {'bank': {'state', 'batches', 'receipts', 'test'}, 'tax': {'state'}, 'police': {'batches'}, 'school': {'test'}}
    data = {'state': {'number': 'MTR-AAAA-AAAA'}, 'batches': {'records': [{'reference': 'x', 'number': 'MTR-AAAA-AAAA'}]},
            'receipts': {'receipt': 'TT-TIDAKADA2345'}, 'test': {}}
    for code, may in want.items():
        m = getattr(h, code)
        for what in CALLS:
            body = json.dumps({'type': CALLS[what], 'data': data[what]}).encode()
            a = call(h.port, 'POST', '/api/v1/partner/' + what, body, {'Authorization': 'Bearer ' + m.token, 'Content-Type': 'application/json',
                                                                       **partner.signature_headers(m.key, body)})
            allowed = a.status in (200, 404)
            assert allowed == (what in may), (code, what, a.status, a.text)
            assert allowed or (a.status, a.json['code']) == (403, 'scope'), a.text


def every_record_has_a_receipt(h):
    c, mine, status = sync.applies(h, '6281200005002', 40)
    records = [{'reference': 'B-1', 'number': mine, 'problem': 'NIK tidak ditemukan', 'works': False}, {'reference': 'B-2', 'number': 'MTR-AAAA-AAAA'}]
    said = h.bank.call('batches', {'records': records})['data']['records']
    assert [r['status'] for r in said] == ['accepted', 'unknown'] and all(r['receipt'].startswith('TT-') for r in said), said
    again = h.bank.call('batches', {'records': records[:1]})['data']['records']  # the answer was lost: sent again
    assert again == [{'reference': 'B-1', 'receipt': said[0]['receipt'], 'status': 'repeated'}], again
    became = h.bank.call('receipts', {'receipt': said[0]['receipt']})['data']
    assert became['application'] == {'number': mine, 'state': 'submitted', 'outcome': None, 'retry_on': None}, became
    assert h.bank.call('receipts', {'receipt': said[1]['receipt']})['data']['application'] is None
    has(call(h.port, 'GET', status), 'Lembaga mengirim laporan; kami beri tanda terima')
    h.bank.call('batches', {'records': []}, 422)
    h.bank.call('batches', {'records': [{'reference': 'B-3'}]}, 422)
    h.bank.call('batches', {'records': [{'reference': f'C-{i}', 'number': 'MTR-AAAA-AAAA'} for i in range(201)]}, 422)
    assert store(h, "SELECT COUNT(*) FROM partner_record WHERE reference LIKE 'C-%'") == [(0,)]


def the_sandbox_invents(h):
    box = Machine(h, 'immigration', OTHER, sandbox=True)
    before = store(h, 'SELECT COUNT(*) FROM event')
    _, mine, _ = h.known
    said = box.call('state', {'number': mine})
    assert said['sandbox'] is True and said == {**box.call('state', {'number': mine}), 'timestamp': said['timestamp']}, said
    receipt = box.call('batches', {'records': [{'reference': 'x', 'number': mine}]})['data']['records'][0]['receipt']
    assert receipt.startswith('SBX-')
    assert box.call('receipts', {'receipt': receipt})['data']['reference'] == 'sandbox'
    assert store(h, 'SELECT COUNT(*) FROM event') == before and store(h, 'SELECT COUNT(*) FROM partner_record WHERE receipt = ?', receipt) == [(0,)]


def quotas(h):
    store(h, "INSERT INTO partner_day (partner, day, calls) SELECT 'police', day, 100000 FROM partner_day LIMIT 1 "
             "ON CONFLICT (partner, day) DO UPDATE SET calls = 100000")
    assert h.police.call('batches', {'records': [{'reference': 'q', 'number': 'MTR-AAAA-AAAA'}]}, 429)['code'] == 'quota'
    body = json.dumps({'type': 'application.state', 'data': {'number': 'x'}}).encode()
    codes = []
    for _ in range(12):  # five a minute, and a minute may end meanwhile
        a = call(h.port, 'POST', '/api/v1/partner/state', body, {'Authorization': 'Bearer ' + h.kemenag.token, 'Content-Type': 'application/json',
                                                                 **partner.signature_headers(OTHER, body)})
        codes.append(a.json['code'])
    assert set(codes) == {'not_found', 'quota'} and codes.count('not_found') in range(5, 11), codes


def deliveries(h):
    """News are signed, tried again, logged, sent again by hand; a redirect is no answer."""
    c, mine, _ = sync.applies(h, '6281200005003', 80)
    o = Officer(h, 'op')
    h.hook.answers[:] = [500, 302, 204]
    sync.decides(o, mine, 'sudah_padan')
    c.hear_only('padan')
    def seen():
        return store(h, "SELECT id, tries, status, state, problem FROM delivery WHERE body LIKE ? ORDER BY id", f'%{mine}%')
    h.until(lambda: seen() and seen()[0][1] == 1 and seen()[0][4] == 'status', 'the first try failed')
    boss, page = Officer(h, 'kabid'), f'/petugas/mitra/kiriman/{seen()[0][0]}'
    has(boss.get(page, 200), 'Menunggu', 'Percobaan berikutnya', '500', ' ms', 'Status HTTP')
    assert 'Kirim ulang' not in boss.get(page, 200).text  # it goes by itself within seconds
    has(boss.post(page, 409), 'Percobaan berikutnya')
    store(h, 'UPDATE delivery SET due_at = 1')
    h.until(lambda: seen()[0][4] == 'redirect', 'the second try was sent elsewhere')
    assert not any('elsewhere' in str(b) for _, b in h.hook.came)
    store(h, 'UPDATE delivery SET due_at = 1')
    h.until(lambda: seen()[0][3] == 'sent', 'the third try arrived')
    mine_came = [(head, body) for head, body in h.hook.came if mine.encode() in body]
    assert len(mine_came) == 3 and len({head['webhook-id'] for head, _ in mine_came}) == 1, 'one id through all tries'
    for head, body in mine_came:
        partner.check(h.public_key, head, body)
    news = json.loads(mine_came[-1][1])
    assert news['type'] == 'application.updated' and news['data'] == {'number': mine, 'state': 'sent', 'outcome': 'sudah_padan',
                                                                      'retry_on': news['data']['retry_on']}, news
    tries = store(h, 'SELECT status FROM delivery_try WHERE delivery = ? ORDER BY at', seen()[0][0])
    assert tries == [(500,), (302,), (204,)], tries
    has(boss.get('/petugas/mitra', 200), 'Terkirim', 'Kirim ulang', 'PKS 471')
    assert f'href="{page}"' in boss.get('/petugas/mitra', 200).text
    shown = boss.get(page, 200)
    has(shown, 'Terkirim', 'Kirim ulang', mine_came[0][0]['webhook-id'])
    assert re.findall(r'<td class="num">(\d{3})</td><td class="num">\d+ ms</td>', shown.text) == ['204', '302', '500'], shown.text[-3000:]
    assert 'Percobaan berikutnya' not in words(shown)
    assert boss.post(page, 303).headers['Location'] == page + '?kabar=lagi'
    h.until(lambda: len([1 for _, b in h.hook.came if mine.encode() in b]) == 4, 'it came again')
    Officer(h, 'op').post(page, 403)
    Officer(h, 'op').get(page, 403)
    assert boss.get('/petugas/mitra/kiriman/999999').status == 404
    # the next try is hours away: it goes at once
    h.until(lambda: seen()[0][3] == 'sent', 'it arrived again')
    store(h, "UPDATE delivery SET state = 'waiting', tries = 5, due_at = ? WHERE id = ?", int(time.time() * 1000) + 7200000, seen()[0][0])
    has(boss.get(page, 200), 'Kirim ulang', 'Percobaan berikutnya')
    boss.post(page, 303)
    h.until(lambda: len([1 for _, b in h.hook.came if mine.encode() in b]) == 5, 'it came once more')
    h.hook.answers[:] = [410]
    h.bank.call('test', {})
    h.until(lambda: store(h, "SELECT 1 FROM delivery WHERE kind = 'event.test' AND state = 'failed' AND status = 410"), '410 ends it')
    h.hook.answers[:] = [204]


def no_way_into_the_inner_network(h):
    """Without the setting for tests the same webhook is not called: it leads to this machine."""
    h.server.send_signal(15)
    h.server.wait(15)
    os.environ['LOKET_PARTNERS_INNER_WEBHOOKS'] = 'false'
    h.start_server()
    came = len(h.hook.came)
    h.bank.call('test', {})
    h.until(lambda: store(h, "SELECT 1 FROM delivery WHERE problem = 'address' AND state = 'waiting' AND tries = 1"), 'refused before it is dialled')
    assert len(h.hook.came) == came


def keys_end(h):
    for line in h.run('partner', 'list').splitlines():
        if line.startswith('  key') and 'sandbox' not in line:
            h.run('partner', 'revoke', line.split()[1])
    assert h.bank.call('state', {'number': 'MTR-AAAA-AAAA'}, 401)['code'] == 'unauthorized'
    assert h.run('audit', 'verify')


CASES = [a_state_and_nothing_beyond_the_agreement, who_may_call, scopes, every_record_has_a_receipt, the_sandbox_invents, quotas, deliveries,
         no_way_into_the_inner_network, keys_end]


def agreement(scopes, webhook='', until='2099-12-31', per_minute=6000, addresses='127.0.0.1'):
    return ['reference: "PKS 471/2026"', f'until: {until}', 'fields: [number, state, outcome, retry_on]', f'scopes: [{scopes}]',
            f'per_minute: {per_minute}', 'per_day: 10000', f'addresses: ["{addresses}"]'] + ([f'webhook: {webhook}'] if webhook else [])


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as folder, partner.Webhook() as hook:
        os.environ['LOKET_SERVICES'] = partner.services_with(
            folder, ROOT, bank=agreement('state.read, batch.write, receipt.read, events', f'http://127.0.0.1:{hook.port}/loket'),
            tax=agreement('state.read'), police=agreement('batch.write'), school=agreement('events', 'https://sekolah.example/x'), kemenag=agreement('state.read', per_minute=5),
            bkn=agreement('state.read', until='2099-12-31'))
        os.environ['LOKET_PARTNERS_INNER_WEBHOOKS'] = 'true'
        with House(quiet=1) as house:
            house.typed, house.hook = {}, hook
            for login, role, name in sync.OFFICERS:
                house.officer(login, role, name)
            house.public_key = call(house.port, 'GET', '/api/v1/partner/key').json['public_key']
            house.bank, house.tax = Machine(house, 'bank', KEY), Machine(house, 'tax', OTHER)
            house.police, house.school, house.bkn, house.kemenag = (
                Machine(house, code, OTHER) for code in ('police', 'school', 'bkn', 'kemenag'))
            ended = os.path.join(os.environ['LOKET_SERVICES'], 'partners', 'bkn.yaml')
            with open(ended) as f:
                text = f.read()
            with open(ended, 'w') as f:
                f.write(text.replace('2099-12-31', '2020-12-31'))
            house.server.send_signal(15)
            house.server.wait(15)
            house.start_server()
            house.known = sync.applies(house, '6281200005009', 120)
            sys.exit(run_cases(CASES, house, alone=tuple(CASES[4:])))
