#!/usr/bin/env python3
"""How heavy the citizens' pages are, to the byte, and what protects every page of the route table."""
import gzip
import html.parser
import os
import re
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from citizen import Citizen, Forms, get, post, filled as typed  # noqa: E402
from house import House, call, png  # noqa: E402
from officer import Officer  # noqa: E402

PAGE, SCRIPT, SCRIPT_UPLOAD = 30 * 1024, 5 * 1024, 10 * 1024
BIRTH = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}
POLICY = {'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self' blob:", 'connect-src': "'self'",
          'form-action': "'self'", 'base-uri': "'none'", 'frame-ancestors': "'none'", 'require-trusted-types-for': "'script'",
          'trusted-types': 'loket'}


class Loads(html.parser.HTMLParser):
    """Everything a browser fetches for a page by itself, and every address of another host in it."""

    def __init__(self, text):
        super().__init__()
        self.found, self.inline = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag in ('script', 'img', 'source', 'iframe', 'audio', 'video', 'embed', 'track') and a.get('src'):
            self.found.append(a['src'])
        if tag == 'link' and set(a.get('rel', '').split()) & {'stylesheet', 'icon', 'preload', 'modulepreload', 'manifest', 'preconnect', 'dns-prefetch'}:
            self.found.append(a['href'])
        if tag == 'object' and a.get('data'):
            self.found.append(a['data'])
        if any(k.startswith('on') or k == 'style' for k in a) or tag == 'style' or (tag == 'script' and 'src' not in a):
            self.inline.append(tag)


def fetch(house, path, headers=None):
    return call(house.port, 'GET', path, headers={'Accept-Encoding': 'gzip', **(headers or {})})


def text_of(a):
    return (gzip.decompress(a.body) if a.headers['Content-Encoding'] == 'gzip' else a.body).decode()


def on_the_wire(a):
    return len(a.body) + sum(len(k) + len(v) + 4 for k, v in a.headers.items()) + 19


def a_draft(house, phone):
    """The way of a citizen through the pages as far as the list of what there is to do; gives its token and a paper."""
    path = '/layanan/kia/mulai'
    a = call(house.port, 'GET', path)
    for _ in range(12):
        form = next(f for f in Forms(a.text).forms if f['method'] == 'post')
        values = typed(form, 1)
        if path.startswith('/masuk?'):
            values = {**values, 'phone': phone}
            values.pop('how', None)
        if path.startswith('/masuk/'):
            said = house.until(lambda: [c for m in house.heard(phone) for c in re.findall(r'\b\d{6}\b', str(m))], 'a code')
            values['code'] = said[-1]
        a = post(house, form['action'], values)
        if a.status == 303 and a.headers['Location'].startswith('/p/'):
            token = a.headers['Location'].split('/')[2].partition('?')[0]
            return token, re.search(r'/berkas/(\w+)', get(house, '/p/' + token)[1].text)[1]
        if a.status == 303:
            path = a.headers['Location']
            a = call(house.port, 'GET', path)
        assert a.status == 200, f'{path}: {a.status} {a.text[:300]}'
    raise AssertionError('no draft: ' + path)


def tokens(house):
    """A file that waits for papers, a form of a chat, and a draft of the pages."""
    done = house.submit({'service': 'akta_kelahiran', 'answers': BIRTH, 'applicant': {'name': 'Baiq Sekar Melati', 'phone': '6281200007001'},
                         'data': {}}, [('kk', png('light'))]).json
    c = Citizen(house, '6281252719977')
    form = urllib.parse.urlparse(c.answers(c.says('akta kelahiran'), BIRTH)['url']).path.split('/')[2]
    draft, paper = a_draft(house, '6281252719978')
    return {'s': urllib.parse.urlparse(done['status_url']).path.split('/')[2], 'f': form, 'p': draft, 'paper': paper, 'number': done['number']}


def routes():
    with open(os.path.join(HERE, '..', '..', 'src', 'web', 'routes.c')) as f:
        rows = re.findall(r'\{HTTP_(\w+), "([^"]*)", ACCESS_(\w+), BODY_(\w+)', f.read())
    assert len(rows) > 60, len(rows)
    return rows


def filled(path, known):
    """A route's pattern with what there is to see; elsewhere something that is not there."""
    first = path.split('/')[1]
    values = {'token': known.get(first, known['s']), 'section': '1', 'code': known['paper'] if first == 'p' else 'akta_kelahiran', 'number': known['number'],
              'requirement': 'skl', 'index': '1'}
    return re.sub(r'\{(\w+)\}', lambda m: values.get(m[1], 'tidak-ada'), path)


def citizen_pages(known):
    return [filled(path, known) for method, path, access, _ in routes() if (method, access) == ('GET', 'ANYBODY') and not path.startswith(('/a/', '/petugas'))]


# ---- weight -----------------------------------------------------------------------------------------------

