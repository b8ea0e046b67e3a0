#!/usr/bin/env python3
"""kill -9 at random points while applications and messages arrive.

    LOKET_BIN=build/src/cmd/loket tests/faults/crash.py [--cycles 200] [--seed N]

Clients send applications with photos, steps of officers and signed webhooks, and repeat what was cut off as real ones
do: an application with the same Idempotency-Key, a webhook with the same body. Meanwhile one process of the server is
killed again and again. Afterwards: what got 200 or 201 is there once, with its bytes; nothing else is there; nobody was
told anything twice; the chain of events is whole."""
import argparse
import base64
import hashlib
import hmac
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from house import BINARY, House, call, multipart, picture  # noqa: E402
from sealed import opened  # noqa: E402

SECRET = b'rahasia-aplikasi'
PAPERS = ('akta', 'kk', 'ktp_ortu')
WORDS = ('halo', '0', 'status', 'kia', 'akta kelahiran', 'terima kasih', 'batal')
RESTART = 1.0  # seconds until the server answers again, as the median of all kills


class Town:
    """Everybody who writes to the office, and what they were promised."""

    def __init__(self, house, seed):
        self.house, self.seed = house, seed
        self.stop, self.lock = threading.Event(), threading.Lock()
        self.applications = {}  # number -> {requirement: sha256}
        self.keys, self.steps = {}, {}  # Idempotency-Key -> number; number -> actions that got 200
        self.messages = {}  # wamid -> sha256 of the photo or None
        self.wrong, self.cut = [], 0
        self.people = [f'62812000001{i:02}' for i in range(4)]  # write through the simulator
        self.others = [f'62812000002{i:02}' for i in range(4)]  # their webhooks are posted from here

    def note_wrong(self, words):
        with self.lock:
            self.wrong.append(words)

    def until_told(self, expect, port, method, path, body, headers):
        """Sends the same again until there is an answer: what every client does whose connection was cut."""
        while True:
            try:
                a = call(port, method, path, body, headers, timeout=20)
                if a.status == expect:
                    return a
                if a.status != 503:
                    self.note_wrong(f'{method} {path}: {a.status} {a.text[:300]}')
                    return None
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.cut += 1
            time.sleep(0.02)

    # ---- partners and officers ----

    def api(self, expect, method, path, body, kind, key):
        headers = {'Authorization': 'Bearer ' + self.house.token, 'Content-Type': kind, 'Idempotency-Key': key}
        return self.until_told(expect, self.house.port, method, '/api/v1' + path, body, headers)

    def applicant(self, who):
        chance = random.Random(f'{self.seed}-{who}')
        n = 0
        while not self.stop.is_set():
            n += 1
            key = f'{who}-{n}'
            files = {code: picture(f'{self.seed}-{key}-{code}', chance.randint(20, 300)) for code in PAPERS[:chance.randint(2, 3)]}
            application = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'},
                           'applicant': {'name': f'Uji {key}', 'phone': chance.choice(self.people)}}
            body, kind = multipart([('application', json.dumps(application))] +
                                   [(code, code + '.png', 'image/png', data) for code, data in files.items()])
            a = self.api(201, 'POST', '/applications', body, kind, key)
            if not a:
                return
            with self.lock:
                number = a.json['number']
                if number in self.applications:
                    self.wrong.append(f'{number} was given to two applications')
                self.applications[number] = {code: hashlib.sha256(data).digest() for code, data in files.items()}
                self.keys[key] = number

    def officer(self):
        chance = random.Random(f'{self.seed}-officer')
        n = 0
        while not self.stop.is_set():
            with self.lock:
                number = chance.choice(sorted(self.applications)) if self.applications else None
            if not number:
                time.sleep(0.05)
                continue
            for action in ('take', 'release'):
                n += 1
                a = self.api(200, 'POST', f'/applications/{number}/actions', json.dumps({'action': action}), 'application/json', f'step-{n}')
                if not a:
                    return
                self.steps.setdefault(number, []).append(action)

    # ---- citizens ----

    def signed(self, value):
        body = json.dumps({'object': 'whatsapp_business_account', 'entry': [{'id': '1', 'changes': [{'field': 'messages', 'value': value}]}]})
        mac = hmac.new(SECRET, body.encode(), hashlib.sha256).hexdigest()
        return body, {'Content-Type': 'application/json', 'X-Hub-Signature-256': 'sha256=' + mac}

    def media(self, data):
        body, kind = multipart([('messaging_product', 'whatsapp'), ('file', 'foto.png', 'image/png', data)])
        a = call(self.house.phone_port, 'POST', '/v25.0/1001/media', body, {'Authorization': 'Bearer token-satu', 'Content-Type': kind})
        return a.json['id']

    def writes_directly(self, phone):
        chance = random.Random(f'{self.seed}-{phone}')
        n = 0
        while not self.stop.is_set():
            messages, mine = [], {}
            for _ in range(chance.randint(1, 3)):
                n += 1
                wamid = f'wamid.{phone}.{n}'
                m = {'from': phone, 'id': wamid, 'timestamp': str(int(time.time()))}
                mine[wamid] = None
                if chance.random() < 0.3:
                    data = picture(f'{self.seed}-{wamid}', chance.randint(20, 200))
                    sha = hashlib.sha256(data).digest()
                    mine[wamid] = sha
                    m.update(type='image', image={'id': self.media(data), 'mime_type': 'image/png', 'sha256': base64.b64encode(sha).decode()})
                else:
                    m.update(type='text', text={'body': chance.choice(WORDS)})
                messages.append(m)
            body, headers = self.signed({
                'messaging_product': 'whatsapp', 'metadata': {'display_phone_number': '6287700000001', 'phone_number_id': '1001'},
                'contacts': [{'profile': {'name': 'Warga Uji'}, 'wa_id': phone}], 'messages': messages})
            if not self.until_told(200, self.house.port, 'POST', '/hook/whatsapp', body, headers):
                return
            with self.lock:
                self.messages.update(mine)
            time.sleep(chance.uniform(0.1, 0.5))

    def writes_by_phone(self):
        chance = random.Random(f'{self.seed}-phone')
        n = 0
        while not self.stop.is_set():
            phone = chance.choice(self.people)
            n += 1
            if chance.random() < 0.3:
                data = picture(f'{self.seed}-phone-{n}', chance.randint(20, 200))
                said, sha = self.house.sends(phone, data), hashlib.sha256(data).digest()
            else:
                said, sha = self.house.says(phone, chance.choice(WORDS)), None
            self.messages[said['id']] = sha  # the simulator posts it until it gets 200
            time.sleep(chance.uniform(0.2, 0.6))

    def start(self):
        for phone in self.people + self.others:
            self.house.says(phone, 'halo')  # opens the 24 hours in which the office may answer
            self.house.hears(phone, 'layanan')
        work = [(self.applicant, 'a'), (self.applicant, 'b'), (self.applicant, 'c'), (self.officer,), (self.writes_by_phone,)]
        work += [(self.writes_directly, phone) for phone in self.others]
        self.threads = [threading.Thread(target=w[0], args=w[1:], daemon=True) for w in work]
        for t in self.threads:
            t.start()

    def end(self):
        self.stop.set()
        for t in self.threads:
            t.join(60)
            assert not t.is_alive(), 'a client never got an answer'


