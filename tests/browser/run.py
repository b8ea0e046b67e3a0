#!/usr/bin/env python3
"""Makes a house with a few files and lets officer.mjs work in it with headless Chromium. Exit 77: not installed here.
    tests/browser/run.py [FOLDER for screenshots]"""
import base64
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
from house import PASSWORD, House, png  # noqa: E402
from officer import Officer, number_of, walk_in  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')


def missing():
    if os.path.exists(CHROMIUM) and shutil.which('node') and os.path.isdir(os.path.join(HERE, 'node_modules')):
        return False
    print('no Chromium, no node, or `npm ci` was not run in tests/browser')
    return True


def main():
    if missing():
        return 77
    with House() as h:
        for login, role, name in (('fo', 'front', 'Fajar Uji'), ('kabid', 'supervisor', 'Karim Uji')):
            h.officer(login, role, name)
        fo = Officer(h, 'fo')
        phone = '6281252719902'
        h.says(phone, 'halo')
        h.hears(phone, 'akta')
        first = number_of(walk_in(fo, 'Sari Dewi Lestari', phone=phone, seen=('kk', 'ktp_pemohon', 'ktp_ortu', 'ktp_saksi', 'f201'), data=[
            ('child_name', 'Bintang Putra Lestari'), ('child_sex', 'l'), ('birth_date_day', '3'), ('birth_date_month', '11'),
            ('birth_date_year', '2026'), ('birth_place', 'Mataram'), ('mother_name', 'Sari Dewi Lestari')]))
        second = number_of(walk_in(fo, 'Made Uji Coba', scans=('skl',)))
        h.sends(phone, png('lepas'))
        env = {**os.environ, 'LOKET_URL': f'http://127.0.0.1:{h.port}', 'LOKET_PASSWORD': PASSWORD, 'CHROMIUM': CHROMIUM,
               'LOKET_FIRST': first, 'LOKET_PHOTO': base64.b64encode(png('loket')).decode(), 'LOKET_SECOND': second, 'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'officer.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
