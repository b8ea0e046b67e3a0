#!/usr/bin/env python3
"""Speaks the clips of the board with espeak-ng, packs them with opusenc and writes them as C: sounds.py OUT.c
Without one of the two programs the board keeps silent, and the build says so."""
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

WORDS = ['', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan', 'sepuluh', 'sebelas']


def spoken(n):
    if n < 12:
        return WORDS[n]
    if n < 20:
        return WORDS[n - 10] + ' belas'
    if n < 100:
        return (WORDS[n // 10] + ' puluh ' + WORDS[n % 10]).strip()
    return 'seratus' if n == 100 else WORDS[n // 100] + ' ratus'


def clips():
    yield 'nomor', 'nomor antrean'
    yield 'loket', 'silakan ke loket'
    for letter in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ':
        yield 'huruf_' + letter.lower(), letter
    for n in list(range(1, 100)) + list(range(100, 1000, 100)):
        yield f'angka_{n}', spoken(n)


def speak(folder, name, words):
    wav, opus = (os.path.join(folder, name + end) for end in ('.wav', '.opus'))
    subprocess.run(['espeak-ng', '-v', 'id', '-s', '135', '-p', '45', '-a', '180', '-w', wav, words], check=True)
    subprocess.run(['opusenc', '--quiet', '--bitrate', '24', '--serial', '1', '--discard-comments', wav, opus], check=True)
    with open(opus, 'rb') as f:
        return name, f.read()


def main():
    missing = [p for p in ('espeak-ng', 'opusenc') if not shutil.which(p)]
    made = []
    if missing:
        print(f'sounds: {", ".join(missing)} not here: the board will not speak', file=sys.stderr)
    else:
        with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
            made = list(pool.map(lambda c: speak(folder, *c), clips()))
    with open(sys.argv[1], 'w') as out:
        out.write('/* Made by tools/sounds.py. */\n#include "counter/call.h"\n\n')
        for i, (_, data) in enumerate(made):
            lines = [','.join(str(b) for b in data[k:k + 30]) for k in range(0, len(data), 30)]
            out.write(f'static const unsigned char clip_{i}[] = {{\n  ' + ',\n  '.join(lines) + '};\n')
        out.write('\nconst struct clip clips[] = {\n')
        for i, (name, data) in enumerate(made):
            out.write(f'  {{"{name}", clip_{i}, {len(data)}}},\n')
        out.write('  {NULL, NULL, 0},\n};\n')
        out.write(f'const size_t clip_count = {len(made)};\n')


main()
