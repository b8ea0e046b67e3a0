#!/usr/bin/env python3
"""check_errors: docs/errors.md names every code the code fails with, and no other. Usage: check_errors.py [ROOT-OF-THE-TREE]"""
import re
import sys
from pathlib import Path

CALL = re.compile(r'\b\w*(?:fail|fault|note)\w*\s*\(([^;]*?)\)\s*;', re.S)
CODE = re.compile(r'\bT_[A-Z0-9_]+[^,"]*,\s*"([a-z][a-z0-9_]*)"')  # the code stands behind the sentence
WORD = re.compile(r'"([a-z][a-z0-9_]*)"')


def used(root):
    """Codes written as such in a call that notes a fault, and where."""
    for path in sorted((root / 'src').rglob('*.c')):
        if path.stem.endswith(('_test', '_fuzz')):
            continue
        text = path.read_text()
        for call in CALL.finditer(text):
            for code in CODE.findall(call.group(1)):
                yield code, f'{path.relative_to(root)}:{text.count(chr(10), 0, call.start()) + 1}'


def documented(root):
    rows = [line.split('|')[1] for line in (root / 'docs' / 'errors.md').read_text().splitlines() if line.startswith('|')]
    return set(re.findall(r'`([a-z][a-z0-9_]*)`', ' '.join(rows)))


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else '.')
    known, seen = documented(root), dict(used(root))
    words = {w for path in (root / 'src').rglob('*.c') for w in WORD.findall(path.read_text())}
    faults = [f'{where}: code "{code}" is not in docs/errors.md' for code, where in seen.items() if code not in known]
    faults += [f'docs/errors.md: nothing fails with "{code}"' for code in sorted(known) if code not in words]
    print('\n'.join(faults + [f'{len(seen)} codes in calls, {len(known)} in docs/errors.md, {len(faults)} faults']))
    return 1 if faults or not seen else 0


if __name__ == '__main__':
    sys.exit(main())
