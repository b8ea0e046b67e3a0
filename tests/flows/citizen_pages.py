#!/usr/bin/env python3
"""The citizens' pages against the real binary, as a browser without JavaScript reads them."""
import html
import html.parser
import os
import re
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from citizen import Citizen, Forms, fill_form, filled, get, post  # noqa: E402
from house import House, call, multipart, png, same_minute  # noqa: E402

BIRTH = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}
VOID = {'meta', 'link', 'input', 'img', 'br', 'hr', 'area', 'col', 'wbr', 'source'}


# ---- what every page must be -----------------------------------------------------------------------------

class Sound(html.parser.HTMLParser):
    """Collects what is wrong with a page: headings, labels, ids, references, tags left open, inline script."""

    def __init__(self, page):
        super().__init__()
        self.h1, self.ids, self.wanted, self.open, self.faults = 0, [], [], [], []
        self.labelled, self.inputs, self.lang, self.in_label = set(), [], '', 0
        self.feed(page)
        self.faults += [f'{n} h1' for n in [self.h1] if n != 1]
        self.faults += [f'id {i} twice' for i in set(self.ids) if self.ids.count(i) > 1]
        self.faults += [f'no element {i}' for i in self.wanted if i not in self.ids]
        self.faults += [f'no label: {name}' for name, i, ok in self.inputs if not ok and i not in self.labelled]
        self.faults += [f'left open: {t}' for t in self.open]
        self.faults += ['no language'] if self.lang not in ('id', 'en') else []

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == 'html':
            self.lang = a.get('lang')
        self.h1 += tag == 'h1'
        if 'id' in a:
            self.ids.append(a['id'])
        self.wanted += (a.get('aria-describedby') or '').split() + (a.get('aria-labelledby') or '').split()
        if a.get('href', '').startswith('#') and len(a['href']) > 1:
            self.wanted.append(a['href'][1:])
        if tag == 'label':
            self.in_label += 1
            self.labelled.add(a.get('for'))
        if tag in ('input', 'select', 'textarea') and a.get('type') != 'hidden':
            self.inputs.append((a.get('name'), a.get('id'), self.in_label > 0))
        if tag == 'img' and 'alt' not in a:
            self.faults.append('img without alt')
        if any(k.startswith('on') or k == 'style' for k in a) or (tag == 'script' and 'src' not in a):
            self.faults.append(f'inline script or style in {tag}')

    def handle_endtag(self, tag):
        self.in_label -= tag == 'label'
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f'</{tag}> closes {self.open[-1:]}')


def sound(a, status=200):
    assert a.status == status, f'{a.status}, not {status}: {words(a)[:600]}'
    assert a.headers['Content-Type'] == 'text/html; charset=utf-8', a.headers['Content-Type']
    assert a.headers['Cache-Control'] == 'no-store' and 'default-src' in a.headers['Content-Security-Policy']
    faults = Sound(a.text).faults
    assert not faults, faults
    assert '{' not in words(a), re.search(r'.{40}\{.{40}', words(a))
    return a


def words(a):
    text = re.sub(r'<(script|style)[^>]*>.*?</\1>', ' ', a.text, flags=re.S)
    return html.unescape(' '.join(re.sub(r'<[^>]*>', ' ', text).split()))


def page(house, path, status=200):
    return sound(call(house.port, 'GET', path), status)


def a_file(house, papers=('skl', 'kk', 'nikah'), seed=1):
    """An application over the API: number, path of its status page."""
    done = house.submit({'service': 'akta_kelahiran', 'answers': BIRTH,
                         'applicant': {'name': 'Baiq Sekar Melati', 'phone': '628120000%04d' % seed}, 'data': {}},
                        [(p, png(f'{p}{seed}')) for p in papers]).json
    return done['number'], urllib.parse.urlparse(done['status_url']).path


def sends(house, path, *parts):
    body, kind = multipart(parts)
    return call(house.port, 'POST', path, body, {'Content-Type': kind})


# ---- open pages -----------------------------------------------------------------------------------------------

def every_open_page_is_sound(house):
    codes = re.findall(r'href="/layanan/(\w+)"', page(house, '/').text)
    assert codes[0] == 'akta_kelahiran' and len(codes) == 7, codes
    for path in ['/cek', '/bantuan', '/privasi', '/aksesibilitas', '/galat/not_found'] + ['/layanan/' + c for c in codes]:
        for language in ('id', 'en'):
            a = page(house, f'{path}?hl={language}')
            assert f'<html lang="{language}">' in a.text and f'loket_lang={language};' in a.headers['Set-Cookie']
    assert 'gratis' in words(page(house, '/layanan/kk')).lower()
    assert 'href="/layanan/kk"' in page(house, '/layanan').text
    assert words(page(house, '/layanan?q=akte')).index('Mungkin ini') < words(page(house, '/layanan?q=akte')).index('Semua layanan')
    assert 'Belum ketemu' in words(page(house, '/layanan?q=%3Cscript%3E'))


