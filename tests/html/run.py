#!/usr/bin/env python3
"""Every kind of the citizens' pages, in its states, held against the HTML standard by the Nu Html Checker. Exit 77: not
installed here (npm ci in this folder, Java)."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
from house import House  # noqa: E402
from portal import BIRTH, Browser, begins, enters, fills, goes_through, photographs  # noqa: E402

VNU = os.path.join(HERE, 'node_modules', 'vnu-jar', 'build', 'dist', 'vnu.jar')
OPEN = ('/', '/layanan', '/layanan?q=akte', '/layanan?q=xyz', '/layanan/akta_kelahiran', '/layanan/ktp_el', '/layanan/akta_kelahiran/mulai', '/masuk',
        '/jam', '/v', '/v/x', '/cek', '/bantuan', '/privasi', '/aksesibilitas', '/gaya', '/tidak-ada', '/?hl=en')


def pages(house):
    b, draft = begins(house, '6281200006001')
    yield from (b.get(p) for p in OPEN)
    yield b.get('/saya')
    yield from (b.get(draft + p) for p in ('', '/mulai', '/data/1', '/data/2', '/data/3', '/data/4', '/berkas/skl', '/periksa', '/hapus'))
    yield b.post(draft + '/data/2', {})
    yield b.post(draft + '/periksa', {})
    fills(b, draft)
    photographs(b, draft, 'skl', 'nikah', 'kk')
    yield b.get(draft + '/berkas/skl')
    yield b.post(draft + '/periksa', {})
    status = b.at
    yield from (b.get(status + p) for p in ('/pesan', '/batal'))
    code = Browser(house)
    yield code.post('/masuk', {'phone': '6281200006002'})
    yield code.post(code.at, {'code': '1'})
    yield code.post('/layanan/kk/mulai', {'asked': ['reason']})
    moving = enters(house, '6281200006003')
    draft = goes_through(moving, 'pindah')
    yield from (moving.get(f'{draft}/data/{i}') for i in (1, 2, 3))
    yield moving.post(f'{draft}/data/3', {'destination_village': 'mataram'})


def main():
    if not shutil.which('java') or not os.path.exists(VNU):
        print('no Java, or `npm ci` was not run in tests/html')
        return 77
    assert BIRTH
    with House() as h, tempfile.TemporaryDirectory() as folder:
        names = []
        for i, a in enumerate(pages(h)):
            names.append(os.path.join(folder, f'{i:02d}.html'))
            with open(names[-1], 'w', encoding='utf-8') as f:
                f.write(a.text)
        css = [os.path.join(HERE, '..', '..', 'src', 'web', 'assets', 'loket.css')]
        done = subprocess.run(['java', '-jar', VNU, '--format', 'gnu', '--also-check-css', *names, *css], capture_output=True, text=True)
        print(done.stderr + f'{len(names)} pages')
        return 1 if 'error' in done.stderr else 0


if __name__ == '__main__':
    sys.exit(main())
