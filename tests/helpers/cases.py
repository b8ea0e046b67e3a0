"""Runs functions as test cases and says so in TAP; those that do not disturb each other at the same time."""
import concurrent.futures
import os
import sys
import traceback


def run_one(case, args):
    try:
        case(*args)
        return None
    except Exception:  # noqa: BLE001 - whatever went wrong is the answer
        return traceback.format_exc()


def run_cases(cases, *args, alone=()):
    """`alone`: cases that need the house for themselves; they come last. Names on the command line choose. Gives the exit code."""
    wanted = sys.argv[1:]
    cases = [c for c in cases if not wanted or c.__name__ in wanted]
    results = {}
    together = [c for c in cases if c not in alone]
    with concurrent.futures.ThreadPoolExecutor(max_workers=int(os.environ.get('LOKET_TEST_THREADS', '8'))) as pool:
        for c, r in zip(together, pool.map(lambda c: run_one(c, args), together)):
            results[c] = r
    for c in cases:
        if c in alone:
            results[c] = run_one(c, args)
    for i, c in enumerate(cases):
        print(f'{"not ok" if results[c] else "ok"} {i + 1} - {c.__name__}')
        if results[c]:
            print(''.join('# ' + line + '\n' for line in results[c].splitlines()), end='')
    print(f'1..{len(cases)}')
    return 1 if any(results.values()) else 0
