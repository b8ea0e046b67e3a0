#!/usr/bin/env python3
"""Too much at once, slowly or with bad intent: the office keeps serving the others."""
import hashlib
import hmac
import json
import os
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from cases import run_cases  # noqa: E402
from house import House, call, multipart, picture, same_minute  # noqa: E402

UPLOADS = 300
SLOW = 300
PEERS = 4         # addresses of the loopback network: one alone is let have 256 connections
PROMPT = 10       # seconds a page may take meanwhile on a busy machine: who were held up would wait until the slow ones are thrown out
MEMORY = 600 << 20
CARD = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Budi Uji', 'phone': '6281200000600'}}


def connect(house, n):
    return socket.create_connection(('127.0.0.1', house.port), timeout=30, source_address=(f'127.0.1.{n % PEERS + 1}', 0))


def pages_are_prompt(house):
    slowest = 0
    for path in ('/healthz', '/cek', '/petugas/masuk', '/api/v1/applications?limit=5') * 5:
        since = time.monotonic()
        a = call(house.port, 'GET', path, headers={'Authorization': 'Bearer ' + house.token})
        slowest = max(slowest, time.monotonic() - since)
        assert a.status == 200, f'{path}: {a.status}'
    assert slowest < PROMPT, f'a page took {slowest:.1f} s'


def memory_of_web(house):
    return web_process(house)[1]


def web_process(house):
    """Its number and its memory."""
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/cmdline') as f, open(f'/proc/{pid}/statm') as m:
                if f'role-web\0--config\0{house.config}' in f.read():
                    return int(pid), int(m.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')
        except OSError:
            continue
    raise AssertionError('no web process')


def upload(house, n):
    body, kind = multipart([('application', json.dumps(CARD)), ('akta', 'akta.png', 'image/png', picture(f'flood-{n % 8}', 500))])
    head = (f'POST /api/v1/applications HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {house.token}\r\n'
            f'Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n')
    return head.encode() + body


def half_sent_uploads_hold_nobody_up(house):
    whole, open_ = [upload(house, n) for n in range(UPLOADS)], []
    for n, data in enumerate(whole):
        s = connect(house, n)
        s.sendall(data[:len(data) // 2])
        open_.append(s)
    time.sleep(0.5)
    pages_are_prompt(house)
    memory = memory_of_web(house)
    assert memory < MEMORY, f'{memory >> 20} MB'
    for s, data in zip(open_[::2], whole[::2]):
        s.sendall(data[len(data) // 2:])
    for s in open_[1::2]:
        s.close()  # gone in the middle
    for s in open_[::2]:
        answer = s.recv(1 << 16)
        assert answer.startswith(b'HTTP/1.1 201'), answer[:200]
        s.close()
    items, after = 0, ''
    while after is not None:
        page = house.api('GET', '/api/v1/applications?state=submitted&limit=100' + (f'&after={after}' if after else ''), expect=200).json
        items, after = items + len(page['items']), page['next']
    assert items == UPLOADS / 2, f'{items} applications, {UPLOADS // 2} were sent to the end'
    print(f'# {UPLOADS} half-sent uploads: {memory >> 20} MB')


def slow_headers_hold_nobody_up(house):
    slow = []
    for n in range(SLOW):
        s = connect(house, n)
        s.sendall(b'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')
        slow.append(s)
    stop = threading.Event()

    def drip():
        while not stop.wait(0.2):
            for s in slow:
                try:
                    s.sendall(b'a')
                except OSError:
                    continue
    t = threading.Thread(target=drip)
    t.start()
    try:
        for _ in range(3):
            pages_are_prompt(house)
            time.sleep(0.3)
    finally:
        stop.set()
        t.join()
        for s in slow:
            s.close()


def webhook(house, wamid, secret):
    phone = '6281200000601'
    body = json.dumps({'object': 'whatsapp_business_account', 'entry': [{'id': '1', 'changes': [{'field': 'messages', 'value': {
        'messaging_product': 'whatsapp', 'metadata': {'display_phone_number': '6287700000001', 'phone_number_id': '1001'},
        'contacts': [{'profile': {'name': 'Warga Uji'}, 'wa_id': phone}],
        'messages': [{'from': phone, 'id': wamid, 'timestamp': str(int(time.time())), 'type': 'text', 'text': {'body': 'halo'}}]}}]}]})
    mac = hmac.new(secret, body.encode(), hashlib.sha256).hexdigest()
    return call(house.port, 'POST', '/hook/whatsapp', body, {'Content-Type': 'application/json', 'X-Hub-Signature-256': 'sha256=' + mac}).status


def forged_webhooks_change_nothing(house):
    phone = '6281200000601'
    house.says(phone, 'halo')
    house.hears(phone, 'layanan')
    same_minute()
    forged = [webhook(house, f'wamid.palsu.{n}', b'wrong') for n in range(150)]
    assert forged[0] == 401 and forged[-1] == 429 and set(forged) == {401, 429}, forged
    assert forged == sorted(forged), 'first 401, then 429'
    for n in range(20):
        assert webhook(house, f'wamid.benar.{n}', b'rahasia-aplikasi') == 200
        assert webhook(house, f'wamid.palsu.again.{n}', b'wrong') == 429
    with open(os.path.join(house.folder, 'loket.db-wal'), 'rb') as f:
        log = f.read()
    assert b'wamid.benar.19' in log and b'wamid.palsu' not in log, 'a forged webhook was stored'


def mean_forms_end_nobody(house):
    """Heads full of parameters, long names, long texts, each many times: what a form may take in memory is counted."""
    def form(heads, text=b'x'):
        parts = b''.join(b'--mean\r\nContent-Disposition: form-data; ' + head + b'\r\n\r\n' + text + b'\r\n' for head in heads)
        return parts + b'--mean--\r\n'
    before = web_process(house)[0]
    for body in (form([b'name=a' + b'; x="y"' * 9000]), form([b'name=a' + b'; x="y"' * 1100] * 600), form([b'name="%s"' % (b'n' * 8000)] * 600),
                 form([b'name=a'] * 600, b't' * 65000), form([b'name=a; filename="' + b'%22' * 2500 + b'"'] * 600), form([b'name=a'] * 5000)):
        for path in ('/s/' + 'A' * 22 + '/perbaiki', '/p/' + 'A' * 22 + '/berkas/skl'):
            try:
                a = call(house.port, 'POST', path, body, {'Content-Type': 'multipart/form-data; boundary=mean'})
            except ConnectionError:
                continue  # the answer came while most of it was still on its way
            assert 400 <= a.status < 500, (path, len(body), a.status)
    assert web_process(house)[0] == before, 'the web process is the same'
    pages_are_prompt(house)


def main():
    with House() as house:
        cases = [half_sent_uploads_hold_nobody_up, slow_headers_hold_nobody_up, forged_webhooks_change_nothing, mean_forms_end_nobody]
        return run_cases(cases, house, alone=cases)


if __name__ == '__main__':
    sys.exit(main())
