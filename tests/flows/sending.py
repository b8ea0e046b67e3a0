#!/usr/bin/env python3
"""What happens to messages and photos when WhatsApp, the network or the worker fails."""
import os
import signal
import sqlite3
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from citizen import Citizen  # noqa: E402
from house import House, call, png  # noqa: E402


def rows(house, sql, *args):
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    try:
        return db.execute(sql, args).fetchall()
    finally:
        db.close()


def letters(house, phone):
    return rows(house, 'SELECT o.state, o.code, o.tries FROM outbox o JOIN chat c ON c.id = o.chat JOIN contact k ON k.id = c.contact '
                       'WHERE k.phone = ? ORDER BY o.id', phone)


def fails(house, **rule):
    house.sim('POST', '/errors', rule)


def pair_rate(house):
    """131056: this recipient waits longer and longer, everybody else goes on, and it comes once."""
    slow, other = Citizen(house, '6281230000001'), Citizen(house, '6281230000002')
    fails(house, code=131056, phone=slow.phone, times=2)
    house.says(slow.phone, 'menu')
    house.until(lambda: letters(house, slow.phone)[:1] and letters(house, slow.phone)[0][1] == 131056, 'refused once')
    other.says('menu')
    assert letters(house, slow.phone)[0][0] == 'waiting'
    slow.hear_only('Akta Kelahiran', seconds=20)
    assert letters(house, slow.phone) == [('sent', 131056, 3)], letters(house, slow.phone)


def in_order_behind_a_failure(house):
    """A later answer never overtakes an earlier one that must be tried again."""
    c = Citizen(house, '6281230000003')
    fails(house, http=500, phone=c.phone, times=2)
    for word in ('menu', 'kia', '1'):
        house.says(c.phone, word)
    c.hear('Akta Kelahiran', seconds=20)
    c.hear('KIA ini untuk keperluan apa')
    c.hear_only('Berapa usia anak')


def server_error(house):
    """500 and a gateway's HTML page: tried again, delivered once."""
    c = Citizen(house, '6281230000004')
    fails(house, http=500, phone=c.phone, times=1)
    fails(house, http=502, phone=c.phone, times=1)
    house.says(c.phone, 'menu')
    c.hear_only('Akta Kelahiran', seconds=20)


def lost_answer(house):
    """The answer to our call is lost, the status comes: known as sent, not sent again."""
    c = Citizen(house, '6281230000005')
    fails(house, timeout=True, phone=c.phone, times=1)
    house.says(c.phone, 'menu')
    c.hear('Akta Kelahiran')
    house.until(lambda: letters(house, c.phone)[0][0] == 'sent', 'the status tells')
    c.hear_nothing(3)
    assert letters(house, c.phone)[0][2] == 1
    c.says('kia')


def number_unknown_to_whatsapp(house):
    """131026 with a late status: the contact is marked, nothing is repeated."""
    c = Citizen(house, '6281230000006')
    fails(house, code=131026, late=True, phone=c.phone, times=1)
    house.says(c.phone, 'menu')
    house.until(lambda: rows(house, 'SELECT 1 FROM contact WHERE phone = ? AND unreachable_at IS NOT NULL', c.phone), 'marked')
    assert letters(house, c.phone)[0][0] == 'failed', letters(house, c.phone)


def window_closed(house):
    """131047: what matters goes out as its template, once; small talk does not."""
    c = Citizen(house, '6281230000007')
    c.says('menu')
    fails(house, code=131047, phone=c.phone, times=1)
    house.submit({'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5', 'special': 'no'},
                  'applicant': {'name': 'Made Kirana Dewi', 'phone': c.phone}, 'data': {}},
                 [('akta', png('akta', 150)), ('kk', png('kk', 151)), ('ktp_ortu', png('ktp', 152))])
    m = c.hear_only('/s/')
    assert m['kind'] == 'template' and m['template'] == 'loket_terdaftar' and len(m['parameters']) == 4, m
    d = Citizen(house, '6281230000008')
    fails(house, code=131047, phone=d.phone, times=1)
    house.says(d.phone, 'menu')
    house.until(lambda: letters(house, d.phone)[:1] and letters(house, d.phone)[0][0] == 'failed', 'given up')
    d.hear_nothing(1)


