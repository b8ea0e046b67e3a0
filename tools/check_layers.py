#!/usr/bin/env python3
"""check_layers: what the compiler does not see. Usage: check_layers.py [ROOT-OF-THE-TREE]

  who may include whom     layers.txt
  who may call malloc      src/base and the drivers (a file whose first comment line says "driver")
  how long things may be   a function 120 lines, a file 800
"""
import re
import sys
from pathlib import Path

MAX_FUNCTION, MAX_FILE = 120, 800
INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z]+)/')
ALLOCATE = re.compile(r'(?<![\w.>])(malloc|calloc|realloc|free|strdup|strndup|asprintf)\s*\(')
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def read_layers(path):
    layers = {}
    for line in path.read_text().splitlines():
        line = line.split('#')[0].strip()
        if line:
            folder, _, allowed = line.partition(':')
            layers[folder.strip()] = set(allowed.split())
    return layers


def code_only(text):
    """The same lines without comments and strings."""
    return NOT_CODE.sub(lambda m: '\n' * m.group().count('\n') or '""', text)


def check_includes(folder, lines, layers):
    for n, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found or found.group(1) == folder or found.group(1) not in layers:
            continue
        if found.group(1) not in layers[folder]:
            yield n, f'{folder}/ may not include {found.group(1)}/ (layers.txt)'


def check_memory(folder, lines):
    first_comment = next((line for line in lines if '/*' in line or '//' in line), '')
    if folder == 'base' or 'driver' in first_comment.lower():
        return
    for n, line in enumerate(code_only('\n'.join(lines)).splitlines(), 1):
        found = ALLOCATE.search(line)
        if found:
            yield n, f'{found.group(1)}() outside src/base and the drivers: take an arena'


def check_lengths(lines):
    if len(lines) > MAX_FILE:
        yield MAX_FILE, f'{len(lines)} lines: above {MAX_FILE} a file has two subjects'
    start = None
    for n, line in enumerate(code_only('\n'.join(lines)).splitlines(), 1):
        if start is None and line.rstrip().endswith(') {'):
            start = n
        elif line.startswith('}'):
            if start and n - start + 1 > MAX_FUNCTION:
                yield start, f'{n - start + 1} lines in one function: {MAX_FUNCTION} is the most'
            start = None


def check_file(path, folder, layers):
    lines = path.read_text().splitlines()
    yield from check_includes(folder, lines, layers)
    yield from check_memory(folder, lines)
    yield from check_lengths(lines)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else '.')
    layers = read_layers(root / 'layers.txt')
    faults = files = 0
    for path in sorted((root / 'src').rglob('*.[ch]')):
        folder = path.relative_to(root / 'src').parts[0]
        files += 1
        if folder not in layers:
            print(f'{path}:1: error: src/{folder} stands not in layers.txt')
            faults += 1
            continue
        for line, what in check_file(path, folder, layers):
            print(f'{path}:{line}: error: {what}')
            faults += 1
    print(f'{files} files, {faults} faults')
    return 1 if faults or not files else 0


if __name__ == '__main__':
    sys.exit(main())