# ---- the killer ----


def roles_of(supervisor):
    """pids of the supervisor and of its children."""
    found = [supervisor]
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat') as f:
                    fields = f.read().rpartition(')')[2].split()
            except OSError:
                continue
            if int(fields[1]) == supervisor and fields[0] != 'Z':
                found.append(int(name))
    return found


def name_of(pid):
    try:
        with open(f'/proc/{pid}/cmdline') as f:
            return f.read().split('\0')[1]
    except (OSError, IndexError):
        return '?'


def kill_one(house, chance):
    pid = chance.choice(sorted(roles_of(house.server.pid)))
    name = name_of(pid)
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return 'gone'
    if pid == house.server.pid:
        house.server.wait()
        house.processes.remove(house.server)
        log = open(os.path.join(house.folder, 'log'), 'a')
        house.server = subprocess.Popen([BINARY, 'serve', '--config', house.config], stdout=log, stderr=log)
        house.processes.append(house.server)
    return name


def kill_again_and_again(house, cycles, chance):
    """Gives what was killed how often and the seconds until the server answered again."""
    killed, waits = {}, []
    for cycle in range(cycles):
        time.sleep(chance.uniform(0.05, 0.35))
        name = kill_one(house, chance)
        killed[name] = killed.get(name, 0) + 1
        if chance.random() < 0.25:
            continue  # the next one hits it while it starts
        since = time.monotonic()
        House.until(lambda: House.alive(house.port, '/healthz'), f'the server is back after kill {cycle} ({name})', 15)
        waits.append(time.monotonic() - since)
    return killed, sorted(waits)


# ---- what must be true ----


def store(house):
    return sqlite3.connect(f'file:{house.folder}/loket.db?mode=ro', uri=True, timeout=20)


def wait_until_quiet(house):
    def quiet():
        db = store(house)
        try:
            open_work = db.execute("SELECT (SELECT COUNT(*) FROM webhook WHERE done_at IS NULL) + (SELECT COUNT(*) FROM media WHERE done_at IS NULL)"
                                   " + (SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending', 'unknown'))"
                                   " + (SELECT COUNT(*) FROM chat WHERE quiet_at IS NOT NULL)").fetchone()[0]
        finally:
            db.close()
        return open_work == 0 and house.sim('GET', '/stats')['webhook_queue'] == 0
    House.until(quiet, 'all work is done', 240)


