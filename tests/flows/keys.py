#!/usr/bin/env python3
"""The life of the office's key: protected, given by a credential, changed while people work, split and restored.

    LOKET_BIN=build/src/cmd/loket tests/flows/keys.py"""
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from house import BINARY, House, picture  # noqa: E402
from sealed import opened  # noqa: E402

CARD = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Budi Uji', 'phone': '6281200000400'}}
PASSPHRASE = 'lima ekor kuda putih berlari'


def hand_in(house, n):
    data = picture(n, 60)
    number = house.submit(CARD, [('akta', data)]).json['number']
    return f"/api/v1/applications/{number}/scans/{house.file(number)['scans'][0]['id']}", data


def fresh(house):
    """A token nobody has used: no key is remembered for it, each photo is opened by the vault."""
    return house.run('token', 'add', '--name', f'baru-{random.random()}', '--role', 'supervisor').strip()


def all_open(house, photos):
    token = fresh(house)
    for path, data in photos:
        answer = house.api('GET', path, token=token)
        assert answer.status == 200 and answer.body == data, f'{path}: {answer.status} {answer.text[:200]}'


def end_server(house):
    house.server.terminate()
    house.server.wait(15)
    house.processes.remove(house.server)


def tries(house, *words, stdin=None):
    """Exit status and all that was said."""
    r = subprocess.run([BINARY, *words, '--config', house.config], input=stdin, capture_output=True, text=True)
    return r.returncode, r.stdout + r.stderr


def key_files(house):
    return {name for name in os.listdir(os.path.join(house.folder, 'keys')) if name.startswith('office')}


def protected_by_a_credential(house, photos):
    status, said = tries(house, 'keys', 'protect', '--password-stdin', stdin=PASSPHRASE + '\n')
    assert status == 1 and 'end the server first' in said, said
    end_server(house)
    with open(os.path.join(house.folder, 'keys', 'office.key'), 'rb') as f:
        plain = f.read()
    status, said = tries(house, 'keys', 'protect', '--password-stdin', stdin='pendek\n')
    assert status == 1 and 'at least 12' in said, said
    status, said = tries(house, 'keys', 'protect', '--password-stdin', stdin=PASSPHRASE + '\n')
    assert status == 0, said
    assert key_files(house) == {'office.key', 'office.pub'}, key_files(house)
    with open(os.path.join(house.folder, 'keys', 'office.key'), 'rb') as f:
        assert plain not in f.read()

    status, said = tries(house, 'serve')  # neither credential nor terminal
    assert status == 3 and 'loket.passphrase' in said, (status, said)
    folder = os.path.join(house.folder, 'credentials')
    os.mkdir(folder)
    os.environ['CREDENTIALS_DIRECTORY'] = folder
    write_credential(folder, 'lima ekor kuda hitam berlari')
    status, said = tries(house, 'serve')
    assert status == 1 and 'the passphrase does not open' in said, (status, said)
    write_credential(folder, PASSPHRASE)
    house.start_server()
    all_open(house, photos)
    said = house.run('keys', 'status')
    assert 'protected by a passphrase' in said and 'vault     answers' in said, said
    return plain


def write_credential(folder, text):
    with open(os.path.join(folder, 'loket.passphrase'), 'w') as f:
        f.write(text + '\n')


def changed_while_people_work(house, photos):
    """Scans come in and are looked at all the while; none is lost, none fails."""
    stop, wrong, added = threading.Event(), [], []

    def works(first):
        n = first
        while not stop.is_set():
            try:
                path, data = hand_in(house, n)
                added.append((path, data))
                answer = house.api('GET', path)
                if answer.status != 200 or answer.body != data:
                    wrong.append((answer.status, answer.text[:200]))
            except Exception as e:  # noqa: BLE001: whatever it is, the test has failed
                wrong.append(e)
            n += 1

    threads = [threading.Thread(target=works, args=(1000 * (i + 1),)) for i in range(3)]
    for t in threads:
        t.start()
    ids = [house.run('keys', 'status').split()[1]]
    for _ in range(3):
        said = house.run('keys', 'rotate')
        assert 'destroyed' in said, said
        ids.append(re.search(r'-> (\w+)', said)[1])
    stop.set()
    for t in threads:
        t.join()
    assert not wrong, wrong[:3]
    assert len(set(ids)) == 4, ids
    assert key_files(house) == {'office.key', 'office.pub'}, key_files(house)
    all_open(house, photos + added)
    said = house.run('keys', 'status')
    scans = re.findall(r'^scans +(\w+) +(\d+)', said, re.M)
    assert len(scans) == 1 and scans[0][0] == ids[-1], said
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    copies = db.execute('SELECT key FROM scan_copy').fetchall()  # pictures to look at, made meanwhile or before
    db.close()
    assert all(key[:8].hex() == ids[-1] for key, in copies), 'a copy was left behind'
    return photos + added


