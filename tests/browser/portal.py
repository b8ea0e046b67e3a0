#!/usr/bin/env python3
"""Makes a house and lets portal.mjs go through it as citizens do, with headless Chromium at 360 px. Exit 77: not installed here.
    tests/browser/portal.py [FOLDER for screenshots]"""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers')]
from house import House, picture  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')


def main():
    if not os.path.exists(CHROMIUM) or not shutil.which('node') or not os.path.isdir(os.path.join(HERE, 'node_modules')):
        print('no Chromium, no node, or `npm ci` was not run in tests/browser')
        return 77
    with House() as h, tempfile.TemporaryDirectory() as photos:
        for i in range(12):
            with open(os.path.join(photos, f'foto{i}.png'), 'wb') as f:
                f.write(picture(i))
        env = {**os.environ, 'LOKET_URL': f'http://127.0.0.1:{h.port}', 'LOKET_PHONE': f'http://127.0.0.1:{h.phone_port}',
               'LOKET_TOKEN': h.token, 'LOKET_PHOTOS': photos, 'CHROMIUM': CHROMIUM,
               'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'portal.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
