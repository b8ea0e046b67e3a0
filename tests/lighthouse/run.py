#!/usr/bin/env python3
"""Citizens' pages held against Lighthouse: 100 four times on a phone, and fast on a line of 400 ms and 400 kbit/s.
Exit 77: `npm ci` was not run here, or there is no Chromium.    tests/lighthouse/run.py"""
import json
import os
import shutil
import subprocess
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
from citizen import Citizen  # noqa: E402
from house import House, png  # noqa: E402
from light import a_draft  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')
BIRTH = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}


def main():
    if not os.path.exists(CHROMIUM) or not shutil.which('node') or not os.path.isdir(os.path.join(HERE, 'node_modules')):
        print('no Chromium, no node, or `npm ci --ignore-scripts` was not run in tests/lighthouse')
        return 77
    with House() as h:
        done = h.submit({'service': 'akta_kelahiran', 'answers': BIRTH, 'applicant': {'name': 'Baiq Sekar Melati', 'phone': '6281200008001'},
                         'data': {}}, [('kk', png('lighthouse'))]).json
        status = urllib.parse.urlparse(done['status_url']).path
        c = Citizen(h, '6281252719988')
        form = urllib.parse.urlparse(c.answers(c.says('akta kelahiran'), BIRTH)['url']).path
        draft, paper = a_draft(h, '6281252719979')
        env = {**os.environ, 'CHROME_PATH': CHROMIUM, 'LOKET_URL': f'http://127.0.0.1:{h.port}',
               'LOKET_PAGES': json.dumps(['/', '/layanan/akta_kelahiran', status, status + '/perbaiki', form + '/1', f'/p/{draft}', f'/p/{draft}/berkas/{paper}'])}
        return subprocess.run(['node', os.path.join(HERE, 'light.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