def window_closed_by_time(house):
    """A day later a notice goes out as template without asking WhatsApp first."""
    c = Citizen(house, '6281230000009')
    c.says('menu')
    db = sqlite3.connect(os.path.join(house.folder, 'loket.db'), timeout=30)
    with db:
        db.execute('UPDATE chat SET window_until = 1000 WHERE contact = (SELECT id FROM contact WHERE phone = ?)', (c.phone,))
    db.close()
    house.submit({'service': 'kia', 'answers': {'reason': 'new', 'age': 'under_5', 'special': 'no'},
                  'applicant': {'name': 'Made Kirana Dewi', 'phone': c.phone}, 'data': {}}, [('akta', png('akta9', 150))])
    assert c.hear_only()['kind'] == 'template'
    assert letters(house, c.phone)[-1] == ('sent', 0, 1), letters(house, c.phone)


def photo_other_bytes(house):
    """Bytes that are not those WhatsApp announced are never shown: fetched once more, then told."""
    c = Citizen(house, '6281230000010')
    c.says('menu')
    c.sends(png('palsu', 160), wrong_sha='true')
    c.hear_only('foto', seconds=20)
    assert rows(house, 'SELECT COUNT(*) FROM scan s JOIN contact k ON k.id = s.contact WHERE k.phone = ?', c.phone) == [(0,)]


def photo_address_expired(house):
    """The address has expired: a new one is asked for and the photo comes."""
    c = Citizen(house, '6281230000011', '1002')  # its own number: these failures are not for a person
    c.says('menu')
    fails(house, on='media', http=404, times=1, number='1002')
    fails(house, on='media_info', http=500, times=1, number='1002')
    c.sends(png('lama', 161))
    c.hear_only('1 foto sudah kami simpan', seconds=40)
    assert rows(house, "SELECT tries FROM media WHERE number_id = '1002'") == [(2,)]


def deleted(house):
    return house.sim('GET', '/stats')['files_deleted']


def photo_deleted_at_whatsapp(house):
    """What is stored here is deleted there, once; a failure is told without a name and not tried again, and the talk goes on."""
    c = Citizen(house, '6281230000040', '1002')
    c.says('menu')
    before = deleted(house)
    c.sends(png('hapus', 164))
    c.hear_only('1 foto sudah kami simpan')
    house.until(lambda: deleted(house) == before + 1, 'deleted')
    info = rows(house, "SELECT m.media_id FROM media m JOIN message g ON g.id = m.message JOIN chat t ON t.id = g.chat JOIN contact k ON k.id = t.contact "
                       "WHERE k.phone = ?", c.phone)[0][0]
    gone = call(house.phone_port, 'GET', f'/v25.0/{info}', headers={'Authorization': 'Bearer token-dua'})
    assert gone.status == 400 and gone.json['error']['code'] == 100, gone.text
    fails(house, on='delete', http=500, times=1, number='1002')
    c.sends(png('gagal', 165))
    c.hear_only('2 foto sudah kami simpan')
    house.until(lambda: rows(house, "SELECT COUNT(*) FROM media WHERE forget_at IS NOT NULL") == [(0,)], 'asked')
    time.sleep(1)
    assert deleted(house) == before + 1, 'not tried again'
    with open(os.path.join(house.folder, 'log')) as f:
        said = [line for line in f if 'forget' in line]
    assert said and all('http=500' in line and info not in line for line in said), said


def photo_deletes_rest(house):
    """After three failures in a row a number is left alone for an hour: a provider closes the door after five."""
    c = Citizen(house, '6281230000041')
    c.says('menu')
    before = deleted(house)
    fails(house, on='delete', http=500, times=3, number='1001')
    for i in range(5):
        c.sends(png('banyak', 166 + i))
    c.hear_only('5 foto sudah kami simpan')
    waits = lambda: rows(house, "SELECT COUNT(*), MIN(forget_at) FROM media WHERE forget_at IS NOT NULL")[0]
    house.until(lambda: waits()[0] == 2, 'two wait')
    assert waits()[1] > (time.time() + 3000) * 1000 and deleted(house) == before, waits()


