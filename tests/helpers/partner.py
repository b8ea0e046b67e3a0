"""A partner's machine for tests: Ed25519 (RFC 8032) in a few lines, signed calls, a webhook that listens, an agreement."""
import base64
import hashlib
import http.server
import json
import os
import shutil
import threading
import time
import uuid

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - x2) % P == 0
    return P - x if x % 2 != sign else x


BASE = recover(4 * pow(5, P - 2, P) % P, 0), 4 * pow(5, P - 2, P) % P


def plus(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    k, m = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = m - k, d - c, d + c, m + k
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    total = 0, 1, 1, 0
    while n:
        if n & 1:
            total = plus(total, point)
        point, n = plus(point, point), n >> 1
    return total


def wide(p):
    return p[0], p[1], 1, p[0] * p[1] % P


def packed(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, 'little')


def number(b):
    return int.from_bytes(hashlib.sha512(b).digest(), 'little') % L


class Key:
    def __init__(self, seed):
        h = hashlib.sha512(seed).digest()
        a = int.from_bytes(h[:32], 'little')
        self.scalar, self.prefix = a & (2**254 - 8) | 2**254, h[32:]
        self.public = packed(times(self.scalar, wide(BASE)))

    @property
    def text(self):
        return 'whpk_' + base64.b64encode(self.public).decode()

    def sign(self, message):
        r = number(self.prefix + message)
        point = packed(times(r, wide(BASE)))
        s = (r + number(point + self.public + message) * self.scalar) % L
        return point + s.to_bytes(32, 'little')


def verifies(public, message, signature):
    def open_point(b):
        n = int.from_bytes(b, 'little')
        y = n & (2**255 - 1)
        return wide((recover(y, n >> 255), y))
    s = int.from_bytes(signature[32:], 'little')
    right = plus(open_point(signature[:32]), times(number(signature[:32] + public + message), open_point(public)))
    return s < L and packed(times(s, wide(BASE))) == packed(right)


def signature_headers(key, body, at=None, name=None):
    name, at = name or 'msg_' + uuid.uuid4().hex, str(int(time.time() if at is None else at))
    signed = key.sign(f'{name}.{at}.'.encode() + body)
    return {'webhook-id': name, 'webhook-timestamp': at, 'webhook-signature': 'v1a,' + base64.b64encode(signed).decode()}


def check(public_text, headers, body):
    """An answer or a delivery of the office: signed by its key, now."""
    kind, signature = headers['webhook-signature'].split(' ')[0].split(',', 1)
    assert kind == 'v1a' and abs(int(headers['webhook-timestamp']) - time.time()) < 60, dict(headers)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert verifies(base64.b64decode(public_text[5:]), signed, base64.b64decode(signature)), 'the signature of the office is wrong'


def services_with(folder, root, **agreements):
    """A copy of services/ in which these partners have an agreement: code -> YAML lines under `agreement:`."""
    to = os.path.join(folder, 'services')
    shutil.copytree(os.path.join(root, 'services'), to)
    for code, agreement in agreements.items():
        with open(os.path.join(to, 'partners', code + '.yaml'), 'a') as f:
            f.write('agreement:\n' + ''.join(f'  {line}\n' for line in agreement))
    return to


class Webhook:
    """Listens on a loopback port; `answers`: statuses to give, the last one for ever."""

    def __init__(self, answers=(204,)):
        self.answers, self.came = list(answers), []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
                outer.came.append((dict((k.lower(), v) for k, v in self.headers.items()), body))
                status = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header('Location', f'http://127.0.0.1:{outer.port}/elsewhere')
                self.send_header('Content-Length', '0')
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def bodies(self, kind=None):
        all_of_them = [json.loads(body) for _, body in self.came]
        return [b for b in all_of_them if kind in (None, b['type'])]
