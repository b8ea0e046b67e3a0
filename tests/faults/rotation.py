#!/usr/bin/env python3
"""`loket keys rotate` is killed at random points, the vault too: every scan opens at every moment, and calling it again ends it.

    LOKET_BIN=build/src/cmd/loket tests/faults/rotation.py [--kills 25] [--seed N]"""
import argparse
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from house import BINARY, House, picture  # noqa: E402
from vault import CARD, roles  # noqa: E402

SCANS = 4000  # rows a rotation has to walk: some tenths of a second


def fill(house):
    """A few true scans, and many rows that point to the same bytes."""
    photos = []
    for n in range(4):
        data = picture(n, 60)
        number = house.submit(CARD, [('akta', data)]).json['number']
        photos.append((f"/api/v1/applications/{number}/scans/{house.file(number)['scans'][0]['id']}", data))
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    row = db.execute('SELECT application, contact, requirement, type, size, sha256, pack, pack_at, pack_size, key, created_at, source FROM scan').fetchone()
    db.executemany('INSERT INTO scan (id, application, contact, requirement, type, size, sha256, pack, pack_at, pack_size, key, created_at, source) '
                   'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [(f'weit-{n:017d}', None, *row[1:]) for n in range(SCANS)])
    db.commit()
    db.close()
    return photos


def all_open(house, photos):
    token = house.run('token', 'add', '--name', f'baru-{random.random()}', '--role', 'supervisor').strip()
    for path, data in photos:
        answer = house.until(lambda p=path: next((a for a in [house.api('GET', p, token=token)] if a.status != 503), None), 'the vault is back')
        assert answer.status == 200 and answer.body == data, f'{path}: {answer.status} {answer.text[:200]}'


def key_ids(house):
    return re.findall(r'^scans +(\w+) +(\d+)', house.run('keys', 'status'), re.M)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--kills', type=int, default=25)
    p.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 30))
    options = p.parse_args()
    print(f'seed {options.seed}, {options.kills} kills', flush=True)
    chance = random.Random(options.seed)
    with House(phone=False) as house:
        photos = fill(house)
        start = time.monotonic()
        house.run('keys', 'rotate')
        whole = time.monotonic() - start
        halves = 0
        for i in range(options.kills):
            rotation = subprocess.Popen([BINARY, 'keys', 'rotate', '--config', house.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, whole))  # the point at which it dies
            if chance.random() < 0.3:
                vault = roles(house).get('loket-vault')
                if vault:
                    os.kill(vault, signal.SIGKILL)
            rotation.kill()
            rotation.wait()
            halves += len(key_ids(house)) > 1
            all_open(house, photos)
        said = house.until(lambda: house.run('keys', 'rotate', check=False), 'a rotation ends')
        assert 'destroyed' in said, said
        ids = key_ids(house)
        assert len(ids) == 1 and int(ids[0][1]) >= SCANS + len(photos), ids  # and the pictures made of them
        left = {n for n in os.listdir(os.path.join(house.folder, 'keys')) if n.startswith('office')}
        assert {'office.key', 'office.pub'} <= left and not {n for n in left if 'old' in n}, left
        all_open(house, photos)
        assert house.run('audit', 'verify').startswith('whole:')
    print(f'killed {options.kills} times ({halves} times between two keys, a whole one takes {whole:.2f} s); every scan opened each time')


if __name__ == '__main__':
    main()