def a_language_once_chosen_is_kept(house):
    a = call(house.port, 'GET', '/tidak-ada', headers={'Cookie': 'loket_lang=en'})
    assert '<html lang="en">' in sound(a, 404).text
    assert '<html lang="id">' in page(house, '/tidak-ada', 404).text


def answers_narrow_the_standard(house):
    plain, letter = page(house, '/layanan/akta_kelahiran'), page(house, '/layanan/akta_kelahiran?birth_notice=no')
    assert 'F-2.03' not in plain.text and 'F-2.03' in letter.text
    more = page(house, '/layanan/akta_kelahiran?special=yes')
    assert 'name="event_place"' in more.text and 'name="event_place"' not in plain.text
    page(house, '/layanan/akta_kelahiran?birth_notice=%3Cb%3E&nobody=1')  # nonsense is as if not said
    page(house, '/layanan/%3Cscript%3E', 404)


def machines_find_their_files(house):
    robots = call(house.port, 'GET', '/robots.txt')
    assert robots.status == 200 and 'Disallow: /s/' in robots.text
    security = call(house.port, 'GET', '/.well-known/security.txt')
    assert 'Contact: ' in security.text and 'Expires: ' in security.text


def error_codes_are_explained(house):
    openapi = call(house.port, 'GET', '/openapi.json').text
    assert openapi
    for code in ('not_found', 'missing', 'originals_open', 'too_large', 'unauthorized', 'conflict', 'idempotency_key_reused'):
        assert code in words(page(house, '/galat/' + code))
        assert page(house, f'/galat/{code}?hl=en').text != page(house, '/galat/' + code).text
    page(house, '/galat/tidak_ada', 404)
    problem = house.api('GET', '/api/v1/applications/MTR-0000-0000').json
    assert page(house, urllib.parse.urlparse(problem['type']).path)


# ---- status ---------------------------------------------------------------------------------------------------

def the_pair_opens_the_status(house):
    number, path = a_file(house, seed=11)
    for typed in (number, number.lower(), number.replace('-', ' ')):
        a = post(house, '/cek', {'number': typed, 'last4': '0011'})
        assert a.status == 303 and a.headers['Location'] == path, (typed, a.status)
    a = page(house, path)
    assert a.headers['X-Robots-Tag'] == 'noindex, nofollow'
    assert number in a.text and 'Melati' not in a.text and '628120000011' not in a.text


def a_wrong_pair_tells_nothing(house):
    number, _ = a_file(house, seed=12)
    wrong = post(house, '/cek', {'number': number, 'last4': '9999'})
    other = 'MTR-' + number[4:][::-1].replace('-', '')[:4] + '-' + number[4:][::-1].replace('-', '')[4:]
    unknown = post(house, '/cek', {'number': other, 'last4': '9999'})
    assert other != number
    assert sound(wrong, 422).text.replace(number, 'N') == sound(unknown, 422).text.replace(other, 'N')
    nothing = post(house, '/cek', {'number': '', 'last4': '12x'})
    assert {'number', 'last4'} <= set(re.findall(r'href="#(\w+)"', sound(nothing, 422).text))
    evil = sound(post(house, '/cek', {'number': '"><script>x', 'last4': '1234'}), 422)
    assert '<script>x' not in evil.text


def guessing_ends(house):
    number, _ = a_file(house, seed=13)
    same_minute()
    answers = [post(house, '/cek', {'number': number, 'last4': f'{i:04d}'}).status for i in range(100, 112)]
    assert answers[0] == 422 and answers[-1] == 429, answers
    a = post(house, '/cek', {'number': number, 'last4': '0013'})
    assert a.status == 429, 'a right guess is not answered either'
    sound(a, 429)


def an_unknown_token_is_no_page(house):
    for token in ('x', 'A' * 22, '../../etc/passwd', '%00', 'A' * 500):
        for tail in ('', '/bukti.pdf', '/perbaiki'):
            a = call(house.port, 'GET', '/s/' + token + tail)
            assert a.status in (404, 429), (token, a.status)
    assert call(house.port, 'GET', '/f/' + 'A' * 22).status in (404, 429)


def the_receipt_is_a_pdf(house):
    number, path = a_file(house, seed=14)
    a = call(house.port, 'GET', path + '/bukti.pdf')
    assert a.status == 200 and a.headers['Content-Type'] == 'application/pdf' and a.body.startswith(b'%PDF'), a.status
    assert number in a.headers['Content-Disposition'] and a.headers['X-Robots-Tag'] == 'noindex, nofollow'


