#!/usr/bin/env python3
"""The figures stay right: random histories, counted in random batches, killed in the middle and begun again, are what a
recount says that is written here from the meaning of the figures (docs/figures.md) and shares nothing with the program.
Then: every number on a page is the length of its list; roles; the files to take along."""
import csv
import io
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'helpers'))
from house import BINARY, PASSWORD, House  # noqa: E402
from officer import Officer, words  # noqa: E402

WITA = timezone(timedelta(hours=8))
SEED = int(os.environ.get('LOKET_SEED', '5271'))
EPOCH = datetime(1970, 1, 1).date()
RUNS = {'submitted', 'in_review', 'processing', 'awaiting_signature', 'issued'}
FINAL = {'completed', 'refused', 'cancelled', 'expired'}
HOURS = {'akta_kelahiran': 24, 'kk': 24, 'pindah': 16, 'sinkronisasi': 16}
CLASSES = [15, 30, 60, 120, 180, 240, 360, 480, 720, 960, 1440, 1920, 2400, 3360, 4800]
CLOSED = set()  # days of the whole office
FAULTS = ['buram', 'terpotong', 'gelap', 'data_beda']
# what the citizen hears of: the notices of the state table
TELLS = {'ask_correction', 'process', 'hold', 'refuse', 'cancel', 'ready', 'send', 'hand_over', 'confirm', 'expire'}


# ---- the meaning, told once more ----------------------------------------------------------------------------

def local(at):
    return datetime.fromtimestamp(at / 1000, WITA)


def day_of(at):
    return (local(at).date() - EPOCH).days


def open_part(day):
    """From when to when the office is open on a date (Monday to Friday, 08.00 to 15.00), in ms; or None."""
    date = EPOCH + timedelta(days=day)
    if date.weekday() > 4 or day in CLOSED:
        return None
    begin = datetime(date.year, date.month, date.day, 8, tzinfo=WITA)
    return int(begin.timestamp() * 1000), int((begin + timedelta(hours=7)).timestamp() * 1000)


def working(begin, end):
    total = 0
    for day in range(day_of(begin), day_of(end) + 1):
        part = open_part(day)
        if part:
            total += max(0, min(end, part[1]) - max(begin, part[0]))
    return total


def promised(at, hours):
    left, day = hours * 3600_000, day_of(at)
    while True:
        part = open_part(day)
        if part:
            begin = max(at, part[0])
            room = part[1] - begin
            if room > 0 and left <= room:
                return begin + left
            left -= max(0, room)
        day += 1


def time_class(ms):
    return next((f'{m:04d}' for m in CLASSES if ms <= m * 60_000), 'more')


