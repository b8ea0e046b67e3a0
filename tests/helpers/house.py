"""A whole house on free loopback ports for tests: configuration, store, server and phone simulator of the real binary.

    with House() as house:
        house.api('POST', '/api/v1/applications', ...)
        house.says('6281200000001', 'akta kelahiran')
        house.hears('6281200000001', 'Surat keterangan lahir')
"""
import hashlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
import uuid
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get('LOKET_BIN', os.path.join(ROOT, 'build', 'src', 'cmd', 'loket'))
PATIENCE = float(os.environ.get('LOKET_PATIENCE', '30'))  # seconds a test waits for something to happen
PASSWORD = 'kata-sandi-uji-52'

CONFIG = '''listen: "127.0.0.1:{port}"
public_url: http://127.0.0.1:{port}
store: sqlite:loket.db
scans: file:scans
services: {services}
demo: true
office:
  code: "5271"
  prefix: MTR
  name: Kota Mataram
  timezone: Asia/Makassar
whatsapp:
  api_base: http://127.0.0.1:{phone}/v25.0
  app_secret: rahasia-aplikasi
  verify_token: kata-kunci
  quiet_seconds: {quiet}
{whatsapp}  numbers:
    - {{phone_number_id: "1001", display: "+62 877-0000-0001", token: token-satu}}
    - {{phone_number_id: "1002", display: "+62 877-0000-0002", token: token-dua}}
    - {{phone_number_id: "1003", display: "+62 877-0000-0003", token: token-tiga}}
{more}'''


held = []


def free_port():
    """Ours for as long as this process lives: its socket stays bound, so the kernel gives the number to nobody else, neither
    to a server nor to a connection on its way out. Who asks for it by name, as our servers do, may listen there."""
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', 0))
    held.append(s)
    return s.getsockname()[1]


def same_minute(seconds=20):
    """What comes within so many seconds falls into one minute, as limits of what is let do are counted."""
    left = 60 - time.time() % 60
    if left < seconds:
        time.sleep(left + 0.1)


def png(seed, width=200, height=140):
    """A small true picture; another seed, other bytes."""
    def chunk(kind, data):
        return len(data).to_bytes(4, 'big') + kind + data + zlib.crc32(kind + data).to_bytes(4, 'big')
    noise = hashlib.sha256(str(seed).encode()).digest()
    rows = b''.join(b'\0' + bytes((noise[(x * 7 + y) % 32] // 4 + 150) for x in range(width)) for y in range(height))
    head = width.to_bytes(4, 'big') + height.to_bytes(4, 'big') + b'\x08\0\0\0\0'
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def picture(seed, side=200):
    """A true grey picture of side x side random points: about side * side bytes, however it is packed."""
    def chunk(kind, data):
        return len(data).to_bytes(4, 'big') + kind + data + zlib.crc32(kind + data).to_bytes(4, 'big')
    noise = random.Random(str(seed)).randbytes(side * side)
    rows = b''.join(b'\0' + noise[y * side:(y + 1) * side] for y in range(side))
    head = side.to_bytes(4, 'big') * 2 + b'\x08\0\0\0\0'
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows, 1)) + chunk(b'IEND', b'')


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode('utf-8', 'replace')

    @property
    def json(self):
        return json.loads(self.body)


def call(port, method, path, body=None, headers=None, timeout=60, peer='127.0.0.1'):
    """peer: the address it comes from, another one of this machine for whoever must not share a limit"""
    c = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout, source_address=(peer, 0))
    try:
        c.request(method, path, body, headers or {})
        r = c.getresponse()
        return Answer(r.status, r.headers, r.read())
    finally:
        c.close()


def multipart(parts):
    """parts: (name, text) or (name, file name, content type, bytes) -> body, content type"""
    mark = 'mark' + uuid.uuid4().hex
    out = b''
    for p in parts:
        if len(p) == 2:
            out += f'--{mark}\r\nContent-Disposition: form-data; name="{p[0]}"\r\n\r\n'.encode() + p[1].encode() + b'\r\n'
        else:
            out += (f'--{mark}\r\nContent-Disposition: form-data; name="{p[0]}"; filename="{p[1]}"\r\n'
                    f'Content-Type: {p[2]}\r\n\r\n').encode() + p[3] + b'\r\n'
    return out + f'--{mark}--\r\n'.encode(), 'multipart/form-data; boundary=' + mark


