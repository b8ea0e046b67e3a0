#!/usr/bin/env python3
"""Rows of the chain of events are changed, removed, swapped, added: `loket audit verify` names the first that does not fit.

    LOKET_BIN=build/src/cmd/loket tests/faults/audit.py [--edits 100] [--seed N]"""
import argparse
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from house import BINARY, House, picture  # noqa: E402

CARD = {'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5'}, 'applicant': {'name': 'Budi Uji', 'phone': '6281200000400'}}


def fill(house):
    for n in range(10):
        number = house.submit(CARD, [('akta', picture(n, 30))]).json['number']
        for action in ('take', 'release', 'take'):
            house.act(number, action)


# ---- edits: each gives the seq that must be named, and the words that may be said of it ----


def changed(db, chance, last):
    seq = chance.randint(1, last)
    column, value = chance.choice((('at', 'at + 1'), ('kind', "kind || 'x'"), ('application', 'COALESCE(application, 0) + 1'),
                                   ('actor', "'officer:99'"), ('data', "replace(data, '}', ',\"x\":1}')"), ('hash', 'randomblob(32)')))
    db.execute(f'UPDATE event SET {column} = {value} WHERE seq = ?', (seq,))
    return seq, ('changed',)


def removed(db, chance, last):
    seq = chance.randint(1, last)
    db.execute('DELETE FROM event WHERE seq = ?', (seq,))
    return seq, ('missing',)


def cut_off(db, chance, last):
    seq = chance.randint(2, last)
    db.execute('DELETE FROM event WHERE seq >= ?', (seq,))
    return seq, ('missing',)


def swapped(db, chance, last):
    a, b = sorted(chance.sample(range(1, last + 1), 2))
    for old, new in ((a, -1), (b, a), (-1, b)):
        db.execute('UPDATE event SET seq = ? WHERE seq = ?', (new, old))
    return a, ('changed',)


def closed_up(db, chance, last):
    """Removed, and those behind it moved up."""
    seq = chance.randint(1, last - 1)
    db.execute('DELETE FROM event WHERE seq = ?', (seq,))
    for after in range(seq + 1, last + 1):
        db.execute('UPDATE event SET seq = seq - 1 WHERE seq = ?', (after,))
    return seq, ('changed',)


def digest(before, row):
    seq, at, kind, application, actor, data = row
    text = '\x1f'.join((str(seq), str(at), str(application or 0), kind, actor, data))
    return hashlib.sha256(before + text.encode()).digest()


def rewritten(db, chance, last):
    """By somebody who knows how the hashes are made: only the end of the chain, kept under the office's key, tells."""
    seq = chance.randint(1, last)
    db.execute("UPDATE event SET actor = 'officer:99' WHERE seq = ?", (seq,))
    before = db.execute('SELECT hash FROM event WHERE seq = ?', (seq - 1,)).fetchone()[0] if seq > 1 else bytes(32)
    for row in db.execute('SELECT seq, at, kind, application, actor, data FROM event WHERE seq >= ? ORDER BY seq', (seq,)).fetchall():
        before = digest(before, row)
        db.execute('UPDATE event SET hash = ? WHERE seq = ?', (before, row[0]))
    return last + 1, ('head',)


def hidden(db, chance, last):
    """Left out of what its application tells: the one behind it names the one before it."""
    seqs = [row[0] for row in db.execute('SELECT seq FROM event WHERE previous IS NOT NULL')]
    seq = chance.choice(seqs)
    db.execute('UPDATE event SET previous = (SELECT b.previous FROM event b WHERE b.seq = event.previous) WHERE seq = ?', (seq,))
    return seq, ('unlinked',)


def hidden_last(db, chance, last):
    application, seq = chance.choice(db.execute('SELECT id, last_event FROM application WHERE last_event > 0').fetchall())
    db.execute('UPDATE application SET last_event = COALESCE((SELECT previous FROM event WHERE seq = last_event), 0) WHERE id = ?', (application,))
    return seq, ('unlinked',)


EDITS = (changed, changed, changed, removed, cut_off, swapped, closed_up, rewritten, hidden, hidden_last)


def verify(config):
    r = subprocess.run([BINARY, 'audit', 'verify', '--config', config], capture_output=True, text=True)
    return r.returncode, r.stdout.splitlines()[0] if r.stdout else r.stderr


def copy_of(house, name):
    """The house at rest, in a folder of its own."""
    folder = os.path.join(house.folder, name)
    os.mkdir(folder)
    shutil.copy(house.config, folder)
    shutil.copytree(os.path.join(house.folder, 'keys'), os.path.join(folder, 'keys'))
    openings = os.path.join(house.folder, 'openings.log')
    if os.path.exists(openings):  # nothing has to be opened before the house is at rest
        shutil.copy(openings, folder)
    whole, part = sqlite3.connect(os.path.join(house.folder, 'loket.db')), sqlite3.connect(os.path.join(folder, 'loket.db'))
    whole.backup(part)
    whole.close()
    part.close()
    return folder, os.path.join(folder, os.path.basename(house.config))


def as_before_25(store):
    """As a store was before events named the one before them."""
    db = sqlite3.connect(store)
    db.executescript('ALTER TABLE event DROP COLUMN previous; ALTER TABLE application DROP COLUMN last_event;'
                     'CREATE INDEX event_application ON event (application, seq) WHERE application IS NOT NULL;'
                     'DELETE FROM migration WHERE version = 25;')
    db.close()


def links(store):
    db = sqlite3.connect(store)
    rows = db.execute('SELECT seq, previous FROM event').fetchall(), db.execute('SELECT id, last_event FROM application').fetchall()
    db.close()
    return rows


def an_older_store_is_linked(config, store):
    before = links(store)
    assert any(previous for _, previous in before[0])
    as_before_25(store)
    r = subprocess.run([BINARY, 'init', '--config', config], capture_output=True, text=True)
    assert r.returncode == 0, r.stderr
    assert links(store) == before
    assert verify(config)[0] == 0, verify(config)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--edits', type=int, default=100)
    p.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 30))
    options = p.parse_args()
    print(f'seed {options.seed}, {options.edits} edits', flush=True)
    chance = random.Random(options.seed)
    with House(phone=False) as house:
        fill(house)
        folder, config = copy_of(house, 'copy')
        store, kept = os.path.join(folder, 'loket.db'), os.path.join(folder, 'kept.db')
        os.rename(store, kept)
        for i in range(options.edits + 1):
            for name in ('loket.db', 'loket.db-wal', 'loket.db-shm'):
                if os.path.exists(os.path.join(folder, name)):
                    os.remove(os.path.join(folder, name))
            shutil.copy(kept, store)
            if i == 0:
                assert verify(config)[0] == 0, f'untouched: {verify(config)}'
                an_older_store_is_linked(config, store)
                continue
            db = sqlite3.connect(store)
            last = db.execute('SELECT MAX(seq) FROM event').fetchone()[0]
            edit = chance.choice(EDITS)
            seq, words = edit(db, chance, last)
            db.commit()
            db.close()
            code, said = verify(config)
            assert code == 1 and said in {f'broken at event {seq}: {w}' for w in words}, f'edit {i}, {edit.__name__}, event {seq} of {last}: exit {code}, "{said}"'
    print(f'{options.edits} edits found, each at the first row that does not fit')


if __name__ == '__main__':
    main()
