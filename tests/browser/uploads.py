#!/usr/bin/env python3
"""Makes a house with files that wait for papers and lets uploads.mjs send them over a bad line. Exit 77: not installed.
    tests/browser/uploads.py [FOLDER for screenshots]"""
import json
import os
import subprocess
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows'), HERE]
from citizen import Citizen  # noqa: E402
from house import House, png  # noqa: E402
from light import a_draft  # noqa: E402
from run import CHROMIUM, missing  # noqa: E402

BIRTH = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}


def a_file(house, seed):
    done = house.submit({'service': 'akta_kelahiran', 'answers': BIRTH,
                         'applicant': {'name': 'Baiq Sekar Melati', 'phone': '628120000%04d' % seed}, 'data': {}}, [('kk', png(seed))]).json
    return {'number': done['number'], 'path': urllib.parse.urlparse(done['status_url']).path}


def main():
    if missing():
        return 77
    with House() as h:
        c = Citizen(h, '6281252719955')
        form = urllib.parse.urlparse(c.answers(c.says('akta kelahiran'), BIRTH)['url']).path
        draft, paper = a_draft(h, '6281252719956')
        env = {**os.environ, 'LOKET_PORT': str(h.port), 'LOKET_TOKEN': h.token, 'CHROMIUM': CHROMIUM, 'LOKET_FORM': form,
               'LOKET_PAPER': f'/p/{draft}/berkas/{paper}',
               'LOKET_FILES': json.dumps([a_file(h, seed) for seed in range(1, 9)]), 'LOKET_FOLDER': h.folder,
               'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'uploads.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
