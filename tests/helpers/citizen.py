"""A citizen with a phone, for tests: says one thing, hears one answer, and notices what must not happen."""
import html.parser
import json
import re
import time
import urllib.parse

from house import call

SIXTEEN = re.compile(r'(?<![0-9*])\d{16}(?!\d)')
QUIET = 0.4  # seconds after an answer in which a second one would have come


def within_limits(m):
    """What the Cloud API allows, and no number of a person."""
    text = m.get('text', '')
    assert 0 < len(text) <= (4096 if m['kind'] in ('text', 'template') else 1024), (m['kind'], len(text), text)
    assert not SIXTEEN.search(json.dumps(m, ensure_ascii=False)), 'a 16-digit number in a message'
    assert len(m.get('footer', '')) <= 60 and len(m.get('button', '')) <= 20 and len(m.get('label', '')) <= 20, m
    assert len(m.get('buttons', [])) <= 3 and all(1 <= len(b['title']) <= 20 for b in m.get('buttons', [])), m
    rows = [r for s in m.get('sections', []) for r in s['rows']]
    assert len(rows) <= 10 and len({r['id'] for r in rows}) == len(rows), m
    assert all(1 <= len(r['title']) <= 24 and len(r.get('description', '')) <= 72 for r in rows), rows
    assert 'NIK:' not in text and '{' not in text and '}' not in text, text


def offered(m):
    """Ids that can be tapped on a message."""
    return [b['id'] for b in m.get('buttons', [])] + [r['id'] for s in m.get('sections', []) for r in s['rows']]


class Citizen:
    def __init__(self, house, phone, number='1001'):
        self.house, self.phone, self.number, self.read = house, phone, number, 0
        self.log = []  # what the office said, in order

    # ---- hearing ----

    def unread(self):
        return [m for m in self.house.heard(self.phone, self.number) if m['seq'] > self.read]

    def hear(self, *words, seconds=None):
        """The next message of the office; there must be one, and it must hold the words."""
        m = self.house.until(lambda: next(iter(self.unread()), None), f'an answer with {words}', seconds)
        self.read = m['seq']
        self.log.append(m)
        within_limits(m)
        for w in words:
            assert w.lower() in json.dumps(m, ensure_ascii=False).lower(), f'"{w}" is not in: {m.get("text")}'
        return m

    def hear_only(self, *words, seconds=None):
        m = self.hear(*words, seconds=seconds)
        self.hear_nothing(QUIET)
        return m

    def hear_nothing(self, seconds=QUIET):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.05)
        more = self.unread()
        assert not more, 'one more message: ' + more[0].get('text', '')

    # ---- saying: each gives the one answer ----

    def says(self, text, *words, **more):
        self.hear_nothing(0)
        self.house.sim('POST', f'/citizens/{self.phone}/text', {'number': self.number, 'text': text, **more})
        return self.hear_only(*words)

    def taps(self, row, *words):
        self.hear_nothing(0)
        self.house.taps(self.phone, row, self.number)
        return self.hear_only(*words)

    def sends(self, data, **query):
        return self.house.sends(self.phone, data, self.number, **query)

    # ---- the questions of a service ----

    def answers(self, m, answers):
        """Taps or types through the questions until something else comes. answers: question code -> choice code."""
        typed = False
        while any(i.startswith('q.') for i in offered(m)):
            ids = [i for i in offered(m) if i.startswith('q.')]
            _, service, question, _, version = ids[0].split('.')
            wanted = f'q.{service}.{question}.{answers[question]}.{version}'
            assert wanted in ids, f'{wanted} is not among {ids}'
            m = self.says(str(ids.index(wanted) + 1)) if typed else self.taps(wanted)
            typed = not typed  # both ways lead on
        return m


# ---- a form, filled in without JavaScript -----------------------------------------------------------