def old_backups_are_noise(house, photos, plain, backup):
    """A copy of the store from before the change, with every key that exists today: not one scan opens. plain: the old key."""
    db = sqlite3.connect(backup)
    rows = db.execute('SELECT pack, pack_at, pack_size, key FROM scan').fetchall()
    db.close()
    assert len(rows) >= len(photos)
    keys = os.path.join(house.folder, 'keys')
    kept = os.path.join(house.folder, 'probe', 'keys')
    os.makedirs(kept)
    os.symlink(os.path.join(house.folder, 'scans'), os.path.join(house.folder, 'probe', 'scans'))
    shutil.copy(os.path.join(house.folder, 'old.pub'), os.path.join(kept, 'office.pub'))
    with open(os.path.join(kept, 'office.key'), 'wb') as f:
        f.write(plain)
    assert all(opened(os.path.join(house.folder, 'probe'), *row) for row in rows), 'with the old key they open: the backup is good'
    for name in os.listdir(keys):
        with open(os.path.join(keys, name), 'rb') as f:
            assert plain not in f.read(), name
    shutil.copy(os.path.join(keys, 'office.pub'), os.path.join(kept, 'office.pub'))
    assert not any(opened(os.path.join(house.folder, 'probe'), *row) for row in rows)


def split_and_restored(house, photos):
    cards = os.path.join(house.folder, 'cards')
    status, said = tries(house, 'keys', 'escrow', '--shares', '3', '--needed', '4', '--out', cards)
    assert status == 2, said
    house.run('keys', 'escrow', '--shares', '5', '--needed', '3', '--out', cards)
    files = sorted(os.path.join(cards, name) for name in os.listdir(cards))
    assert len(files) == 5 and all(os.stat(f).st_mode & 0o777 == 0o600 for f in files)
    end_server(house)
    key = os.path.join(house.folder, 'keys', 'office.key')
    status, said = tries(house, 'keys', 'restore', *files[:3], '--password-stdin', stdin=PASSPHRASE + '\n')
    assert status == 1 and 'there is an office.key' in said, said
    os.remove(key)
    status, said = tries(house, 'doctor')
    assert status == 1 and 'office.key' in said and 'keys restore' in said, said
    status, said = tries(house, 'keys', 'restore', *files[:2], '--password-stdin', stdin=PASSPHRASE + '\n')
    assert status == 1 and '3 shares are needed, 2 were given' in said, said
    status, said = tries(house, 'keys', 'restore', files[0], files[1], files[1], '--password-stdin', stdin=PASSPHRASE + '\n')
    assert status == 1 and 'twice' in said, said
    with open(files[4]) as f:
        text = f.read()
    with open(files[4], 'w') as f:
        f.write(re.sub(r'LKT1-(.)', lambda m: 'LKT1-' + ('7' if m[1] != '7' else '8'), text))
    status, said = tries(house, 'keys', 'restore', files[4], files[1], files[2], '--password-stdin', stdin=PASSPHRASE + '\n')
    assert status == 1 and 'mistyped' in said, said
    assert not os.path.exists(key)
    said = house.run('keys', 'restore', files[3], files[1], files[0], '--password-stdin', stdin=PASSPHRASE + '\n')
    assert 'restored' in said, said
    house.start_server()
    all_open(house, photos)


def main():
    with House(phone=False) as house:
        photos = [hand_in(house, n) for n in range(6)]
        all_open(house, photos)
        backup = os.path.join(house.folder, 'old.db')
        plain = protected_by_a_credential(house, photos)
        db, copy = sqlite3.connect(os.path.join(house.folder, 'loket.db')), sqlite3.connect(backup)
        db.backup(copy)
        db.close()
        copy.close()
        shutil.copy(os.path.join(house.folder, 'keys', 'office.pub'), os.path.join(house.folder, 'old.pub'))
        photos = changed_while_people_work(house, photos)
        old_backups_are_noise(house, photos[:6], plain, backup)
        split_and_restored(house, photos)
        said = house.run('audit', 'verify')
        assert said.startswith('whole:'), said
        end_server(house)
        said = house.run('keys', 'rotate')  # without a server: with a vault of its own
        assert 'destroyed' in said, said
        house.start_server()
        all_open(house, photos)
    print('the key was protected, changed 4 times, split and restored; every scan opened')


if __name__ == '__main__':
    main()