def recount(rows):
    """rows: (seq, at, kind, application, actor, data) -> sums of marks, open files, late ones at a moment."""
    stories, sums = {}, Counter()
    for row in rows:
        if row[3] and not row[2].startswith('booking_'):
            stories.setdefault(row[3], []).append(row)
    still = Counter()
    late_at = {}
    called = set()
    hall = [(at, kind, json.loads(data)) for _, at, kind, _, _, data in rows if kind.startswith('queue_')]
    undone = set()  # calls that never were: the last one of the ticket before the step back
    for i, (at, kind, d) in enumerate(hall):
        if kind == 'queue_undo' and d['step'] == 'call':
            undone.add(next(k for k in range(i - 1, -1, -1) if hall[k][1] == 'queue_call' and hall[k][2]['ticket'] == d['ticket']))
    for i, (at, kind, d) in enumerate(hall):
        if kind == 'queue_call' and i not in undone:
            sums['call', day_of(at), '', f"{d['counter']:02d}|{local(at).hour:02d}"] += 1
            if (day_of(at), d['ticket']) not in called:
                called.add((day_of(at), d['ticket']))
                sums['ticket', day_of(at), '', d['ticket'].split('-')[0]] += 1
    sums.update(recount_appointments(rows))
    for events in stories.values():
        begin = next((i for i, e in enumerate(events) if e[2] == 'submit'), None)
        if begin is None:
            continue
        events = events[begin:]
        born = json.loads(events[0][5])
        service, channel, t0 = born['service'], born['channel'], events[0][1]
        due = born.get('due') or promised(t0, HOURS[service])

        def mark(measure, at, key, of_service=True):
            sums[measure, day_of(at), service if of_service else '', key] += 1
        mark('submitted', t0, channel)
        mark('arrival', t0, f'{local(t0).hour:02d}', False)
        # states over time: (from when, state)
        path = [(t0, 'submitted')]
        looked, asked, visited = set(), set(), set()
        answered = ready = None
        for i, (_, at, kind, _, actor, data) in enumerate(events):
            d = json.loads(data)
            to = d.get('to')
            if actor.startswith('officer:'):
                mark('work', at, f'{actor}|{local(at).hour:02d}', False)
            why = {'seen': 'originals', 'check_original': 'pickup', 'hand_over': 'pickup'}.get(kind)
            if kind == 'submit' and channel == 'counter':
                why = 'walkin'
            if why:
                # one visit a day, as long as the days follow one another
                if not visited or max(visited, key=lambda v: v[1])[0] != day_of(at):
                    visited.add((day_of(at), i))
                    mark('visit', at, why)
            if kind in ('accept_scan', 'fault_scan') and d.get('requirement') and d['requirement'] not in looked:
                looked.add(d['requirement'])
                mark('judged', at, d['requirement'])
                if kind == 'fault_scan':
                    mark('faulty', at, d['requirement'])
            for requirement, reason in d.get('faults', {}).items():
                if requirement not in looked:
                    looked.add(requirement)
                    mark('judged', at, requirement)
                    mark('faulty', at, requirement)
                mark('reason', at, reason)
            if not to or i == 0:
                continue
            state = path[-1][1]
            told = kind in TELLS and not (kind == 'ready' and state == 'ready_for_pickup')
            if answered is None and told and not actor.startswith(('citizen', 'system')):
                answered = at
                mark('answered', at, time_class(working(t0, at)))
            if ready is None and to in ('ready_for_pickup', 'sent', 'completed'):
                ready = at
                spans = list(zip(path, path[1:] + [(at, None)]))
                worked = sum(working(a[0], b[0]) for a, b in spans if a[1] in RUNS)
                mark('ready', at, time_class(worked))
                mark('promise', at, 'kept' if at <= due + paused(path, at) else 'late')
            if to in FINAL and state != to:
                mark('ended', at, to)
            path.append((at, to))
        if path[-1][1] not in FINAL:
            still[day_of(t0), service, path[-1][1]] += 1
            if ready is None and path[-1][1] in RUNS:
                late_at[events[0][3]] = due + paused(path, path[-1][0])
    return sums, still, late_at


def recount_appointments(rows):
    """What became of each appointment in the end: came (late or not), or did not; and how it was made."""
    sums, known = Counter(), {}
    for _, at, kind, _, _, data in rows:
        if not kind.startswith('booking_'):
            continue
        d = json.loads(data)
        marks = known.setdefault(d['booking'], [])
        was, now, what = d['from'], d['to'], d['kind']
        if now == 'booked' and was in ('held', 'waiting', 'offered', 'requested', 'no_show'):
            marks.append(('booked', day_of(at), what))
            if 'at' in d:
                days = day_of(int(datetime.fromisoformat(d['at'].replace('Z', '+00:00')).timestamp() * 1000)) - day_of(at)
                marks.append(('lead', day_of(at), f'{what}|' + next((f'{n:02d}' for n in (0, 1, 2, 3, 5, 7, 14, 21, 30) if days <= n), 'more')))
        elif was == 'booked' and now in ('arrived', 'done'):
            marks.append(('kept', day_of(at), what))
        elif was == 'booked' and now == 'no_show':
            marks.append(('missed', day_of(at), what))
        elif was == 'booked' and now == 'cancelled':
            marks.append(('cancelled', day_of(at), what))
        elif (was, now) == ('no_show', 'arrived'):  # late
            marks.remove([m for m in marks if m[0] == 'missed'][-1])
            marks.append(('kept', day_of(at), what))
        elif (was, now) == ('arrived', 'booked'):  # by mistake
            marks.remove([m for m in marks if m[0] == 'kept'][-1])
    for marks in known.values():
        for measure, day, key in marks:
            sums[measure, day, '', key] += 1
    return sums


