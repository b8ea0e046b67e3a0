#!/usr/bin/env python3
"""Rules of the chat against the real binary through the simulator: each case plays with people of its own."""
import concurrent.futures
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from citizen import Citizen, offered  # noqa: E402
from house import House, call, png  # noqa: E402

CHILD = {'special': 'no', 'birth_notice': 'yes', 'marriage_proof': 'registered', 'late': 'no'}


def rows(house, sql, *args):
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    try:
        return db.execute(sql, args).fetchall()
    finally:
        db.close()


def to_papers(c):
    m = c.answers(c.says('akta kelahiran'), CHILD)
    assert m['kind'] == 'link', m
    return m


def officer_in_every_state(house):
    """PETUGAS is heard at first contact, in the menu, in a question, while collecting, when incomplete, in a
    confirmation; 0 leads back each time."""
    ways = [
        ('nothing said before', lambda c: None),
        ('the menu', lambda c: c.says('menu')),
        ('a question', lambda c: c.says('akta kelahiran')),
        ('collecting', to_papers),
        ('incomplete', lambda c: (to_papers(c), c.says('sudah lengkap'))),
        ('discard?', lambda c: (to_papers(c), c.says('batal'))),
        ('status', lambda c: c.says('status')),
        ('opted out', lambda c: c.says('berhenti')),
    ]
    for i, (words, lead) in enumerate(ways):
        c = Citizen(house, f'6281210000{i:03d}')
        lead(c)
        c.says('petugas', 'petugas')
        house.says(c.phone, 'ini cerita panjang tentang keluarga saya di kampung sebelah')
        c.hear_nothing(1)  # it is the officer's to read
        m = c.says('0', 'kembali ke layanan otomatis')
        assert any(r.startswith('svc.') for r in offered(m)), words


def photo_before_service(house):
    """A photo before any service is kept, named by its caption, and never asked for again."""
    c = Citizen(house, '6281211000001')
    c.sends(png('kk', 210), caption='ini KK')
    m = c.hear_only('1 foto sudah kami simpan')
    assert any(r.startswith('svc.') for r in offered(m))
    to_papers(c)
    m = c.says('lanjut', 'Masih kurang')
    assert 'Kartu keluarga' not in m['text'] and 'Surat keterangan lahir' in m['text'], m['text']


def echo_silences(house):
    """An officer who answers in the phone app silences the bot; 0 gives it back."""
    c = Citizen(house, '6281212000001')
    c.says('menu')
    house.sim('POST', '/echo', {'number': c.number, 'phone': c.phone, 'text': 'Selamat pagi, saya Wayan dari loket.'})
    house.until(lambda: rows(house, "SELECT 1 FROM message WHERE direction = 'out' AND body LIKE 'Selamat pagi, saya Wayan%'"), 'echo')
    for word in ('akta kelahiran', 'status', 'terima kasih'):
        house.says(c.phone, word)
    c.sends(png('diam', 190))
    c.hear_nothing(2.5)
    c.says('0', 'kembali ke layanan otomatis')
    to_papers(c)


def user_name_only(house):
    """A citizen without a phone number in the webhook is served like everybody."""
    c = Citizen(house, '6281213000001')
    c.says('akta kelahiran', hide_phone=True)
    m = c.answers(c.says('menu', hide_phone=True), {})
    m = c.answers(c.taps('svc.akta_kelahiran.v1'), CHILD)
    assert m['kind'] == 'link'
    (phone, bsuid), = rows(house, 'SELECT phone, bsuid FROM contact WHERE phone IS NULL')
    assert phone is None and bsuid
    house.sends(c.phone, png('tanpa nomor', 180))
    c.hear_only('1 foto diterima')
    c.says('nomor saya tampak lagi sekarang', hide_phone=False)
    assert rows(house, 'SELECT COUNT(*) FROM contact WHERE bsuid = ?', bsuid) == [(1,)]


def three_numbers(house):
    """Each of the office's numbers holds a conversation of its own, answered from the number that was written to."""
    people = [Citizen(house, '6281214000001', n) for n in ('1001', '1002', '1003')]
    for c, word in zip(people, ('akta kelahiran', 'kia', 'pindah')):
        c.says(word)
    for c, code in zip(people, ('akta_kelahiran', 'kia', 'pindah')):
        m = c.says('entah apa ini maksudnya')
        assert all(i.startswith(f'q.{code}.') for i in offered(m)), offered(m)
    assert rows(house, "SELECT COUNT(*) FROM contact WHERE phone = '6281214000001'") == [(1,)]


