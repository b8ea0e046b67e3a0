#!/usr/bin/env python3
"""A burst of photos that wait to be looked at must not slow the pages: list and submit keep at least half their speed.

    LOKET_BIN=build/src/cmd/loket LOOK_MEASURE=build/tests/look/measure bench/burst.py [PHOTOS]    # 1000"""
import concurrent.futures
import os
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tests', 'helpers'))
from house import House  # noqa: E402

SECONDS = int(os.environ.get('SECONDS', '12'))


def photo(seed):
    with tempfile.NamedTemporaryFile(suffix='.jpg') as f:
        subprocess.run([os.environ['LOOK_MEASURE'], '--make', f.name, '2', '0', str(seed)], check=True, stdout=subprocess.DEVNULL)
        return f.read()


def waiting(house):
    db = sqlite3.connect(f'file:{house.folder}/loket.db?mode=ro', uri=True)
    n = db.execute('SELECT COUNT(*) FROM scan WHERE look_at IS NOT NULL').fetchone()[0]
    db.close()
    return n


def hands_in(house, file):
    house.submit({'service': 'kk', 'applicant': {'name': 'Banyak Foto', 'phone': '081200000041'}, 'answers': {'reason': 'birth', 'special': 'no'}}, [('kk_lama', file)])


def rate(what, threads=4):
    """Calls a second, for a while."""
    end = time.monotonic() + SECONDS

    def go(_):
        n = 0
        while time.monotonic() < end:
            what()
            n += 1
        return n
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(go, range(threads))) / SECONDS


def main():
    burst = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    small = b'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'
    photos = [photo(i) for i in range(8)]
    with House(phone=False) as house:
        def listing():
            house.api('GET', '/api/v1/applications?state=submitted&limit=50', expect=200)

        def submit():
            hands_in(house, small)
        for _ in range(60):
            submit()
        house.until(lambda: waiting(house) == 0, 'calm', 300)
        calm = {'list': rate(listing), 'submit': rate(submit)}
        house.until(lambda: waiting(house) == 0, 'calm', 600)
        for i in range(burst):
            hands_in(house, photos[i % len(photos)])
        before, start = waiting(house), time.monotonic()
        busy = {'list': rate(listing), 'submit': rate(submit)}
        after = waiting(house)
        print(f'{before} photos wait; {(before - after) / (time.monotonic() - start):.1f} a second less while others work')
        for k in calm:
            print(f'{k:8} {calm[k]:8.1f} a second calm, {busy[k]:8.1f} in the burst: {busy[k] / calm[k]:.2f}')
        assert all(busy[k] >= calm[k] / 2 for k in calm), 'slower than half'


if __name__ == '__main__':
    main()
