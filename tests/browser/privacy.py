#!/usr/bin/env python3
"""Makes a house with requests, holds and a destruction and lets privacy.mjs look at it. Exit 77: not installed here.
    tests/browser/privacy.py [FOLDER for screenshots]"""
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
from erasing import hand_in, settle, store  # noqa: E402
from house import PASSWORD, House  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')


def main():
    if not os.path.exists(CHROMIUM) or not shutil.which('node') or not os.path.isdir(os.path.join(HERE, 'node_modules')):
        print('no Chromium, no node, or `npm ci` was not run in tests/browser')
        return 77
    with House(phone=False) as h:
        h.officer('kabid', 'kabid', 'Karim Uji')
        old, held, mine = (hand_in(h, n) for n in (1, 2, 3))
        for number in (old, held):
            settle(h, number, 400)
        h.run('hold', held, '--reason', 'Surat Polres Mataram nomor B/1123/XI/2026 tentang permintaan barang bukti')
        h.run('purge')
        token = re.search(r'/s/([\w-]+)', h.file(mine)['status_url'])[1]
        store(h, "INSERT INTO data_request (kind, application, channel, asked, received_at, due_at) SELECT 'erase', id, 'letter', "
                 "'Saya sudah pindah ke kota lain dan minta semua foto saya dihapus', submitted_at - 300000000, submitted_at - 40000000 "
                 "FROM application WHERE number = ?", held)
        env = {**os.environ, 'LOKET_URL': f'http://127.0.0.1:{h.port}', 'LOKET_PASSWORD': PASSWORD, 'CHROMIUM': CHROMIUM,
               'LOKET_MINE': f'/s/{token}/data', 'LOKET_FILE': held, 'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'privacy.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