def the_story_is_told_to_the_citizen(house):
    number, path = a_file(house, papers=('skl', 'kk'), seed=15)
    assert 'Belum ada' in words(page(house, path))  # the marriage book is missing
    house.act(number, 'take')
    house.api('POST', f'/api/v1/applications/{number}/actions',
              {'action': 'ask_correction', 'faults': [{'requirement': 'skl', 'reason': 'buram', 'note': 'Baris ketiga'}]})
    text = words(page(house, path))
    for said in ('Perlu perbaikan', 'Foto buram', 'Baris ketiga', 'Kirim foto berkas', 'Kami minta sebagian berkas dikirim ulang'):
        assert said in text, (said, text)
    assert text.index('Kami minta sebagian') < text.rindex('Permohonan terdaftar'), 'newest first'


# ---- photos ------------------------------------------------------------------------------------------------------

def exactly_what_is_wanted_can_be_sent(house):
    number, path = a_file(house, papers=('skl', 'kk'), seed=21)
    a = page(house, path + '/perbaiki')
    assert set(re.findall(r'name="scan_(\w+)"', a.text)) == {'nikah'}, 'only what is missing'
    none = sound(sends(house, path + '/perbaiki', ('csrf', '')), 422)
    assert 'Pilih foto' in words(none)
    other = sound(sends(house, path + '/perbaiki', ('scan_kk', 'kk.png', 'image/png', png('other'))), 422)
    assert 'tidak kami minta' in words(other)
    good = sends(house, path + '/perbaiki', ('scan_nikah', 'a.png', 'image/png', png('n1')), ('scan_nikah', 'b.png', 'image/png', png('n2')))
    assert good.status == 303 and good.headers['Location'].startswith(path + '?terima=2'), good.headers['Location']
    assert '2 foto' in words(page(house, good.headers['Location']))
    assert sum(s['requirement'] == 'nikah' for s in house.file(number)['scans']) == 2
    again = call(house.port, 'GET', path + '/perbaiki')
    assert again.status == 303, 'nothing is wanted any more'


def a_bad_photo_does_not_lose_the_good_one(house):
    number, path = a_file(house, papers=('kk',), seed=22)
    a = sends(house, path + '/perbaiki', ('scan_skl', 'a.png', 'image/png', png('s1')),
              ('scan_nikah', 'cerita.docx', 'image/png', b'PK\x03\x04 not a picture'), ('scan_nikah', '', 'image/png', b''))
    text = words(sound(a, 422))
    assert '1 foto sudah kami terima' in text and 'cerita.docx' in text, text
    assert set(re.findall(r'name="scan_(\w+)"', a.text)) == {'nikah'}
    assert sorted(s['requirement'] for s in house.file(number)['scans']) == ['kk', 'skl']
    cut = sends(house, path + '/perbaiki', ('scan_nikah', 'x.png', 'image/png', png('s2')[:120]))
    sound(cut, 422)
    assert sound(call(house.port, 'POST', path + '/perbaiki', b'--x\r\nhalf', {'Content-Type': 'multipart/form-data; boundary=x'}), 400)
    assert call(house.port, 'POST', path + '/perbaiki', 'a=b', {'Content-Type': 'application/x-www-form-urlencoded'}).status == 415


def a_correction_goes_back_by_itself(house):
    number, path = a_file(house, seed=23)
    house.act(number, 'take')
    house.act(number, 'ask_correction', faults=[{'requirement': 'kk', 'reason': 'silau'}])
    a = page(house, path + '/perbaiki')
    assert 'Foto silau' in words(a) and 'scan_kk' in re.findall(r'name="(scan_\w+)"', a.text)
    sends(house, path + '/perbaiki', ('scan_kk', 'kk.png', 'image/png', png('kk again')))
    now = house.file(number)
    assert [s['requirement'] for s in now['scans']].count('kk') >= 1
    assert 'scan_kk' not in page(house, path).text
    foreign = call(house.port, 'POST', path + '/perbaiki', b'', {'Content-Type': 'multipart/form-data; boundary=x', 'Sec-Fetch-Site': 'cross-site'})
    assert foreign.status in (400, 403), foreign.status


# ---- the data form ---------------------------------------------------------------------------------------------------

def a_link(house, phone):
    c = Citizen(house, phone)
    return urllib.parse.urlparse(c.answers(c.says('akta kelahiran'), BIRTH)['url']).path


def first_form(a):
    return next(f for f in Forms(a.text).forms if f['method'] == 'post')


