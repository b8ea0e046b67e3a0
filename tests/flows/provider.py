#!/usr/bin/env python3
"""An office behind a solution provider (360dialog): its key, its paths, and a secret header in place of Meta's signature.

    LOKET_BIN=build/src/cmd/loket tests/flows/provider.py"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from chat_rules import envelope, message, rows, sign  # noqa: E402
from citizen import Citizen  # noqa: E402
from house import BINARY, House, call, png, same_minute  # noqa: E402

SECRET = 'rahasia-antara-kita-360'
HEADER = 'X-Loket-Key'
PROVIDER = f"""  auth: D360-API-KEY
  webhook_check:
    kind: shared-header
    header: {HEADER}
    secret: {SECRET}
"""


def post(house, body, headers, query=''):
    return call(house.port, 'POST', '/hook/whatsapp' + query, body, {'Content-Type': 'application/json', **headers}).status


def served(house):
    """Who writes through the provider is answered, a photo comes, and is deleted where it lay."""
    c = Citizen(house, '6281240000001')
    c.says('halo', 'GRATIS')
    c.sends(png('lewat 360', 160))
    c.hear_only('1 foto sudah kami simpan')
    house.until(lambda: house.sim('GET', '/stats')['files_deleted'] == 1, 'the photo is deleted at the provider')


def shown(house):
    """The check stands in `config` and `doctor`, its secret nowhere."""
    said = house.run('config')
    assert 'kind: "shared-header"' in said and HEADER in said and SECRET not in said, said
    said = house.run('doctor', check=False)
    assert f'shared secret in the header {HEADER}' in said and SECRET not in said, said
    with open(house.config) as f:
        text = f.read()
    for wrong, says in (('kind: shared-hedaer', 'did you mean "shared-header"?'), ('kind: meta-hmac', 'means nothing with meta-hmac')):
        path = os.path.join(house.folder, 'wrong.yaml')
        with open(path, 'w') as f:
            f.write(text.replace('kind: shared-header', wrong))
        r = subprocess.run([BINARY, 'config', '--config', path], capture_output=True, text=True)
        assert r.returncode == 3 and says in r.stderr and SECRET not in r.stderr, (r.returncode, r.stderr)


def forged(house):
    """Without the secret, with a wrong one, or with what another kind of check would take: 401, then 429; nothing changes."""
    body = envelope([message('wamid.PALSU360', '6281240000009', 'petugas')])
    before = rows(house, 'SELECT (SELECT COUNT(*) FROM webhook), (SELECT COUNT(*) FROM contact)')
    wrong = [{}, {HEADER: ''}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + '0'}, {HEADER: SECRET.upper()}, {'X-Loket': SECRET},
             {'X-Hub-Signature-256': sign(body)}]
    for headers in wrong:
        assert post(house, body, headers) == 401, headers
    assert post(house, body, {}, '?key=' + SECRET) == 401
    same_minute()
    answers = [post(house, body, {HEADER: 'tebakan-ke-%d' % i}) for i in range(70)]
    assert set(answers) == {401, 429} and answers[-1] == 429, answers
    assert rows(house, 'SELECT (SELECT COUNT(*) FROM webhook), (SELECT COUNT(*) FROM contact)') == before
    assert post(house, body, {HEADER.lower(): SECRET}) == 200, 'a true call is taken all the same'
    house.until(lambda: rows(house, "SELECT COUNT(*) FROM message WHERE wamid = 'wamid.PALSU360'") == [(1,)], 'worked in')
    for name in ('log', 'phone.log'):
        with open(os.path.join(house.folder, name)) as f:
            assert SECRET not in f.read(), name


def by_address(house):
    """url-secret: the address alone lets a call in; the log does not tell it."""
    with House(phone=False, whatsapp=f'  webhook_check: {{kind: url-secret, secret: {SECRET}}}\n') as other:
        body = envelope([message('wamid.ALAMAT1', '6281240000010', 'halo')])
        for query, headers in (('', {}), ('?key=', {}), ('?key=' + SECRET + 'x', {}), ('', {'X-Hub-Signature-256': sign(body)}), ('', {HEADER: SECRET})):
            assert post(other, body, headers, query) == 401, (query, headers)
        assert post(other, body, {}, '?key=' + SECRET) == 200
        other.until(lambda: rows(other, "SELECT COUNT(*) FROM message WHERE wamid = 'wamid.ALAMAT1'") == [(1,)], 'worked in')
        found = [f for f in json.loads(other.run('doctor', '--json', check=False)) if 'secret in their address' in f['what']]
        assert found and found[0]['level'] == 'warn', found
        with open(os.path.join(other.folder, 'log')) as f:
            assert SECRET not in f.read()


CASES = [served, shown, forged, by_address]

if __name__ == '__main__':
    with House(quiet=1, whatsapp=PROVIDER, phone_args=('--webhook-header', f'{HEADER}:{SECRET}'), more='look:\n  on: false\n') as the_house:
        sys.exit(run_cases(CASES, the_house, alone=(served, forged)))