def sign(body, secret='rahasia-aplikasi'):
    return 'sha256=' + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def message(wamid, phone, text, at=None):
    return {'from': phone, 'id': wamid, 'timestamp': str(int(at or time.time())), 'type': 'text', 'text': {'body': text}}


def envelope(messages, number='1001'):
    changes = [{'field': 'messages', 'value': {
        'messaging_product': 'whatsapp', 'metadata': {'display_phone_number': '6287700000001', 'phone_number_id': number},
        'contacts': [{'wa_id': m['from'], 'profile': {'name': 'Warga Uji'}}], 'messages': [m]}} for m in messages]
    return json.dumps({'object': 'whatsapp_business_account', 'entry': [{'id': '1', 'changes': changes}]}).encode()


def post_hook(house, body, signature=None):
    headers = {'Content-Type': 'application/json'}
    if signature is not None:
        headers['X-Hub-Signature-256'] = signature
    return call(house.port, 'POST', '/hook/whatsapp', body, headers).status


def thousand_updates(house):
    """1,000 messages of 250 people in one body: taken at once, worked in as they came, each answered once."""
    people = [Citizen(house, f'6281215{i:06d}') for i in range(250)]
    house.sim('POST', '/delivery', {'hold': True})
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda c: [house.says(c.phone, word) for word in ('menu', 'kia', '1', '1')], people))
    held = house.sim('POST', '/delivery', {'hold': True})['held']
    assert held == 1000, held
    house.sim('POST', '/delivery', {'release': 'batch'})
    biggest = lambda: rows(house, 'SELECT MAX(length(body)) FROM webhook')[0][0]
    house.until(lambda: biggest() > 200_000, 'one large body')
    house.until(lambda: rows(house, "SELECT COUNT(*) FROM message WHERE direction = 'in' AND chat IN (SELECT chat.id FROM chat JOIN "
                                    "contact k ON k.id = chat.contact WHERE k.phone LIKE '6281215%')") == [(1000,)], '1,000 worked in')
    for c in people[::10]:
        house.until(lambda: len(house.heard(c.phone)) >= 4, 'all four answers')
        asked = [offered(m)[0].rsplit('.', 2)[0] for m in house.heard(c.phone)]
        assert asked == ['svc', 'q.kia.reason', 'q.kia.age', 'q.kia.special'], asked
    house.until(lambda: rows(house, "SELECT o.state, COUNT(*) FROM outbox o JOIN chat c ON c.id = o.chat JOIN contact k ON k.id = c.contact "
                                    "WHERE k.phone LIKE '6281215%' GROUP BY 1") == [('sent', 1000)], 'all sent')


def body_of_three_megabytes(house):
    """A body of 3 MB and 1,000 updates from strangers is taken, worked in once, and its repeat changes nothing."""
    start = time.monotonic()
    many = [message(f'wamid.RIBU{i:04d}', f'6281223{i % 500:06d}', 'x ' * 1400) for i in range(1000)]
    body = envelope(many)
    assert len(body) > 3_000_000
    assert post_hook(house, body, sign(body)) == 200
    assert time.monotonic() - start < 10, 'taken before it is worked in: the platform does not wait long'
    house.until(lambda: rows(house, "SELECT COUNT(*) FROM message WHERE wamid LIKE 'wamid.RIBU%'") == [(1000,)], '1,000 worked in')
    assert post_hook(house, body, sign(body)) == 200  # and again, as the platform does
    house.until(lambda: rows(house, 'SELECT COUNT(*) FROM webhook WHERE done_at IS NULL') == [(0,)], 'the repeat')
    assert rows(house, "SELECT COUNT(*) FROM message WHERE wamid LIKE 'wamid.RIBU%'") == [(1000,)]


def forged(house):
    """A wrong, missing or cut signature changes nothing at all."""
    body = envelope([message('wamid.PALSU1', '6281216000001', 'petugas')])
    good = sign(body)
    before = rows(house, 'SELECT (SELECT COUNT(*) FROM webhook), (SELECT COUNT(*) FROM contact)')
    bad = [None, '', 'sha256=', 'sha256=' + '0' * 64, good[:-1], good + '0', good.replace('sha256', 'sha1'), sign(body, 'lain'),
           sign(body + b' ')]
    for signature in bad:
        assert post_hook(house, body, signature) in (401, 403), signature
    assert post_hook(house, body.replace(b'petugas', b'berhenti'), good) in (401, 403)
    time.sleep(0.5)
    assert rows(house, 'SELECT (SELECT COUNT(*) FROM webhook), (SELECT COUNT(*) FROM contact)') == before
    assert post_hook(house, body, good) == 200


