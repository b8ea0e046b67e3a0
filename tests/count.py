#!/usr/bin/env python3
"""count: what ./test did, case by case. Usage: count.py [ok|failed NAME]... -- [testlog.json]...

A cmocka program says "[       OK ] name" for each of its cases, a script "ok 1 - name" or "not ok 1 - name" (TAP).
A program that says neither is one case. Ends with "N passed, N failed"; exit 1 when something failed."""
import json
import re
import sys

OK = re.compile(r'^\[ +OK \] (\S.*)$|^ok\b[ \d]*(?:- )?(.*)$', re.M)
BAD = re.compile(r'^\[ +FAILED +\] (?!\d+ test)(\S.*)$|^not ok\b[ \d]*(?:- )?(.*)$', re.M)


def cases(pattern, text):
    return [''.join(filter(None, found)) for found in pattern.findall(text)]


def count_program(test):
    """(passed, names of what failed)"""
    said = test.get('stdout', '') + '\n' + test.get('stderr', '')
    failed = sorted(set(cases(BAD, said)))
    passed = len(cases(OK, said))
    fine = test['result'] in ('OK', 'EXPECTEDFAIL')
    if not fine and not failed:
        failed = [test['result'].lower()]  # crashed, timed out, or a sanitizer spoke
    if fine and not failed and not passed:
        passed = 1
    return passed, [f"{test['name']}: {name}" for name in failed]


def main():
    split = sys.argv.index('--')
    builds, logs = sys.argv[1:split], sys.argv[split + 1:]
    passed = sum(b.startswith('ok ') for b in builds)
    failed = ['build ' + b.split(' ', 1)[1] for b in builds if not b.startswith('ok ')]
    skipped = []
    for log in logs:
        try:
            with open(log, encoding='utf-8', errors='replace') as file:
                tests = [json.loads(line) for line in file]
        except OSError:
            failed.append(log + ': no test ran')
            continue
        for test in tests:
            if test['result'] == 'SKIP':
                skipped.append(test['name'])
                continue
            good, bad = count_program(test)
            passed += good
            failed += [f'{log.split("/")[1]}: {name}' for name in bad]
    for name in skipped:
        print('skipped', name)
    for name in failed:
        print('failed ', name)
    print(f'{passed} passed, {len(failed)} failed')
    return 1 if failed or not passed else 0


sys.exit(main())
