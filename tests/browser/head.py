#!/usr/bin/env python3
"""Makes a house with an invented past and lets head.mjs look at the pages of figures. Exit 77: not installed here.
    tests/browser/head.py [FOLDER for screenshots]"""
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from house import House  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')
PATHS = ['/kepala', '/kepala/sla', '/kepala/kualitas?hari=90', '/kepala/beban', '/kepala/ikm', '/kepala/daftar?ukuran=visit&dari=2026-01-01&sampai=2035-01-01']
OPEN_PATHS = ['/angka', '/angka?hl=en', '/skm/selesai/terima-kasih']


def main():
    if not os.path.exists(CHROMIUM) or not shutil.which('node') or not os.path.isdir(os.path.join(HERE, 'node_modules')):
        print('no Chromium, no node, or `npm ci` was not run in tests/browser')
        return 77
    with House(phone=False) as h:
        h.run('demo', '--history', '600')
        h.run('figures')
        env = {**os.environ, 'LOKET_URL': f'http://127.0.0.1:{h.port}', 'LOKET_LOGIN': 'kadis', 'LOKET_PASSWORD': 'empat kuda putih',
               'CHROMIUM': CHROMIUM, 'LOKET_PATHS': ' '.join(PATHS), 'LOKET_OPEN_PATHS': ' '.join(OPEN_PATHS),
               'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'head.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
