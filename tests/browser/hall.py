#!/usr/bin/env python3
"""Makes a house with people in the hall and lets hall.mjs stand at kiosk, board, counter and door with headless Chromium.
Exit 77: not installed here.
    tests/browser/hall.py [FOLDER for screenshots]"""
import importlib.util
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
FLOW = importlib.util.spec_from_file_location("flow", os.path.join(HERE, "..", "flows", "hall.py"))
flow = importlib.util.module_from_spec(FLOW)
FLOW.loader.exec_module(flow)  # this file has the same name
from house import House  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')


def main():
    if not os.path.exists(CHROMIUM) or not shutil.which('node') or not os.path.isdir(os.path.join(HERE, 'node_modules')):
        print('no Chromium, no node, or `npm ci` was not run in tests/browser')
        return 77
    with House(phone=False) as h:
        h.officer('kabid', 'supervisor', 'Karim Uji')
        h.desk = h.head = flow.Browser(h, 'kabid')
        for i in range(9):
            flow.kiosk(h, line='A', priority='elderly' if i % 4 == 1 else '')
        for line, n in (('B', 5), ('C', 3), ('D', 2)):
            for _ in range(n):
                flow.kiosk(h, line=line)
        for n in (1, 2, 3):
            flow.desk(h, n, 'call:0')
        flow.desk(h, 1, 'no_show:0')
        flow.desk(h, 1, 'call:0')
        flow.desk(h, 1, 'hold:0')
        flow.desk(h, 1, 'call:0')
        flow.rules(h, capacity=30, notice='Hari Jumat pelayanan sampai pukul 11.30', protocol='yes', checks='Cuci tangan\nPakai masker',
                   urgent='E', reasons='Rumah sakit\nSekolah', closed='F')
        for _ in range(12):
            h.desk.post('/pintu/utama', 303, step='in')
        session = re.search('loket_session=([^;]+)', h.desk.cookie)[1]
        env = {**os.environ, 'LOKET_URL': f'http://127.0.0.1:{h.port}', 'LOKET_SESSION': session, 'CHROMIUM': CHROMIUM,
               'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'hall.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