def every_page_is_light(house, known):
    heaviest, uploads = [], []
    for path in citizen_pages(known) + ['/tidak/ada', '/s/' + 'A' * 22, '/f/' + 'A' * 22]:
        a = fetch(house, path)
        while a.status in (301, 303):
            a = fetch(house, a.headers['Location'])
        if not a.headers['Content-Type'].startswith('text/html'):
            continue
        loads = Loads(text_of(a))
        total, script = on_the_wire(a), 0
        for address in dict.fromkeys(loads.found):
            assert address.startswith('/') and not address.startswith('//'), f'{path} loads {address}'
            piece = fetch(house, address)
            assert piece.status == 200 and 'immutable' in piece.headers['Cache-Control'], (path, address, piece.status)
            total += on_the_wire(piece)
            script += len(piece.body) if address.endswith('.js') else 0
            if address.endswith('.css'):
                css = text_of(piece)
                assert '@font-face' not in css and '@import' not in css and 'url(' not in css, f'{address}: fonts or further files'
        upload = any('upload.js' in address for address in loads.found)
        uploads += loads.found if upload and path.startswith('/p/') else []
        assert not loads.inline, f'{path}: inline {loads.inline}'
        assert total <= PAGE, f'{path}: {total} bytes'
        assert script <= (SCRIPT_UPLOAD if upload else SCRIPT), f'{path}: {script} bytes of script'
        heaviest.append((total, script, re.sub(r'^/([sfp])/[^/]+', r'/\1/...', path)))
    heaviest.sort(reverse=True)
    assert len(heaviest) >= 12, heaviest
    assert any('upload.js' in line for line in uploads), 'a page that sends papers'
    for total, script, path in heaviest[:4]:
        print(f'# {path}: {total} bytes in all, {script} of them scripts')


def pages_are_squeezed_when_asked(house, known):
    plain, squeezed = call(house.port, 'GET', '/bantuan'), fetch(house, '/bantuan')
    assert plain.headers['Content-Encoding'] is None and squeezed.headers['Content-Encoding'] == 'gzip'
    assert plain.headers['Vary'] == squeezed.headers['Vary'] == 'Accept-Encoding'
    assert gzip.decompress(squeezed.body) == plain.body and len(squeezed.body) < len(plain.body) / 2
    assert fetch(house, '/bantuan', {'Accept-Encoding': 'gzip;q=0'}).headers['Content-Encoding'] is None
    officer = Officer(house, 'kabid')
    a = call(house.port, 'GET', '/petugas', headers=officer.headers({'Accept-Encoding': 'gzip'}))
    assert a.status == 200 and a.headers['Content-Encoding'] is None, 'a page with a secret in it keeps its length to itself'


# ---- headers ------------------------------------------------------------------------------------------------

def protected(a, where):
    kind = a.headers['Content-Type'] or ''
    if a.body:
        assert a.headers['X-Content-Type-Options'] == 'nosniff' or kind == 'text/plain', f'{where}: nosniff'
    if not kind.startswith('text/html'):
        return
    said = dict(part.strip().partition(' ')[::2] for part in a.headers['Content-Security-Policy'].split(';'))
    assert said == POLICY, f'{where}: {said}'
    assert a.headers['Referrer-Policy'] == 'no-referrer' and a.headers['Cross-Origin-Opener-Policy'] == 'same-origin', where
    assert a.headers['Cache-Control'] == 'no-store', f"{where}: {a.headers['Cache-Control']}"


def every_route_is_protected(house, known):
    officer, seen = Officer(house, 'kabid'), 0
    for method, path, access, body in routes():
        real = filled(path, known)
        for who in ({}, officer.headers({})) if path.startswith('/petugas') else ({},):
            if path == '/petugas/keluar' and who:
                continue
            headers = {**who, 'Content-Type': {'FORM': 'application/x-www-form-urlencoded', 'JSON': 'application/json'}.get(body, 'multipart/form-data; boundary=x')}
            a = call(house.port, method, real, b'' if method in ('POST', 'PATCH') else None, headers)
            assert a.status < 500, f'{method} {real}: {a.status}'
            protected(a, f'{method} {real} {a.status}')
            seen += (a.headers['Content-Type'] or '').startswith('text/html')
    assert seen > 40, seen
    for method, path, headers in (('GET', '/tidak/ada', {}), ('PUT', '/', {}), ('GET', '/?%ff', {}), ('GET', '/s/x/perbaiki', {}),
                                  ('POST', '/cek', {'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'application/x-www-form-urlencoded'})):
        a = call(house.port, method, path, b'' if method != 'GET' else None, headers)
        assert a.status >= 400
        protected(a, f'{method} {path} {a.status}')


if __name__ == '__main__':
    with House() as h:
        h.officer('kabid', 'supervisor', 'Karim Uji')
        code = run_cases([every_page_is_light, pages_are_squeezed_when_asked, every_route_is_protected], h, tokens(h),
                         alone=(every_route_is_protected,)) # it posts to every route: the draft is deleted
    sys.exit(code)
