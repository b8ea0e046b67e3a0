#!/usr/bin/env python3
"""Resumable uploads (tus 1.0.0) against the real binary: in pieces, cut off, killed, refused, dropped, by curl."""
import base64
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from house import House, call, picture, png, same_minute  # noqa: E402

BIRTH = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}
PIECES = 'application/offset+octet-stream'
seeds = iter(range(100, 1000))


def a_file(house, papers=('kk',), data=None):
    """An application that still waits for papers: number, personal token."""
    seed = next(seeds)
    done = house.submit({'service': 'akta_kelahiran', 'answers': BIRTH,
                         'applicant': {'name': 'Baiq Sekar Melati', 'phone': '628120000%04d' % seed}, 'data': data or {}},
                        [(p, png(f'{p}{seed}')) for p in papers]).json
    return done['number'], urllib.parse.urlparse(done['status_url']).path.split('/')[2]


def tus(house, method, path, body=None, expect=None, **headers):
    h = {'Tus-Resumable': '1.0.0', **{k.replace('_', '-'): str(v) for k, v in headers.items()}}
    a = call(house.port, method, path, body, {k: v for k, v in h.items() if v != 'None'})
    assert not expect or a.status == expect, f'{method} {path}: {a.status}, not {expect}: {a.text[:400]}'
    return a