def the_form_is_filled_in_and_sent(house):
    path = a_link(house, '6281200003101')
    at, a = get(house, path)
    while a.status == 200 and first_form(a)['action'] != path + '/periksa':
        sound(a)
        target = first_form(a)['action']
        values = filled(first_form(a), 5)
        a = post(house, target, values)
        if a.status == 200:
            a = post(house, target, {**values, 'noticed': 'yes'})
        at, a = get(house, a.headers['Location'])
    text = words(sound(a))
    assert '14 November 2025' in text and 'Laki-laki' in text, text
    change = re.search(r'href="(/f/[^"]*\?periksa=1)"', a.text).group(1)
    again = page(house, html.unescape(change))
    back = post(house, first_form(again)['action'], {**filled(first_form(again), 5), 'noticed': 'yes'})
    assert back.headers['Location'] == path + '/periksa', 'a change goes back to the check page'
    sent = post(house, path + '/periksa', {'csrf': ''})
    assert sent.status == 303 and sent.headers['Location'] == path + '/selesai'
    assert 'Data sudah kami terima' in words(page(house, path + '/selesai'))
    assert call(house.port, 'GET', path).headers['Location'] == path + '/selesai', 'a used link leads to the end'
    assert post(house, path + '/periksa', {'csrf': ''}).headers['Location'] == path + '/selesai'


def what_is_wrong_is_said_at_the_field(house):
    path = a_link(house, '6281200003102')
    at, a = get(house, path)
    values = filled(first_form(a), 3)
    wrong = {'applicant_nik': '123', 'applicant_name': ''}
    a = sound(post(house, at, {**values, **wrong}), 422)
    assert 'value="123"' in a.text, 'what was typed is kept'
    assert {'applicant_nik', 'applicant_name'} >= set(re.findall(r'href="#(applicant_\w+)"', a.text)) != set()
    assert 'Galat' in re.search('<title>(.*?)</title>', a.text).group(1)
    post(house, at, {**values, 'applicant_name': '<script>alert(1)</script>'})
    for place in (at, path + '/periksa'):
        shown = page(house, place).text
        assert '<script>alert' not in shown and '&lt;script&gt;alert' in shown, place
    child = path + '/2'
    values = filled(first_form(page(house, child)), 3)
    a = sound(post(house, child, {**values, 'birth_date_day': '31', 'birth_date_month': '2', 'birth_date_year': '2025'}), 422)
    assert 'value="31"' in a.text and 'href="#birth_date"' in a.text
    for nonsense in ('/0', '/99', '/x', '/-1'):
        assert call(house.port, 'GET', path + nonsense).status == 404, nonsense
    early = sound(post(house, path + '/periksa', {'csrf': ''}), 422)
    assert 'href="#bagian-' in early.text


def what_looks_odd_is_pointed_out_once(house):
    path = a_link(house, '6281200003103')
    at, a = get(house, path)
    post(house, at, {**filled(first_form(a), 3), 'noticed': 'yes'})
    mother = next(p for p in (f'{path}/{i}' for i in range(2, 9)) if 'name="mother_nik"' in call(house.port, 'GET', p).text)
    values = filled(first_form(page(house, mother)), 3)
    values.update({'mother_nik': '5271 9957 0190 0001', 'mother_birth_date_day': '3', 'mother_birth_date_month': 'maret', 'mother_birth_date_year': '1991'})
    odd = sound(post(house, mother, values))
    assert 'tanggal lahir di dalam NIK berbeda' in words(odd) and 'name="noticed"' in odd.text
    a = post(house, mother, {**values, 'noticed': 'yes'})
    assert a.status == 303, 'it can be passed'
    kept = page(house, mother).text
    assert 'value="5271995701900001"' in kept and 'value="1991"' in kept, 'digits alone are kept'
    values.update({'mother_birth_place': ''})
    post(house, mother, {**values, 'noticed': 'yes'})
    assert not re.search(r'name="mother_birth_place"[^>]*value="[^"]', page(house, mother).text), 'emptied is empty'


def every_service_has_a_form_that_works(house):
    from story import STORIES
    for k, (service, (word, answers, _)) in enumerate(STORIES.items()):
        c = Citizen(house, f'62812000032{k:02d}')
        m = c.answers(c.says(word), answers)
        assert m.get('url'), (service, m)
        _, done = fill_form(house, m['url'], 50 + k)
        assert 'Data sudah kami terima' in words(sound(done)), service


if __name__ == '__main__':
    cases = [v for v in list(globals().values()) if callable(v) and getattr(v, '__code__', None)
             and v.__code__.co_varnames[:1] == ('house',) and v.__code__.co_argcount == 1]
    with House() as a_house:
        failed = run_cases(cases, a_house, alone=(guessing_ends, an_unknown_token_is_no_page))
    sys.exit(failed)
