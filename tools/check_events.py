#!/usr/bin/env python3
"""check_events: docs/events.md names every kind of event the code appends, and no other. Usage: check_events.py [ROOT-OF-THE-TREE]"""
import re
import sys
from pathlib import Path

# event_append(c, tx, "kind", ...) and the short forms beside it; a kind that is chosen stands in its table or its condition
APPEND = re.compile(r'\b(?:event_append|tell_chain|tell_device|tell)\s*\(\s*c,\s*&?\w+,\s*([^;]*?)[;{]', re.S)
KIND = re.compile(r'"([a-z][a-z_]+)"')
DOCUMENTED = re.compile(r'^\|((?:[^|]*`[a-z_]+`[^|]*)+)\|', re.M)
BOOKING = 'booking_'


def appended(root):
    """Kinds written as such in a call that appends an event."""
    for path in sorted((root / 'src').rglob('*.c')):
        if path.stem.endswith(('_test', '_fuzz')):
            continue
        text = path.read_text()
        for call in APPEND.finditer(text):
            first = re.split(r',(?![^(]*\))', call.group(1))[0]
            prefix = BOOKING if path.name == 'booking.c' else ''
            for kind in KIND.findall(first):
                yield prefix + kind, f'{path.relative_to(root)}:{text.count(chr(10), 0, call.start()) + 1}'


def documented(root):
    text = (root / 'docs' / 'events.md').read_text()
    return {kind for row in DOCUMENTED.findall(text) for kind in re.findall(r'`([a-z_]+)`', row)}


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else '.')
    known, faults = documented(root), []
    seen = dict(appended(root))
    words = {w for path in (root / 'src').rglob('*.c') for w in KIND.findall(path.read_text())}
    faults += [f'{where}: event "{kind}" is not in docs/events.md' for kind, where in seen.items() if kind not in known]
    faults += [f'docs/events.md: nothing appends "{kind}"' for kind in sorted(known)
               if kind not in words and kind.removeprefix(BOOKING) not in words]
    print('\n'.join(faults + [f'{len(seen)} kinds in calls, {len(known)} in docs/events.md, {len(faults)} faults']))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