def photo_empty(house):
    """A photo without bytes is told at once, the rest of the talk goes on."""
    c = Citizen(house, '6281230000012')
    c.says('menu')
    c.sends(b'', empty='1')
    c.hear_only('kosong', seconds=20)
    c.sends(png('ada', 163))
    c.hear_only('1 foto sudah kami simpan')


def photo_not_a_photo(house):
    """A program with the name of a picture is refused in words a citizen understands; nothing of it is kept."""
    c = Citizen(house, '6281230000013')
    c.says('menu')
    c.sends(b'MZ' + b'\x90' * 3000, filename='kk.jpg', mime='image/jpeg')
    c.hear_only('foto', seconds=20)
    assert rows(house, 'SELECT COUNT(*) FROM scan s JOIN contact k ON k.id = s.contact WHERE k.phone = ?', c.phone) == [(0,)]


def children(house, word):
    found = []
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/stat') as f:
                stat = f.read()
            name, rest = stat[stat.index('(') + 1:stat.rindex(')')], stat[stat.rindex(')') + 2:].split()
            if int(rest[1]) == house.server.pid and word in name:
                found.append(int(pid))
        except OSError:
            pass
    return found


def kill_worker(house):
    pid, = house.until(lambda: children(house, 'worker'), 'a worker')
    os.kill(pid, signal.SIGKILL)
    return pid


def worker_killed(house):
    """kill -9 of the worker while a letter is on its way and while others wait: each comes once."""
    c, d = Citizen(house, '6281230000020'), Citizen(house, '6281230000021')
    c.says('menu')
    fails(house, delay_ms=1500, phone=c.phone, times=1)
    house.says(c.phone, 'kia')
    c.hear('KIA ini untuk keperluan apa')  # delivered, but the call has not come back
    old = kill_worker(house)
    house.says(d.phone, 'menu')
    d.sends(png('mati', 170))
    house.until(lambda: children(house, 'worker') not in ([], [old]), 'another worker')
    d.hear('Akta Kelahiran', seconds=30)
    d.hear_only('1 foto sudah kami simpan', seconds=30)
    house.until(lambda: letters(house, c.phone)[-1][0] == 'sent', 'the status tells')
    c.hear_nothing(2)
    assert letters(house, c.phone)[-1][2] == 1, letters(house, c.phone)


def token_expired(house):
    """190: the number stops, the others go on, doctor says so; after a restart everything waiting is sent once."""
    a, b = Citizen(house, '6281230000030', '1003'), Citizen(house, '6281230000031', '1003')
    fails(house, code=190, http=401, number='1003', times=1)
    house.says(a.phone, 'menu', '1003')
    house.until(lambda: rows(house, "SELECT 1 FROM number_state WHERE number_id = '1003' AND stopped_at IS NOT NULL"), 'stopped')
    house.says(b.phone, 'menu', '1003')
    Citizen(house, '6281230000032').says('menu')
    a.hear_nothing(1.5)
    b.hear_nothing(0)
    assert '190' in house.run('doctor', check=False) or '1003' in house.run('doctor', check=False)
    house.server.send_signal(signal.SIGTERM)
    house.server.wait(20)
    house.start_server()
    a.hear_only('Akta Kelahiran')
    b.hear_only('Akta Kelahiran')


def nothing_personal_logged(house):
    """The log of the server names no phone, no person, no message."""
    with open(os.path.join(house.folder, 'log')) as f:
        log = f.read()
    assert '62812300' not in log and 'Kirana' not in log and 'keperluan' not in log
    errors = [line for line in log.splitlines() if 'level=error' in line]
    asked_for = ('signal=9', 'code=190')
    assert all(any(word in line for word in asked_for) for line in errors), errors


CASES = [pair_rate, in_order_behind_a_failure, server_error, lost_answer, number_unknown_to_whatsapp, window_closed,
         window_closed_by_time, photo_other_bytes, photo_address_expired, photo_empty, photo_not_a_photo,
         photo_deleted_at_whatsapp, photo_deletes_rest,
         worker_killed, token_expired, nothing_personal_logged]

if __name__ == '__main__':
    with House(quiet=1) as the_house:
        sys.exit(run_cases(CASES, the_house, alone=(photo_deleted_at_whatsapp, photo_deletes_rest, worker_killed, token_expired, nothing_personal_logged)))