class House:
    def __init__(self, quiet=1, more='', phone=True, role='supervisor', whatsapp='', phone_args=()):
        """whatsapp: more lines of that group of the configuration; phone_args: more options of the simulator."""
        self.quiet, self.more, self.with_phone, self.role = quiet, more, phone, role
        self.whatsapp, self.phone_args = whatsapp, phone_args
        self.processes = []

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='loket-house-')
        self.port, self.phone_port = free_port(), free_port()
        self.config = os.path.join(self.folder, 'loket.yaml')
        with open(self.config, 'w') as f:
            f.write(CONFIG.format(port=self.port, phone=self.phone_port, quiet=self.quiet, more=self.more, whatsapp=self.whatsapp,
                                  services=os.path.join(ROOT, 'services')))
        self.run('init')
        self.token = self.run('token', 'add', '--name', 'uji', '--role', self.role).strip()
        if self.with_phone:
            self.start_phone()
        self.start_server()
        return self

    def __exit__(self, kind, value, trace):
        for p in self.processes:
            p.send_signal(signal.SIGTERM)
        for p in self.processes:
            try:
                p.wait(15)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        if kind:
            with open(os.path.join(self.folder, 'log')) as f:
                print('--- server log, last lines ---\n' + ''.join(f.readlines()[-30:]))
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *args, stdin=None, check=True):
        r = subprocess.run([BINARY, *args, '--config', self.config], input=stdin, capture_output=True, text=True)
        if check and r.returncode != 0:
            raise AssertionError(f'{args}: {r.returncode}\n{r.stdout}{r.stderr}')
        return r.stdout

    def start_server(self):
        log = open(os.path.join(self.folder, 'log'), 'a')
        self.server = subprocess.Popen([BINARY, 'serve', '--config', self.config], stdout=log, stderr=log)
        self.processes.append(self.server)
        self.until(lambda: self.alive(self.port, '/healthz'), 'the server answers')

    def start_phone(self):
        numbers = []
        for i, word in (('1', 'satu'), ('2', 'dua'), ('3', 'tiga')):
            numbers += ['--number', f'100{i}:+62-877-0000-000{i}:token-{word}']
        log = open(os.path.join(self.folder, 'phone.log'), 'a')
        self.phone = subprocess.Popen(
            [BINARY, 'phone', '--port', str(self.phone_port), '--webhook', f'http://127.0.0.1:{self.port}/hook/whatsapp',
             '--app-secret', 'rahasia-aplikasi', '--verify-token', 'kata-kunci', *self.phone_args, *numbers], stdout=log, stderr=log)
        self.processes.append(self.phone)
        self.until(lambda: self.alive(self.phone_port, '/sim/stats'), 'the phone answers')

    def restart_server(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(20)
        self.processes.remove(self.server)
        self.start_server()

    @staticmethod
    def alive(port, path):
        try:
            return call(port, 'GET', path, timeout=2).status == 200
        except OSError:
            return False

    @staticmethod
    def until(what, words, seconds=None):
        end = time.monotonic() + (seconds or PATIENCE)
        while True:
            got = what()
            if got:
                return got
            if time.monotonic() > end:
                raise AssertionError('waited in vain: ' + words)
            time.sleep(0.05)

    # ---- machines ----

    def api(self, method, path, body=None, headers=None, token=None, expect=None):
        h = {'Authorization': 'Bearer ' + (self.token if token is None else token)}
        if isinstance(body, (dict, list)):
            body, h['Content-Type'] = json.dumps(body), 'application/json'
        h.update(headers or {})
        a = call(self.port, method, path, body, h)
        if expect:
            assert a.status == expect, f'{method} {path}: {a.status}, not {expect}: {a.text[:600]}'
        return a

    def submit(self, application, files, headers=None, expect=201):
        parts = [('application', json.dumps(application))] + [(name, name + '.png', 'image/png', data) for name, data in files]
        body, kind = multipart(parts)
        return self.api('POST', '/api/v1/applications', body, {'Content-Type': kind, **(headers or {})}, expect=expect)

    def act(self, number, action, expect=200, **fields):
        return self.api('POST', f'/api/v1/applications/{number}/actions', {'action': action, **fields}, expect=expect)

    def file(self, number):
        return self.api('GET', f'/api/v1/applications/{number}', expect=200).json

    # ---- officers ----

    def officer(self, login, role, name='Petugas Uji'):
        self.run('user', 'add', '--login', login, '--name', name, '--role', role, '--password-stdin', stdin=PASSWORD + '\n')

    # ---- citizens ----

    def sim(self, method, path, body=None, headers=None):
        h = {'Content-Type': 'application/json', **(headers or {})}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        a = call(self.phone_port, method, '/sim' + path, body, h)
        assert a.status < 300, f'sim {path}: {a.status} {a.text[:300]}'
        return a.json if a.body else None

    def says(self, phone, text, number='1001'):
        return self.sim('POST', f'/citizens/{phone}/text', {'number': number, 'text': text})

    def taps(self, phone, row, number='1001'):
        return self.sim('POST', f'/citizens/{phone}/choose', {'number': number, 'id': row})

    def sends(self, phone, data, number='1001', **query):
        q = urllib.parse.urlencode({'number': number, 'mime': 'image/png', **query})
        return self.sim('POST', f'/citizens/{phone}/photo?{q}', data, {'Content-Type': query.get('mime', 'image/png')})

    def thread(self, phone, number='1001'):
        return self.sim('GET', f'/citizens/{phone}/messages?number={number}&after=0')['messages']

    def heard(self, phone, number='1001'):
        return [m for m in self.thread(phone, number) if m['from'] == 'office']

    def hears(self, phone, words, number='1001', after=0, seconds=None):
        """Waits for an answer behind entry `after` that holds the words; gives it."""
        def look():
            return next((m for m in self.heard(phone, number) if m['seq'] > after and words.lower() in json.dumps(m, ensure_ascii=False).lower()), None)
        try:
            return self.until(look, words, seconds)
        except AssertionError:
            said = '\n'.join(f"  {m['from']}: {m.get('text', '')[:200]}" for m in self.thread(phone, number)[-8:])
            raise AssertionError(f'never heard "{words}"; the chat:\n{said}') from None