def b64(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def begin(house, token, data, slot='skl', expect=201, **headers):
    a = tus(house, 'POST', f'/u/{token}/{slot}', b'', expect, Upload_Length=len(data), **headers)
    return a.headers['Location']


def patch(house, path, piece, at, expect=204, **headers):
    return tus(house, 'PATCH', path, piece, expect, **{'Content_Type': PIECES, 'Upload_Offset': at, **headers})


def offset(house, path):
    return int(tus(house, 'HEAD', path, expect=200).headers['Upload-Offset'])


def scans(house, number, slot='skl'):
    """SHA-256 of the current scans of a paper, as they come out again."""
    found = [s for s in house.file(number)['scans'] if s['requirement'] == slot and not s.get('replaced_at')]
    return [hashlib.sha256(house.api('GET', f"/api/v1/applications/{number}/scans/{s['id']}", expect=200).body).hexdigest()
            for s in found]


def sha(data):
    return hashlib.sha256(data).hexdigest()


def parts(house):
    return sorted(os.listdir(os.path.join(house.folder, 'scans', 'parts')))


def size_on_disk(house, path):
    name = hashlib.sha256(path.split('/')[2].encode()).hexdigest()[:32] + '.part'
    name = os.path.join(house.folder, 'scans', 'parts', name)
    return os.path.getsize(name) if os.path.exists(name) else 0


def problem(a, status, code):
    assert a.status == status and a.json['code'] == code, f'{a.status} {a.text[:300]}'
    assert a.headers['Tus-Resumable'] == '1.0.0'
    return a


# ---- the way it is meant ----------------------------------------------------------------------------------

def the_server_says_what_it_can(house):
    a = call(house.port, 'OPTIONS', '/u/any/skl')
    assert a.status == 204 and a.headers['Tus-Version'] == '1.0.0' and a.headers['Tus-Max-Size'] == str(20 << 20)
    assert set(a.headers['Tus-Extension'].split(',')) == {'creation', 'creation-with-upload', 'expiration', 'termination', 'checksum'}
    assert 'sha1' in a.headers['Tus-Checksum-Algorithm'].split(',')


def a_photo_comes_in_pieces(house):
    number, token = a_file(house)
    data = picture('pieces', 700)
    path = begin(house, token, data, Upload_Metadata=f'filename {b64("surat lahir.png")},filetype {b64("image/png")}')
    at = 0
    for size in (1, 63, 100000, 65536, 1 << 20):
        a = patch(house, path, data[at:at + size], at)
        at = min(at + size, len(data))
        assert a.headers['Upload-Offset'] == str(at) and a.headers['Upload-Expires'].endswith('GMT')
        head = tus(house, 'HEAD', path, expect=200)
        assert head.headers['Upload-Offset'] == str(at) and head.headers['Upload-Length'] == str(len(data))
        assert head.headers['Cache-Control'] == 'no-store' and 'filename ' in head.headers['Upload-Metadata']
    assert at == len(data) and scans(house, number) == [sha(data)]
    scan = next(s for s in house.file(number)['scans'] if s['requirement'] == 'skl')
    assert scan['source'] == 'web', scan


def all_at_once_with_the_creation(house):
    number, token = a_file(house)
    data = png('at once')
    a = tus(house, 'POST', f'/u/{token}/skl', data, 201, Upload_Length=len(data), Content_Type=PIECES)
    assert a.headers['Upload-Offset'] == str(len(data)) and scans(house, number) == [sha(data)]
    assert offset(house, a.headers['Location']) == len(data)


def nothing_lies_plain(house):
    _, token = a_file(house)
    marker = png('plain')[:64] + b'NAMA IBU KANDUNG REKAAN' * 4000
    path = begin(house, token, marker + b'more')
    patch(house, path, marker, 0)
    for root, _, files in os.walk(os.path.join(house.folder, 'scans')):
        for name in files:
            with open(os.path.join(root, name), 'rb') as f:
                assert b'NAMA IBU KANDUNG' not in f.read(), name


def the_same_file_twice_is_one_scan(house):
    number, token = a_file(house)
    data = png('twice')
    for _ in range(2):
        patch(house, begin(house, token, data), data, 0)
    assert scans(house, number) == [sha(data)]
    other = png('second page')
    patch(house, begin(house, token, other), other, 0)
    assert set(scans(house, number)) == {sha(data), sha(other)}


def a_correction_waits_for_the_last_page(house):
    number, token = a_file(house, ('skl', 'kk', 'nikah'), {'child_name': 'Bintang Rekaan'})
    assert house.file(number)['missing'] == [], house.file(number)['missing']
    house.act(number, 'take')
    house.act(number, 'ask_correction', faults=[{'requirement': 'kk', 'reason': 'silau'}])
    first, second = png('page 1'), png('page 2')
    a, b = begin(house, token, first, 'kk'), begin(house, token, second, 'kk')
    patch(house, a, first, 0)
    assert house.file(number)['state'] == 'needs_correction'
    patch(house, b, second, 0)
    assert house.file(number)['state'] == 'in_review'
    assert {sha(first), sha(second)} <= set(scans(house, number, 'kk'))


# ---- on a bad network ---------------------------------------------------------------------------------------

def send_cut(house, path, at, told, piece):
    """A PATCH whose connection ends in the middle."""
    s = socket.create_connection(('127.0.0.1', house.port))
    s.sendall((f'PATCH {path} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nContent-Type: {PIECES}\r\n'
               f'Upload-Offset: {at}\r\nContent-Length: {told}\r\n\r\n').encode() + piece)
    return s


def what_came_before_the_cut_is_kept(house):
    number, token = a_file(house)
    data = picture('cut', 600)
    path = begin(house, token, data)
    s = send_cut(house, path, 0, len(data), data[:150000])
    house.until(lambda: size_on_disk(house, path) > 130000, 'the server has read it')
    s.close()
    house.until(lambda: offset(house, path) > 0, 'what came is kept')
    at = offset(house, path)
    assert at <= 150000
    problem(patch(house, path, b'x', at + 1, None), 409, 'upload_offset')
    patch(house, path, data[at:], at)
    assert scans(house, number) == [sha(data)]


def who_comes_last_goes_on(house):
    number, token = a_file(house)
    data = picture('dead line', 500)
    path = begin(house, token, data)
    old = send_cut(house, path, 0, len(data), data[:70000])  # stays open: its phone is gone, the server does not know
    house.until(lambda: patch(house, path, data[:100000], 0, None).status == 204, 'the newcomer is let in')
    old.sendall(data[70000:])
    assert b' 409 ' in old.recv(4096), 'the old one is told'
    old.close()
    assert offset(house, path) == 100000
    patch(house, path, data[100000:], 100000)
    assert scans(house, number) == [sha(data)]


def a_lost_answer_is_asked_for(house):
    number, token = a_file(house)
    data = png('lost answer')
    path = begin(house, token, data)
    patch(house, path, data, 0)
    assert offset(house, path) == len(data)
    assert patch(house, path, b'', len(data)).headers['Upload-Offset'] == str(len(data))
    problem(tus(house, 'DELETE', path), 409, 'upload_complete')
    assert scans(house, number) == [sha(data)]


def a_changed_piece_is_refused(house):
    number, token = a_file(house)
    data = picture('checksum', 300)
    path = begin(house, token, data)
    good = 'sha1 ' + b64(hashlib.sha1(data[:50000]).digest())
    problem(patch(house, path, data[:999] + b'y' + data[1000:50000], 0, None, Upload_Checksum=good), 460, 'upload_checksum')
    assert offset(house, path) == 0
    problem(patch(house, path, data[:50000], 0, None, Upload_Checksum='md5 AAAA'), 400, 'upload_header')
    patch(house, path, data[:50000], 0, Upload_Checksum=good)
    patch(house, path, data[50000:], 50000, Upload_Checksum='sha256 ' + b64(hashlib.sha256(data[50000:]).digest()))
    assert scans(house, number) == [sha(data)]


def killed_in_the_middle(house):
    """kill -9 while pieces come in: what was acknowledged is there, and the file arrives whole."""
    number, token = a_file(house)
    data = picture('killed', 1500)
    path, at = begin(house, token, data), 0
    for _ in range(3):
        patch(house, path, data[at:at + 120000], at)
        at += 120000
        s = send_cut(house, path, at, len(data) - at, data[at:at + 90000])
        kill_web(house)
        s.close()
        house.until(lambda: house.alive(house.port, '/healthz'), 'the server is back')
        assert offset(house, path) >= at, 'an acknowledged byte is gone'
        at = offset(house, path)
    patch(house, path, data[at:], at)
    assert scans(house, number) == [sha(data)]


def kill_web(house):
    children = subprocess.run(['ps', '-o', 'pid=,args=', '--ppid', str(house.server.pid)], capture_output=True, text=True).stdout
    os.kill(next(int(line.split()[0]) for line in children.splitlines() if 'role-web' in line), signal.SIGKILL)


# ---- what is not taken ----------------------------------------------------------------------------------------

def wrong_headers_are_told(house):
    _, token = a_file(house)
    where = f'/u/{token}/skl'
    assert problem(tus(house, 'POST', where, b'', Tus_Resumable='0.2.2', Upload_Length=9), 412, 'tus_version').headers['Tus-Version'] == '1.0.0'
    problem(tus(house, 'POST', where, b'', Tus_Resumable=None, Upload_Length=9), 412, 'tus_version')
    for length in ('', 'x', '-1', '1e3', '99999999999999999999'):
        problem(tus(house, 'POST', where, b'', Upload_Length=length), 400, 'upload_header')
    problem(tus(house, 'POST', where, b'', Upload_Length=9, Upload_Metadata='filename !!'), 400, 'upload_header')
    problem(tus(house, 'POST', where, b'', Upload_Length=0), 422, 'empty')
    problem(tus(house, 'POST', where, b'', Upload_Length=(20 << 20) + 1), 413, 'too_large')
    path = begin(house, token, b'x' * 100)
    problem(patch(house, path, b'x', 0, None, Content_Type='image/png'), 415, 'upload_type')
    problem(patch(house, path, b'x', 'zero', None), 400, 'upload_header')
    problem(patch(house, path, b'x' * 101, 0, None), 413, 'too_large')
    assert offset(house, path) == 0
    assert call(house.port, 'PATCH', '/cek').status == 405 and call(house.port, 'GET', path).status == 405


def what_is_no_photo_is_refused_at_once(house):
    number, token = a_file(house)
    text = b'<script>alert(1)</script>' * 50000
    path = begin(house, token, text)
    a = problem(patch(house, path, text[:200000], 0, None, Accept_Language='id-ID'), 422, 'wrong_type')
    assert 'foto' in a.json['detail']
    problem(patch(house, path, b'x', 0, None), 404, 'not_found')
    half = png('half')[:-20]
    problem(patch(house, begin(house, token, half), half, 0, None), 422, 'cut_off')
    assert scans(house, number) == []


def only_wanted_papers_of_ones_own(house):
    number, token = a_file(house)
    for link, slot, status, code in (('A' * 22, 'skl', 404, 'not_found'), (token, 'no_such_paper', 422, 'not_wanted'),
                                     (token, '%3Cb%3E', 422, 'not_wanted')):
        problem(tus(house, 'POST', f'/u/{link}/{slot}', b'', Upload_Length=9), status, code)
    path = begin(house, token, png('late'))
    house.act(number, 'take')
    house.act(number, 'cancel', reason='diminta warga')
    problem(patch(house, path, png('late'), 0, None), 422, 'not_wanted')
    problem(tus(house, 'POST', f'/u/{token}/skl', b'', Upload_Length=9), 422, 'not_wanted')


def an_upload_is_dropped(house):
    _, token = a_file(house)
    path = begin(house, token, png('drop'))
    patch(house, path, png('drop')[:20], 0)
    before = len(parts(house))
    bad = 'sha1 ' + b64(hashlib.sha1(b'other').digest())
    for body, headers in ((b'no picture ' * 20, {}), (png('sum'), {'Upload_Checksum': bad})):  # refused before they began
        assert tus(house, 'POST', f'/u/{token}/skl', body, Upload_Length=len(body), Content_Type=PIECES, **headers).status >= 400
    assert len(parts(house)) == before, 'a refused one leaves nothing'
    tus(house, 'DELETE', path, expect=204)
    assert len(parts(house)) == before - 1
    problem(patch(house, path, b'x', 20, None), 404, 'not_found')
    other = begin(house, token, png('drop 2'))
    assert tus(house, 'POST', other, b'', X_HTTP_Method_Override='DELETE').status == 204
    problem(tus(house, 'POST', other, b''), 400, 'upload_header')
    third, data = begin(house, token, png('drop 3')), png('drop 3')
    tus(house, 'POST', third, data, 204, X_HTTP_Method_Override='PATCH', Content_Type=PIECES, Upload_Offset=0)


def too_much_at_once_is_refused(house):
    _, token = a_file(house)
    made = [begin(house, token, b'x' * (10 << 20)) for _ in range(24)]
    problem(tus(house, 'POST', f'/u/{token}/skl', b'', Upload_Length=9), 429, 'too_many_uploads')
    tus(house, 'DELETE', made[0], expect=204)
    begin(house, token, b'x' * 9)


def guessing_is_slowed_down(house):
    same_minute()
    codes = [tus(house, 'PATCH', f'/u/{n:022d}', b'x', Content_Type=PIECES, Upload_Offset=0).status for n in range(40)]
    assert codes[0] == 404 and codes[-1] == 429, codes


# ---- others --------------------------------------------------------------------------------------------------------

def curl_uploads_too(house):
    if not shutil.which('curl'):
        return
    number, token = a_file(house)
    data = picture('curl', 1200)  # larger than what curl sends without asking (Expect: 100-continue)
    name = os.path.join(house.folder, 'curl.png')
    with open(name, 'wb') as f:
        f.write(data)
    base = f'http://127.0.0.1:{house.port}'
    made = subprocess.run(['curl', '-s', '-D', '-', '-o', '/dev/null', '-X', 'POST', '-H', 'Tus-Resumable: 1.0.0', '-H',
                           f'Upload-Length: {len(data)}', '-H', 'Content-Length: 0', f'{base}/u/{token}/skl'], capture_output=True, text=True).stdout
    path = next(line.split()[1] for line in made.splitlines() if line.lower().startswith('location:'))
    sent = subprocess.run(['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', '-X', 'PATCH', '-H', 'Tus-Resumable: 1.0.0', '-H',
                           f'Content-Type: {PIECES}', '-H', 'Upload-Offset: 0', '--data-binary', '@' + name, base + path],
                          capture_output=True, text=True).stdout
    assert sent == '204', sent
    assert scans(house, number) == [sha(data)]


def many_at_the_same_time(house):
    number, token = a_file(house)
    pages = [picture(f'many {i}', 250) for i in range(8)]
    wrong = []

    def send(data):
        try:
            path = begin(house, token, data)
            for at in range(0, len(data), 20000):
                patch(house, path, data[at:at + 20000], at)
        except AssertionError as e:
            wrong.append(str(e))
    threads = [threading.Thread(target=send, args=(p,)) for p in pages]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong, wrong
    assert set(scans(house, number)) == {sha(p) for p in pages}


if __name__ == '__main__':
    with House(phone=False) as h:
        code = run_cases([
            the_server_says_what_it_can, a_photo_comes_in_pieces, all_at_once_with_the_creation, nothing_lies_plain,
            the_same_file_twice_is_one_scan, a_correction_waits_for_the_last_page, what_came_before_the_cut_is_kept,
            who_comes_last_goes_on, a_lost_answer_is_asked_for, a_changed_piece_is_refused, wrong_headers_are_told,
            what_is_no_photo_is_refused_at_once, only_wanted_papers_of_ones_own, too_much_at_once_is_refused,
            curl_uploads_too, many_at_the_same_time, an_upload_is_dropped, killed_in_the_middle, guessing_is_slowed_down],
            h, alone=(an_upload_is_dropped, killed_in_the_middle, guessing_is_slowed_down))
    sys.exit(code)