def state_of(house, phone):
    """What the office knows of a citizen, without numbers that differ between people."""
    house.until(lambda: rows(house, 'SELECT COUNT(*) FROM webhook WHERE done_at IS NULL') == [(0,)], 'all worked in')
    app = rows(house, 'SELECT a.id, a.service, a.state FROM application a JOIN contact k ON k.id = a.contact WHERE k.phone = ?', phone)
    items = {a[0]: rows(house, 'SELECT code, state FROM item WHERE application = ? ORDER BY code', a[0]) for a in app}
    scans = rows(house, "SELECT COALESCE(s.requirement, '-'), hex(s.sha256) FROM scan s JOIN contact k ON k.id = s.contact "
                        'WHERE k.phone = ? ORDER BY 1, 2', phone)
    return [a[1:] for a in app], sorted(items.values()), scans


def any_order(house):
    """Photos once, twice, in reverse, in one body: the same papers at the end and one answer."""
    photos = [('skl', 'surat lahir', 220), ('kk', 'KK', 230), ('nikah', 'buku nikah', 240)]
    states, people = [], []
    for i, how in enumerate(('in_order', 'reversed', 'batch', 'twice')):
        c = Citizen(house, f'62812170000{i:02d}')
        to_papers(c)
        people.append((c, how))
    for c, how in people:
        if how != 'twice':
            house.sim('POST', '/delivery', {'hold': True})
        more = {'copies': 3, 'twice_inside': 'true'} if how == 'twice' else {}
        for code, caption, width in photos:
            c.sends(png(code, width), caption=caption, **more)
        if how != 'twice':
            house.sim('POST', '/delivery', {'release': how})
        c.hear_only('3 foto diterima', 'Semua berkas', 'Formulir belum diisi')
        states.append(state_of(house, c.phone))
    assert states[0][2] and all(s == states[0] for s in states), states


def unknown_kinds(house):
    """Stickers, voice notes, places and reactions never break the talk, and are answered at most once."""
    c = Citizen(house, '6281218000001')
    to_papers(c)
    house.sim('POST', f'/citizens/{c.phone}/sticker', {'number': c.number})
    c.hear_only()
    for kind in ('location', 'contacts', 'unsupported'):
        house.sim('POST', f'/citizens/{c.phone}/{kind}', {'number': c.number})
    c.hear_nothing(1.5)
    first = house.thread(c.phone)[0]
    house.sim('POST', f'/citizens/{c.phone}/reaction', {'number': c.number, 'id': first['id'], 'emoji': '👍'})
    c.hear_nothing(1)
    c.says('lanjut', 'Masih kurang')


def no_numbers_in_chat(house):
    """A NIK typed into the chat is not kept as typed, and the citizen is led to the form."""
    c = Citizen(house, '6281219000001')
    to_papers(c)
    m = c.says('NIK saya 5271 9941 0190 0001')
    assert m['kind'] == 'link' and '/f/' in m['url'], m
    stored = ''.join(str(r) for r in rows(house, 'SELECT body FROM message'))
    assert '5271994101900001' not in stored.replace(' ', '')


def stale_taps(house):
    """Old buttons stay harmless: a tap on a question of another request leads to the menu."""
    c = Citizen(house, '6281219000011')
    m = c.says('kia')
    old = offered(m)[0]
    c.answers(c.says('akta kelahiran'), CHILD)
    m = c.taps(old, 'Pilihan ini sudah lama')
    assert any(r.startswith('svc.') for r in offered(m))
    c.says('lanjut', 'Masih kurang')


CASES = [officer_in_every_state, photo_before_service, echo_silences, user_name_only, three_numbers, any_order, unknown_kinds,
         no_numbers_in_chat, stale_taps, forged, thousand_updates, body_of_three_megabytes]

if __name__ == '__main__':
    with House(quiet=1, more='look:\n  on: false\n') as the_house:
        sys.exit(run_cases(CASES, the_house, alone=(any_order, forged, thousand_updates, body_of_three_megabytes)))
