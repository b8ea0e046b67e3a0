#!/usr/bin/env python3
"""The disk is full: a clear refusal, nothing half there, and work goes on when there is room again.

Needs to mount a small tmpfs; where that is not allowed the test is skipped (exit 77)."""
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from cases import run_cases  # noqa: E402
from house import House, call, multipart, picture  # noqa: E402

SIZE = 64 << 20  # the log of the store alone takes 48 MB
CARD = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Budi Uji', 'phone': '6281200000500'}}


def submit(house, seed, side=900):
    data = picture(seed, side)
    body, kind = multipart([('application', json.dumps(CARD)), ('akta', 'akta.png', 'image/png', data)])
    return house.api('POST', '/api/v1/applications', body, {'Content-Type': kind}), hashlib.sha256(data).digest()


def fill(folder, leave):
    """Takes all room but `leave` bytes; gives the file to remove."""
    name = os.path.join(folder, 'ballast')
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    with open(name, 'wb') as f:
        os.posix_fallocate(f.fileno(), 0, max(free - leave, 4096))
    return name


def free_bytes(folder):
    return os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize


def applications(house):
    db = sqlite3.connect(f'file:{house.folder}/loket.db?mode=ro', uri=True, timeout=20)
    try:
        return dict(db.execute("SELECT a.number, s.sha256 FROM application a LEFT JOIN scan s ON s.application = a.id WHERE a.channel = 'api'"))
    finally:
        db.close()


def check_whole(house, promised):
    assert applications(house) == promised, 'other applications than those that got 201'
    assert house.run('audit', 'verify').startswith('whole: ')


def refuses(house, promised, seed):
    """Sends until refused; gives the refusal. What got 201 meanwhile is promised."""
    for n in range(200):
        a, sha = submit(house, f'{seed}-{n}')
        if a.status != 201:
            return a
        promised[a.json['number']] = sha
    raise AssertionError('a full disk takes 200 applications')


def full_while_photos_come(house):
    promised = house.promised
    ballast = fill(house.folder, 3 << 20)
    a = refuses(house, promised, 'full')
    assert a.status in (503, 507) and a.json['code'], f'{a.status} {a.text[:300]}'
    left = free_bytes(house.folder)
    for n in range(10):  # a refused photo takes no room for good
        again = submit(house, f'again-{n}', 1500)[0]
        assert again.status in (503, 507), f'{again.status} {again.text[:300]}'
    assert free_bytes(house.folder) >= left - (64 << 10), f'{left - free_bytes(house.folder)} bytes are gone'
    assert call(house.port, 'GET', '/healthz').status == 200
    check_whole(house, promised)
    os.remove(ballast)
    a, sha = submit(house, 'after')
    assert a.status == 201, f'there is room again: {a.status} {a.text[:300]}'
    promised[a.json['number']] = sha
    check_whole(house, promised)


def full_to_the_last_byte(house):
    """Not even a row has room: small changes are refused too, or kept whole."""
    promised = house.promised
    number = next(iter(promised))
    ballast = fill(house.folder, 0)
    refused = taken = 0
    for n in range(400):
        a = house.act(number, ('take', 'release')[n % 2], expect=None)
        assert a.status in (200, 503, 507, 409), f'{a.status} {a.text[:300]}'
        taken += a.status == 200
        refused += a.status >= 500
    seen = sum(e['kind'] in ('take', 'release') for e in house.file(number)['events'])
    assert seen == taken, f'{taken} steps got 200, {seen} are there'
    assert submit(house, 'last')[0].status in (503, 507)
    os.remove(ballast)
    a, sha = submit(house, 'room')
    assert a.status == 201, f'there is room again: {a.status} {a.text[:300]}'
    promised[a.json['number']] = sha
    house.act(number, 'take', expect=None)
    check_whole(house, promised)


def full_at_the_start(house):
    """A server that is started on a full disk shows what it has, and takes work when there is room."""
    number = next(iter(house.promised))
    ballast = fill(house.folder, 0)
    house.server.kill()
    house.server.wait()
    house.processes.remove(house.server)
    house.start_server()
    assert house.file(number)['number'] == number
    assert submit(house, 'started full')[0].status in (503, 507)
    os.remove(ballast)
    a, sha = submit(house, 'started')
    assert a.status == 201, f'{a.status} {a.text[:300]}'
    house.promised[a.json['number']] = sha
    check_whole(house, house.promised)


def main():
    mount = tempfile.mkdtemp(prefix='loket-disk-')
    if os.geteuid() != 0 or subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={SIZE}', 'tmpfs', mount], capture_output=True).returncode != 0:
        os.rmdir(mount)
        print('skipped: a tmpfs may not be mounted here')
        return 77
    try:
        tempfile.tempdir = mount
        with House(phone=False, more='look: {on: false}\n') as house:  # the pictures of a look take room of their own, later
            house.promised = {}
            cases = [full_while_photos_come, full_to_the_last_byte, full_at_the_start]
            return run_cases(cases, house, alone=cases)
    finally:
        tempfile.tempdir = None
        subprocess.run(['umount', mount])
        os.rmdir(mount)


if __name__ == '__main__':
    sys.exit(main())
