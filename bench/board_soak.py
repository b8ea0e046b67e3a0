#!/usr/bin/env python3
"""A day of the board in some minutes: does it grow?

    bench/board_soak.py                         1,500 calls and 2,000 other changes, some five minutes
    bench/board_soak.py --calls 150 --pause 0   a look
The board of a hall stands open in headless Chromium while counters call and people take tickets. At the start, in the middle and at the end
the garbage is collected and heap, nodes and listeners are read, beside the memory of the server's processes. Growth above the bounds
is an error. Needs Chromium, node and `npm ci` in tests/browser; LOKET_BIN names another build."""
import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(ROOT, 'tests', 'helpers'), os.path.join(ROOT, 'tests', 'flows')]
FLOW = importlib.util.spec_from_file_location('flow', os.path.join(ROOT, 'tests', 'flows', 'hall.py'))
flow = importlib.util.module_from_spec(FLOW)
FLOW.loader.exec_module(flow)
from house import House  # noqa: E402

HEAP_MAY_GROW, NODES_MAY_GROW = 0.10, 20  # from the middle to the end
LINES = 'ABC'
COUNTERS = (1, 2, 3)


class Board:
    def __init__(self, url):
        env = {**os.environ, 'LOKET_URL': url, 'LOKET_MODULES': os.path.join(ROOT, 'tests', 'browser'),
               'CHROMIUM': os.environ.get('CHROMIUM', '/usr/bin/chromium')}
        self.process = subprocess.Popen(['node', os.path.join(ROOT, 'bench', 'board_soak.mjs')], env=env, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        assert self.process.stdout.readline() == 'ready\n'

    def look(self):
        print('look', file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def roles(h):
    """Memory of the server's processes, in MB."""
    found = {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/cmdline') as f, open(f'/proc/{pid}/status') as s:
                command, status = f.read().replace('\0', ' '), s.read()
        except OSError:
            continue
        parent = int(status.split('PPid:')[1].split()[0])
        if parent == h.server.pid or int(pid) == h.server.pid:
            name = 'serve' if int(pid) == h.server.pid else next((w for w in command.split() if w.startswith('role-')), command.split()[0])
            found[name] = int(status.split('VmRSS:')[1].split()[0]) / 1024
    return found


class Day:
    """Counters and people in turn; the queue stays short, as in a hall that keeps up."""

    def __init__(self, h, pause):
        self.h, self.pause, self.calls, self.others, self.turn = h, pause, 0, 0, 0

    def other(self, what):
        what()
        self.others += 1
        time.sleep(self.pause)

    def call(self):
        """The next counter that has somebody to call: not each of them serves each line."""
        for i in range(len(COUNTERS)):
            n = COUNTERS[(self.turn + i) % len(COUNTERS)]
            state = flow.desk(self.h, n, 'call:0')
            if state['busy']:
                break
        return n, state

    def round(self):
        self.other(lambda: flow.kiosk(self.h, line=LINES[self.turn % len(LINES)], priority='elderly' if self.turn % 9 == 0 else ''))
        n, state = self.call()
        self.calls += state['busy']
        time.sleep(self.pause)
        if self.turn % 6 == 1 and state['busy']:
            self.other(lambda: flow.desk(self.h, n, 'no_show:0'))
        if self.turn % 6 == 3:
            self.other(lambda: self.h.desk.post('/pintu/utama', 303, step='in' if self.turn % 12 == 3 else 'out'))
        self.turn += 1


def report(name, board, rss):
    memory = ', '.join(f'{k} {v:.1f}' for k, v in sorted(rss.items()))
    print(f"{name:8} {board['heap'] / 1e6:6.2f} MB {board['nodes']:6.0f} nodes {board['elements']:4d} elements {board['listeners']:4.0f} listeners "
          f"{board['audio']:4.0f} audio   {board['news']:5d} news, {board['said']:4d} spoken   RSS MB: {memory}", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--calls', type=int, default=1500)
    p.add_argument('--pause', type=float, default=0.06, help='seconds between changes, so that the board sees each')
    args = p.parse_args()
    with House(phone=False) as h:
        h.officer('kabid', 'supervisor', 'Karim Uji')
        h.desk = h.head = flow.Browser(h, 'kabid')
        day, board, seen = Day(h, args.pause), Board(f'http://127.0.0.1:{h.port}/papan/utama?suara=1'), []
        began = time.monotonic()
        for name, until in (('start', args.calls // 30), ('middle', args.calls // 2), ('end', args.calls)):
            while day.calls < until:
                day.round()
            seen.append(board.look())
            report(name, seen[-1], roles(h))
        board.close()
    _, middle, end = seen
    print(f'{day.calls} calls and {day.others} other changes in {time.monotonic() - began:.0f} s')
    problems = [w for w, bad in (('the heap grows', end['heap'] > middle['heap'] * (1 + HEAP_MAY_GROW)),
                                 ('nodes grow', end['nodes'] > middle['nodes'] + NODES_MAY_GROW),
                                 ('listeners grow', end['listeners'] > middle['listeners']),
                                 ('a script failed: ' + end['wrong'], end['wrong'])) if bad]
    print('; '.join(problems) or 'nothing grows')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