class Forms(html.parser.HTMLParser):
    """Every form of a page: address, method, and its inputs as (name, kind, values it offers)."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.errors, self.scripts = [], None, [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        a = {k: v or '' for k, v in attrs}
        if tag == 'form':
            self.forms.append({'action': a.get('action', ''), 'method': a.get('method', 'get').lower(), 'inputs': []})
        if 'bad' in a.get('class', '').split():
            self.errors.append(a.get('id') or a)
        if tag == 'script':
            self.scripts.append(a)
        if not self.forms:
            return
        inputs = self.forms[-1]['inputs']
        if tag == 'select':
            self.select = {'name': a['name'], 'kind': 'choice', 'values': []}
            inputs.append(self.select)
        elif tag == 'option' and a.get('value'):
            self.select['values'].append(a['value'])
        elif tag == 'textarea':
            inputs.append({'name': a['name'], 'kind': 'long', 'values': []})
        elif tag == 'input' and a.get('name'):
            self.add_input(inputs, a)

    @staticmethod
    def add_input(inputs, a):
        kind = a.get('type', 'text')
        if kind in ('radio', 'checkbox'):
            known = next((i for i in inputs if i['name'] == a['name']), None)
            if known:
                known['values'].append(a.get('value', 'on'))
            else:
                inputs.append({'name': a['name'], 'kind': 'choice', 'values': [a.get('value', 'on')]})
        elif kind == 'hidden':
            inputs.append({'name': a['name'], 'kind': 'hidden', 'values': [a.get('value', '')]})
        elif 'nik' in a.get('class', '').split():
            inputs.append({'name': a['name'], 'kind': 'sixteen', 'values': []})
        elif a.get('data-suggest'):
            inputs.append({'name': a['name'], 'kind': 'village', 'values': []})
        elif a.get('placeholder') == '14.30':
            inputs.append({'name': a['name'], 'kind': 'time', 'values': []})
        elif kind == 'tel':
            inputs.append({'name': a['name'], 'kind': 'phone', 'values': []})
        elif a['name'].endswith(('_day', '_month', '_year')):
            inputs.append({'name': a['name'], 'kind': a['name'].rsplit('_', 1)[1], 'values': []})
        elif a.get('inputmode') == 'numeric':
            inputs.append({'name': a['name'], 'kind': 'number', 'values': []})
        elif a.get('autocapitalize') == 'words':
            inputs.append({'name': a['name'], 'kind': 'name', 'values': []})
        else:
            inputs.append({'name': a['name'], 'kind': 'email' if 'email' in a['name'] else 'text', 'values': []})


NAMES = ('Baiq Sekar Melati', 'Lalu Bayu Wirawan', 'Made Kirana Dewi', 'Siti Rahayu Ningsih')


def nik_of(seed):
    return f'527199{41 + seed % 30:02d}0190{seed % 10000:04d}'


def filled(form, seed):
    """Name -> value, by kind; `seed` makes every person another one."""
    values = {}
    for k, i in enumerate(form['inputs']):
        values[i['name']] = {
            'hidden': lambda: i['values'][0], 'choice': lambda: i['values'][0], 'sixteen': lambda: nik_of(seed + k),
            'name': lambda: NAMES[(seed + k) % len(NAMES)], 'phone': lambda: '081200000000', 'number': lambda: '3',
            'time': lambda: '07.15', 'day': lambda: '14', 'month': lambda: 'November', 'year': lambda: '2025',
            'email': lambda: 'warga@contoh.example', 'long': lambda: 'Jalan Contoh 7', 'text': lambda: 'Mataram', 'village': lambda: 'Ampenan Selatan',
        }[i['kind']]()
    return values


def get(house, path):
    """As a browser goes: follows redirects inside the house."""
    for _ in range(5):
        a = call(house.port, 'GET', path)
        if a.status not in (302, 303):
            return path, a
        path = urllib.parse.urlparse(urllib.parse.urljoin(path, a.headers['Location'])).path
    raise AssertionError('redirected for ever at ' + path)


def post(house, path, values):
    return call(house.port, 'POST', path, urllib.parse.urlencode(values), {'Content-Type': 'application/x-www-form-urlencoded'})


def fill_form(house, url, seed):
    """Goes through every section behind a one-time link as a browser without JavaScript does, and sends it in; gives what
    was typed and the last page."""
    typed = {}
    path, a = get(house, urllib.parse.urlparse(url).path)
    for _ in range(20):
        assert a.status == 200, f'GET {path}: {a.status} {a.text[:300]}'
        form = next((f for f in Forms(a.text).forms if f['method'] == 'post'), None)
        on = re.search(r'<a class="btn(?:-2)?" href="(/f/[^/"]+/(?:\d+|periksa))"', a.text)
        if not form and on:  # the list of what was filled in several times
            path, a = get(house, on[1])
            continue
        if not form:
            return typed, a
        values = filled(form, seed)
        typed.update({k: v for k, v in values.items() if k not in ('csrf', 'from_check', 'noticed')})
        seed += 7
        target = urllib.parse.urljoin(path, form['action'] or path)
        a = post(house, target, values)
        if a.status == 200 and any(i['name'] == 'noticed' for f in Forms(a.text).forms for i in f['inputs']):
            a = post(house, target, {**values, 'noticed': 'yes'})  # it looks odd, and is so
        assert a.status in (302, 303), f'POST {target}: {a.status} {re.sub("<[^>]*>", " ", a.text)[:900]}'
        path, a = get(house, urllib.parse.urlparse(urllib.parse.urljoin(target, a.headers['Location'])).path)
    raise AssertionError('the form does not end')