def paused(path, now):
    """How long nobody in the office could do anything: from the first state without the clock to the next one with it.
    A final state ends nothing and begins nothing."""
    total, since = 0, None
    for at, state in path:
        if state in RUNS and since is not None:
            total, since = total + at - since, None
        elif state not in RUNS and state not in FINAL and since is None:
            since = at
    return total + (now - since if since is not None else 0)


# ---- random histories -----------------------------------------------------------------------------------------

STEPS = {  # state: (kind, to, who)
    'submitted': [('take', 'in_review', 'officer'), ('ask_correction', 'needs_correction', 'officer'), ('seen', 'submitted', 'officer'),
                  ('process', 'processing', 'officer'), ('cancel', 'cancelled', 'citizen'), ('hold', 'on_hold', 'token')],
    'in_review': [('accept_scan', 'in_review', 'officer'), ('fault_scan', 'in_review', 'officer'), ('release', 'submitted', 'officer'),
                  ('ask_correction', 'needs_correction', 'officer'), ('process', 'processing', 'officer'), ('accept_scan', 'in_review', 'token'),
                  ('refuse', 'refused', 'officer'), ('hold', 'on_hold', 'officer')],
    'needs_correction': [('send_correction', 'in_review', 'citizen'), ('ask_correction', 'needs_correction', 'officer'),
                         ('expire', 'expired', 'system'), ('accept_scan', 'needs_correction', 'officer')],
    'processing': [('await_signature', 'awaiting_signature', 'officer'), ('issue', 'issued', 'officer'), ('hold', 'on_hold', 'officer'),
                   ('ready', 'ready_for_pickup', 'officer'), ('send', 'sent', 'officer'), ('fault_scan', 'in_review', 'officer')],
    'on_hold': [('resume', 'processing', 'officer'), ('resume', 'in_review', 'officer'), ('hold', 'on_hold', 'officer')],
    'awaiting_signature': [('issue', 'issued', 'officer'), ('hold', 'on_hold', 'officer')],
    'issued': [('ready', 'ready_for_pickup', 'officer'), ('send', 'sent', 'officer'), ('check_original', 'issued', 'officer')],
    'ready_for_pickup': [('check_original', 'ready_for_pickup', 'officer'), ('check_original', 'mismatch', 'officer'),
                         ('hand_over', 'completed', 'officer'), ('hand_over', 'completed', 'officer'), ('ready', 'ready_for_pickup', 'officer')],
    'sent': [('confirm', 'completed', 'citizen')],
    'mismatch': [('decide_mismatch', 'ready_for_pickup', 'officer'), ('refuse', 'refused', 'officer')],
    'expired': [('reopen', 'needs_correction', 'citizen')],
    'refused': [('reopen', 'in_review', 'officer')],
    'cancelled': [('reopen', 'in_review', 'officer')],
}


BOOKING = {  # state: (kind, to)
    'held': [('book', 'booked')] * 4 + [('move', 'held')],
    'waiting': [('offer', 'offered'), ('move', 'booked'), ('cancel', 'cancelled'), ('lapse', 'lapsed')],
    'offered': [('accept', 'booked'), ('decline', 'cancelled'), ('lapse', 'lapsed')],
    'requested': [('plan', 'booked'), ('cancel', 'cancelled')],
    'booked': [('move', 'booked'), ('plan', 'booked'), ('cancel', 'cancelled'), ('arrive', 'arrived'), ('miss', 'no_show'), ('finish', 'done')],
    'arrived': [('finish', 'done'), ('undo', 'booked')],
    'no_show': [('arrive', 'arrived'), ('move', 'booked')],
    'done': [('undo', 'arrived')],
}