def check_applications(town, db, wrong):
    rows = dict(db.execute("SELECT number, id FROM application WHERE channel = 'api'"))
    wrong += [f'application {n} got 201 and is missing' for n in town.applications if n not in rows]
    wrong += [f'application {n}: nobody was told of it' for n in rows if n not in town.applications]
    for number, promised in town.applications.items():
        there = db.execute('SELECT requirement, sha256 FROM scan WHERE application = ? ORDER BY requirement', (rows.get(number),)).fetchall()
        if there != sorted(promised.items()):
            wrong.append(f'application {number}: scans {[r[0] for r in there]}, not {sorted(promised)}')
        did = [r[0] for r in db.execute("SELECT kind FROM event WHERE application = ? AND kind IN ('take', 'release') ORDER BY seq", (rows.get(number),))]
        if did != town.steps.get(number, []):
            wrong.append(f'application {number}: {len(did)} steps, {len(town.steps.get(number, []))} got 200')


def check_messages(town, db, wrong):
    there = {}
    for wamid, sha, problem in db.execute('SELECT m.wamid, s.sha256, d.problem FROM message m LEFT JOIN scan s ON s.id = m.scan'
                                          " LEFT JOIN media d ON d.message = m.id WHERE m.direction = 'in'"):
        there.setdefault(wamid, []).append((sha, problem))
    for wamid, sha in town.messages.items():
        found = there.get(wamid, [])
        if len(found) != 1:
            wrong.append(f'message {wamid} got 200 and is there {len(found)} times')
        elif found[0][0] != sha:
            wrong.append(f'message {wamid}: not the photo that was sent ({found[0][1]})')


def check_answers(town, db, wrong):
    """Whatever a citizen hears is one row of the outbox, and each row was heard at most once."""
    rows = {}
    for wamid, state, problem in db.execute('SELECT wamid, state, problem FROM outbox'):
        if wamid:
            rows[wamid] = rows.get(wamid, 0) + 1
        if state == 'failed' and problem != 'outcome unknown':
            wrong.append(f'a message was not sent: {problem}')
    for phone in town.people + town.others:
        for m in town.house.heard(phone):
            if rows.get(m['id'], 0) != 1:
                wrong.append(f"{phone} heard something {rows.get(m['id'], 0)} rows speak of: {m.get('text', '')[:60]}")
    lost = db.execute("SELECT COUNT(*) FROM outbox WHERE problem = 'outcome unknown'").fetchone()[0]
    return len(rows), lost


def check_scans(house, db, wrong):
    """Every scan opens with its own key, by another program than the one that sealed it, and no two share bytes."""
    ends = {}
    rows = db.execute('SELECT id, pack, pack_at, pack_size, size, sha256, key FROM scan ORDER BY pack, pack_at').fetchall()
    for name, pack, at, pack_size, size, sha, key in rows:
        if at < ends.get(pack, 0):
            wrong.append(f'scan {name} lies over another one')
        ends[pack] = at + pack_size
        plain = opened(house.folder, pack, at, pack_size, key)
        if plain is None or len(plain) != size or hashlib.sha256(plain).digest() != sha:
            wrong.append(f'scan {name} does not open')
    return len(rows)


def check(town):
    house, wrong = town.house, town.wrong
    db = store(house)
    check_applications(town, db, wrong)
    check_messages(town, db, wrong)
    sent, lost = check_answers(town, db, wrong)
    scans = check_scans(house, db, wrong)
    if db.execute('PRAGMA integrity_check').fetchall() != [('ok',)]:
        wrong.append('the store is damaged')
    db.close()
    verified = house.run('audit', 'verify', check=False)
    if not verified.startswith('whole: '):
        wrong.append('audit verify: ' + verified)
    print(f'{len(town.applications)} applications, {sum(map(len, town.steps.values()))} steps, {len(town.messages)} messages, '
          f'{scans} scans, {town.cut} connections cut, {sent} answers sent, {lost} with unknown outcome; {verified.splitlines()[0]}')
    assert not wrong, f'{len(wrong)} wrong:\n' + '\n'.join(wrong[:40])
    assert town.applications and town.messages and scans, 'nothing was tried'


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--cycles', type=int, default=200)
    p.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 30))
    options = p.parse_args()
    print(f'seed {options.seed}, {options.cycles} cycles', flush=True)
    chance = random.Random(options.seed)
    with House() as house:
        town = Town(house, options.seed)
        town.start()
        killed, waits = kill_again_and_again(house, options.cycles, chance)
        town.end()
        print(f'killed {killed}; back after {waits[len(waits) // 2]:.2f} s, at worst {waits[-1]:.2f} s', flush=True)
        wait_until_quiet(house)
        check(town)
        assert waits[len(waits) // 2] < RESTART, 'restarts take too long'


if __name__ == '__main__':
    main()
