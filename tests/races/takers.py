#!/usr/bin/env python3
"""Many at once on one thing: one gets it, the others are told so, nothing is done twice."""
import concurrent.futures
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from cases import run_cases  # noqa: E402
from house import House, call, multipart, picture  # noqa: E402

CARD = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Budi Uji', 'phone': '6281200000300'},
        'data': {'applicant_name': 'Budi Uji'}}
PAPERS = [(code, picture(code, 40)) for code in ('akta', 'kk', 'ktp_ortu')]


def at_once(n, what):
    """Runs what(0) ... what(n - 1) at the same moment; gives their results."""
    gate = threading.Barrier(n)

    def one(i):
        gate.wait()
        return what(i)
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        return list(pool.map(one, range(n)))


def counts(answers):
    tally = {}
    for a in answers:
        tally[a.status] = tally.get(a.status, 0) + 1
    return tally


def same(got, expected, words):
    assert got == expected, f'{words}: {got}, not {expected}'


def rows(house, query, *values):
    db = sqlite3.connect(f'file:{house.folder}/loket.db?mode=ro', uri=True, timeout=20)
    try:
        return db.execute(query, values).fetchall()
    finally:
        db.close()


def events(house, number, kind):
    return sum(e['kind'] == kind for e in house.file(number)['events'])


def action(house, number, token, **fields):
    return house.api('POST', f'/api/v1/applications/{number}/actions', fields, token=token)


def one_of_32_takes_a_file(house):
    for _ in range(5):
        number = house.submit(CARD, PAPERS).json['number']
        got = at_once(32, lambda i: action(house, number, house.tokens[i % 4], action='take'))
        same(counts(got), {200: 1, 409: 31}, 'taking')
        same(events(house, number, 'take'), 1, 'events')


def a_hand_over_happens_once(house):
    number = house.submit(CARD, PAPERS).json['number']
    house.act(number, 'take')
    for r in house.file(number)['requirements']:
        if r['scans']:
            house.act(number, 'accept_scan', requirement=r['code'])
        elif r['state'] == 'missing':
            house.act(number, 'seen', requirement=r['code'])
    house.act(number, 'process', siak_number='5271-KIA-24112026-0001')
    house.act(number, 'ready', shelf='A-1')
    for r in house.file(number)['requirements']:
        if r['compare']:
            house.act(number, 'check_original', requirement=r['code'], result='same')
    got = at_once(16, lambda i: action(house, number, house.tokens[i % 4], action='hand_over',
                                       receiver={'name': f'Budi Uji {i}', 'relation': 'self', 'identity_last4': '0001'}))
    tally = counts(got)
    same(tally.pop(200, 0), 1, 'handed over')
    same(set(tally) <= {409, 422}, True, f'the others were told so: {tally}')
    same(events(house, number, 'hand_over'), 1, 'events')


def the_slower_of_two_officers_is_told(house):
    for _ in range(20):
        file = house.submit(CARD, PAPERS).json['number']
        version = house.act(file, 'take').json['version']
        got = at_once(2, lambda i: action(house, file, house.token, action='accept_scan', requirement=PAPERS[i][0], version=version))
        same(counts(got), {200: 1, 409: 1}, 'changing one version')


def one_key_makes_one_application(house):
    before = rows(house, 'SELECT COUNT(*) FROM application')[0][0]
    body, kind = multipart([('application', json.dumps(CARD))] + [(c, c + '.png', 'image/png', data) for c, data in PAPERS])
    for round_ in range(5):
        got = at_once(12, lambda i: house.api('POST', '/api/v1/applications', body, {'Content-Type': kind, 'Idempotency-Key': f'satu-{round_}'}))
        same(counts(got), {201: 12}, 'the same key')
        same(len({a.json['number'] for a in got}), 1, 'numbers')
    same(rows(house, 'SELECT COUNT(*) FROM application')[0][0] - before, 5, 'applications')
    there = rows(house, "SELECT COUNT(*), COUNT(DISTINCT number) FROM application WHERE applicant = 'Budi Uji'")[0]
    same(there[0], there[1], 'numbers in the store')


def one_message_posted_20_times_has_one_answer(house):
    phone = '6281200000301'
    body = json.dumps({'object': 'whatsapp_business_account', 'entry': [{'id': '1', 'changes': [{'field': 'messages', 'value': {
        'messaging_product': 'whatsapp', 'metadata': {'display_phone_number': '6287700000001', 'phone_number_id': '1001'},
        'contacts': [{'profile': {'name': 'Warga Uji'}, 'wa_id': phone}],
        'messages': [{'from': phone, 'id': 'wamid.duapuluh', 'timestamp': str(int(time.time())), 'type': 'text', 'text': {'body': 'halo'}}]}}]}]})
    mac = hmac.new(b'rahasia-aplikasi', body.encode(), hashlib.sha256).hexdigest()
    headers = {'Content-Type': 'application/json', 'X-Hub-Signature-256': 'sha256=' + mac}
    got = at_once(20, lambda i: call(house.port, 'POST', '/hook/whatsapp', body, headers))
    same(counts(got), {200: 20}, 'webhooks')
    House.until(lambda: rows(house, 'SELECT COUNT(*) FROM webhook WHERE done_at IS NULL') == [(0,)], 'all webhooks are worked in')
    same(rows(house, "SELECT COUNT(*) FROM message WHERE wamid = 'wamid.duapuluh'"), [(1,)], 'messages')
    chat = rows(house, 'SELECT h.id FROM chat h JOIN contact c ON c.id = h.contact WHERE c.phone = ?', phone)[0][0]
    same(rows(house, 'SELECT COUNT(*) FROM outbox WHERE chat = ?', chat), [(1,)], 'answers')


def the_chain_is_whole(house):
    same(house.run('audit', 'verify').startswith('whole: '), True, 'audit verify')


def main():
    with House() as house:
        house.tokens = [house.run('token', 'add', '--name', f'uji-{i}', '--role', 'supervisor').strip() for i in range(4)]
        return run_cases([one_of_32_takes_a_file, a_hand_over_happens_once, the_slower_of_two_officers_is_told, one_key_makes_one_application,
                          one_message_posted_20_times_has_one_answer, the_chain_is_whole], house,
                         alone=(one_key_makes_one_application, the_chain_is_whole))


if __name__ == '__main__':
    sys.exit(main())