class Histories:
    """Writes events as the office would, without a chain: nobody verifies it here."""

    def __init__(self, path, chance):
        self.path, self.chance, self.files, self.now = path, chance, {}, int(time.time() * 1000) - 120 * 86400_000
        self.bookings = {}
        with self.store() as db:
            self.rules = dict(db.execute('SELECT service, version FROM ruleset').fetchall())
            self.next = (db.execute('SELECT COALESCE(MAX(id), 0) FROM application').fetchone()[0]) + 1
            self.close(db)

    def close(self, db):
        """Holidays of one or two days; what closes a morning, a hall or the central system closes no day."""
        def add(day, begin, end, hall='', source='calendar'):
            at = [int(datetime.combine(EPOCH + timedelta(days=day), datetime.min.time(), WITA).timestamp() * 1000) + t * 3_600_000 for t in (begin, end)]
            db.execute("INSERT INTO closure (uid, hall, from_at, to_at, name, source, created_at) VALUES (?, ?, ?, ?, 'Uji', ?, 1)",
                       (f'uji{day}{begin}{hall}{source}', hall, *at, source))
        for day in self.chance.sample(range(day_of(self.now), day_of(self.now) + 120), 24):
            days = self.chance.choice([0, 1, 2])
            CLOSED.update(range(day, day + days))
            add(day, 0, 24 * days) if days else add(day, *self.chance.choice([(0, 12, ''), (0, 24, 'utama'), (7, 24, '', 'central')]))

    def store(self):
        return sqlite3.connect(self.path, timeout=30)

    def born(self, db):
        c, i = self.chance, self.next
        self.next += 1
        service, channel = c.choice(list(HOURS)), c.choice(['whatsapp', 'web', 'counter', 'api'])
        db.execute("INSERT INTO application (id, number, status_hash, service, ruleset, state, channel, applicant, delivery, originals,"
                   " created_at, changed_at, submitted_at) VALUES (?, ?, ?, ?, ?, 'submitted', ?, 'Warga Uji', 'pickup', 'at_pickup', ?, ?, ?)",
                   (i, f'MTR-{i:04d}-TEST', i.to_bytes(32, 'big'), service, self.rules[service], channel, self.now, self.now, self.now))
        self.files[i] = 'submitted'
        if c.random() < 0.2:
            self.event(db, 'draft', i, 'citizen', {})
        data = {'number': f'MTR-{i:04d}-TEST', 'service': service, 'rules': self.rules[service], 'channel': channel}
        if c.random() < 0.5:  # promised before somebody closed a day, or in the hours of then
            data['due'] = self.now + c.randint(1, 200) * 3_600_000
        self.event(db, 'submit', i, f'officer:{c.randint(1, 3)}' if channel == 'counter' else 'citizen', data)

    def event(self, db, kind, application, actor, data):
        seq = db.execute('SELECT COALESCE(MAX(seq), 0) + 1 FROM event').fetchone()[0]
        db.execute('INSERT INTO event (seq, at, kind, application, actor, data, hash) VALUES (?, ?, ?, ?, ?, ?, zeroblob(32))',
                   (seq, self.now, kind, application, actor, json.dumps(data)))

    def step(self, db):
        c = self.chance
        i = c.choice([f for f, s in self.files.items() if s != 'completed'] or [None])
        if i is None:
            return
        state = self.files[i]
        kind, to, who = c.choice(STEPS[state])
        actor = f'{who}:{c.randint(1, 4)}' if who in ('officer', 'token') else who
        data = {'from': state, 'to': to}
        if kind in ('accept_scan', 'fault_scan'):
            data['requirement'] = c.choice(['kk', 'nikah', 'skl', 'ktp'])
        if kind == 'fault_scan':
            data['fault'] = c.choice(FAULTS)
        if kind == 'ask_correction':
            data['faults'] = {r: c.choice(FAULTS) for r in c.sample(['kk', 'nikah', 'skl'], c.randint(0, 3))}
        if kind == 'check_original' and to == state and c.random() < 0.5:
            data = {'requirement': 'kk', 'original': 'same'}  # all but the last of several judged at once
        self.event(db, kind, i, actor, data)
        if 'to' in data:
            self.files[i] = to
        db.execute('UPDATE application SET state = ? WHERE id = ?', (self.files[i], i))

    def appointment(self, db):
        c = self.chance
        alive = [b for b, (_, s) in self.bookings.items() if s in BOOKING]
        if len(alive) < 3 or c.random() < 0.3:
            number = f'JT-{len(self.bookings):04d}-TEST'
            self.bookings[number] = (c.choice(['rekam_baru', 'ambil', 'cetak_rusak']), c.choice(['held', 'held', 'waiting', 'requested']))
            alive.append(number)
        number = c.choice(alive[-6:])
        what, state = self.bookings[number]
        kind, to = c.choice(BOOKING[state])
        data = {'booking': number, 'kind': what, 'from': state, 'to': to}
        if c.random() < 0.9:
            when = self.now + c.randint(1, 40 * 24) * 3600_000
            data['at'] = datetime.fromtimestamp(when // 1000, timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
        self.event(db, 'booking_' + kind, c.choice(list(self.files)) if what == 'ambil' and self.files else None, 'citizen', data)
        self.bookings[number] = (what, to)

    def go_on(self, events):
        c = self.chance
        with self.store() as db:
            for _ in range(events):
                self.now += c.choice([1000, 40_000, 600_000, 3_600_000, 9_000_000])
                other = c.random()
                if other < 0.18 or len(self.files) < 3:
                    self.born(db)
                elif other < 0.30:
                    self.event(db, 'queue_call', None, f'officer:{c.randint(1, 3)}',
                               call := {'ticket': f'{c.choice("AB")}-{c.randint(1, 9):03d}', 'counter': c.randint(1, 12), 'why': 'first'})
                    if c.random() < 0.4:
                        self.now += 9_000
                        self.event(db, 'queue_undo', None, 'officer:1', {'ticket': call['ticket'], 'counter': call['counter'],
                                                                         'step': c.choice(['call', 'call', 'finish'])})
                elif other < 0.42:
                    self.appointment(db)
                elif other < 0.48:
                    self.event(db, c.choice(['view', 'note', 'login']), None, 'officer:1', {'scan': 'x'})
                else:
                    self.step(db)


def stored(path):
    with sqlite3.connect(path, timeout=30) as db:
        sums = {(m, d, s, k): n for m, d, s, k, n in db.execute('SELECT measure, day, service, key, n FROM figure_day')}
        marks = Counter(db.execute('SELECT measure, day, service, key FROM figure_mark').fetchall())
        still = {(d, s, k): n for d, s, k, n in db.execute('SELECT day, service, state, n FROM figure_open')}
        late = dict(db.execute('SELECT application, late_at FROM figure_file WHERE late_at IS NOT NULL').fetchall())
        events = db.execute('SELECT seq, at, kind, application, actor, data FROM event ORDER BY seq').fetchall()
    return sums, marks, still, late, events


def must_agree(path, what):
    sums, marks, still, late, events = stored(path)
    told, open_now, late_now = recount(events)
    for name, got, expected in (('sums', sums, told), ('marks', marks, told), ('open', still, open_now), ('late', late, late_now)):
        wrong = {k: (got.get(k, 0), expected.get(k, 0)) for k in set(got) | set(expected) if got.get(k, 0) != expected.get(k, 0)}
        assert not wrong, f'{what}, seed {SEED}: {name} (stored, recounted): {dict(list(wrong.items())[:8])}'
    return events, told


def random_histories_in_random_batches(h, path):
    c = random.Random(SEED)
    past = Histories(path, c)
    for round_ in range(12):
        past.go_on(c.randint(1, 300))
        while True:
            size = c.choice([1, 2, 3, 7, 50, 1000])
            out = h.run('figures', '--batch', str(size), '--batches', str(c.randint(1, 1 + 400 // size)))
            counted, newest = map(int, re.findall(r'(\d+) of (\d+)', out)[0])
            if counted == newest:
                break
            if c.random() < 0.1:
                past.go_on(c.randint(1, 20))  # more happens while it is counted
        events, told = must_agree(path, f'round {round_}')
    measures = {k[0] for k in told}
    assert len(measures) == 18, measures  # every measure was met
    return len(events)


def killed_in_the_middle(h, path):
    """A process that counts is killed again and again; what it leaves behind is a whole number of batches."""
    with sqlite3.connect(path) as db:
        for table in ('mark', 'day', 'open', 'file', 'ticket', 'booking'):
            db.execute(f'DELETE FROM figure_{table}')
        db.execute('UPDATE figure_cursor SET seq = 0')
    for i in range(8):
        p = subprocess.Popen([BINARY, 'figures', '--batch', '3', '--config', h.config], stdout=subprocess.DEVNULL)
        try:
            p.wait(0.02 + 0.01 * i)
        except subprocess.TimeoutExpired:
            p.send_signal(signal.SIGKILL)
            p.wait()
        with sqlite3.connect(path) as db:
            upto = db.execute('SELECT seq FROM figure_cursor').fetchone()[0]
            events = db.execute('SELECT seq, at, kind, application, actor, data FROM event WHERE seq <= ? ORDER BY seq', (upto,)).fetchall()
            sums = {(m, d, s, k): n for m, d, s, k, n in db.execute('SELECT measure, day, service, key, n FROM figure_day')}
        assert sums == dict(recount(events)[0]), f'after {upto} events'
    two = [subprocess.Popen([BINARY, 'figures', '--batch', '2', '--config', h.config], stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [p.wait() for p in two] == [0, 0]
    must_agree(path, 'two at once')


def rebuilt(h, path):
    before = stored(path)[:4]
    out = h.run('figures', 'rebuild')
    assert 'events counted' in out, out
    assert stored(path)[:4] == before, 'rebuilding changed a figure'


# ---- the pages ---------------------------------------------------------------------------------------------------

def rows_of(o, url):
    """All rows of a list, page by page."""
    n, numbers = 0, []
    while url:
        page = o.get(url, 200).text
        body = page[page.index('<main'):page.index('</main>')]
        numbers += re.findall(r'<th scope="row">(?:<a class="code" href="/petugas/(?:p|janji)/([^"]+)">|Nomor antrean)', body)
        n += 1
        assert n < 200
        more = re.search(r'<a class="btn-2" href="([^"]+)" rel="next">', body)
        url = more[1].replace('&amp;', '&') if more else None
    return numbers


def links_of(head, page):
    text = head.get(page, 200).text
    return dict(re.findall(r'<a (?:class="big" )?href="(/kepala/daftar[^"]+)">([\d.]+)</a>', text))


def is_as_long_as_its_list(head, page, url, said):
    """The worker closes files meanwhile whose time is over: then number and list are read again, until nothing moved between them."""
    for _ in range(5):
        rows, now = rows_of(head, url.replace('&amp;', '&')), links_of(head, page).get(url, '0')
        if now == said:
            assert len(rows) == int(said.replace('.', '')), (url, said, len(rows))
            return
        said = now
    raise AssertionError(f'{url}: the number does not come to rest')


def numbers_and_lists(h, path):
    """Each number on the head's pages is how long its list is."""
    head, checked = Officer(h, 'kadis'), 0
    chance = random.Random(SEED)
    for page in ('/kepala', '/kepala/sla', '/kepala/kualitas', '/kepala/beban'):
        for query in ('?hari=365', '?hari=365&layanan=kk', '?hari=90'):
            links = links_of(head, page + query)
            assert links, page
            for url, said in chance.sample(sorted(links.items()), min(12, len(links))):
                is_as_long_as_its_list(head, page + query, url, said)
                checked += 1
    assert checked > 60, checked


def who_may_look(h):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'src', 'web', 'routes.c')) as f:
        paths = re.findall(r'HTTP_GET, "(/kepala[^"]*)", ACCESS_OFFICER, BODY_NONE, LEADERS', f.read())
    assert len(paths) > 7, paths
    for path in paths:
        stranger = Officer(h).get(path)
        assert stranger.status == 303 and stranger.headers['Location'].startswith('/petugas/masuk')
        for login, may in (('kadis', True), ('kabid', True), ('pengawas', True), ('fo', False), ('info', False)):
            status = Officer(h, login).get(path).status
            assert (status != 403) == may, (path, login, status)
    assert '/kepala"' in Officer(h, 'kadis').get('/petugas').text and '/kepala"' not in Officer(h, 'fo').get('/petugas').text


def wrong_addresses(h):
    head = Officer(h, 'kadis')
    for q in ('', '?ukuran=submitted', '?ukuran=x&dari=2026-01-01&sampai=2026-02-01', '?ukuran=open&dari=2026-02-31&sampai=2026-03-01'):
        assert head.get('/kepala/daftar' + q).status == 404, q
    for q in ('?hari=-1', '?hari=abc&layanan=tidak_ada', '?hari=99999999999999999999'):
        assert head.get('/kepala' + q).status == 200, q
    assert head.get("/kepala/daftar?ukuran=visit&dari=2026-01-01&sampai=2027-01-01&kunci=%27%20OR%201=1%20--&setelah=x.y").status == 200


def taken_along(h):
    head = Officer(h, 'kadis')
    text = words(head.get('/kepala/sla?hari=365', 200))
    pdf = head.get('/kepala/laporan.pdf?hari=365', 200)
    assert pdf.body.startswith(b'%PDF-') and pdf.headers['Content-Type'] == 'application/pdf'
    said = subprocess.run(['pdftotext', '-layout', '-', '-'], input=pdf.body, capture_output=True).stdout.decode()
    for must in ('Dinas Kependudukan dan Pencatatan Sipil', 'Laporan angka pelayanan', 'Yang belum selesai, menurut umurnya', 'Halaman 1 dari'):
        assert must in said, must
    book = zipfile.ZipFile(io.BytesIO(head.get('/kepala/laporan.xlsx?hari=365', 200).body))
    assert book.testzip() is None and 'xl/workbook.xml' in book.namelist()
    assert 'Laporan angka pelayanan' in book.read('docProps/core.xml').decode()
    table = head.get('/kepala/laporan.csv?hari=365', 200).body
    assert table.startswith(b'\xef\xbb\xbf')
    rows = list(csv.reader(io.StringIO(table.decode('utf-8-sig')), delimiter=';'))
    at = rows.index(['Waktu yang dijanjikan dan kenyataannya'])
    for row in rows[at + 2:at + 4]:
        assert row[0] in text and row[2] in text, row
    with sqlite3.connect(os.path.join(h.folder, 'loket.db')) as db:
        taken = [json.loads(d)['as'] for (d,) in db.execute("SELECT data FROM event WHERE kind = 'figures_taken' ORDER BY seq")]
    assert taken[-3:] == ['pdf', 'xlsx', 'csv'], taken
    month = head.get('/kepala/laporan.csv?bulan=2026-02', 200).body.decode('utf-8-sig')
    assert '1 Februari 2026 – 28 Februari 2026' in month


def main():
    with House(phone=False) as h:
        path = os.path.join(h.folder, 'loket.db')
        for login, role, name in (('kadis', 'head', 'Kartini Uji'), ('kabid', 'supervisor', 'Karim Uji'), ('pengawas', 'auditor', 'Pandu Uji'),
                                  ('fo', 'front', 'Fajar Uji'), ('info', 'info', 'Ayu Uji')):
            h.officer(login, role, name)
        h.server.send_signal(signal.SIGTERM)  # its worker counts, too: here only we do
        h.server.wait(20)
        events = random_histories_in_random_batches(h, path)
        killed_in_the_middle(h, path)
        rebuilt(h, path)
        print(f'ok {events} events')
        h.start_server()
        numbers_and_lists(h, path)
        who_may_look(h)
        wrong_addresses(h)
        taken_along(h)
        print('ok pages')


if __name__ == '__main__':
    main()
