#!/usr/bin/env python3
"""Makes a house with appointments and lets appointments.mjs go through its pages with headless Chromium. Exit 77: not
installed here.
    tests/browser/appointments.py [FOLDER for screenshots]"""
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
from booking import BOOTHS, WEEK, books, rows  # noqa: E402
from citizen import post  # noqa: E402
from house import PASSWORD, House  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')


def main():
    if not os.path.exists(CHROMIUM) or not shutil.which('node') or not os.path.isdir(os.path.join(HERE, 'node_modules')):
        print('no Chromium, no node, or `npm ci` was not run in tests/browser')
        return 77
    os.environ.update(WEEK)
    more = BOOTHS.replace('horizon_days: 30', '') + '  horizon_days: 14\n'
    with House(more=more, phone=False) as h:
        h.officer('kabid', 'supervisor', 'Karim Uji')
        for i, name in enumerate(('Lalu Bayu Wirawan', 'Made Kirana Dewi', 'Baiq Sekar Melati')):
            books(h, 'rekam_baru', name, 'from_17', day=2, seat=4 + i, needs=('', 'wheelchair', 'deaf')[i], phone=f'081234567{i:03d}')
        books(h, 'aktivasi_ikd', 'Siti Rahayu Ningsih', day=2, seat=9)
        day = rows(h, "SELECT date(starts_at / 1000 + 8 * 3600, 'unixepoch') FROM booking WHERE state = 'booked' ORDER BY starts_at LIMIT 1")[0][0]
        post(h, '/janji/kunjungan', {'name': 'Sri Uji Lestari', 'phone': '081234567111', 'reason': 'old', 'address': 'Jalan Uji 9, Lingkungan Contoh'})
        for _ in range(60):  # the one seat a day of this booth is gone everywhere
            try:
                books(h, 'luar_domisili', 'Penuh Uji', 'from_17')
            except AssertionError:
                break
        env = {**os.environ, 'LOKET_URL': f'http://127.0.0.1:{h.port}', 'LOKET_PASSWORD': PASSWORD, 'CHROMIUM': CHROMIUM, 'LOKET_DAY': day,
               'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'appointments.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
