#!/usr/bin/env python3
"""Many at once in the hall: no number twice, nobody called twice, one ticket a person, the limit at the door holds."""
import os
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
from cases import run_cases  # noqa: E402
from hall import Browser, desk, rules  # noqa: E402
from house import House, call  # noqa: E402
from takers import at_once, counts, rows, same  # noqa: E402

FORM = {'Content-Type': 'application/x-www-form-urlencoded'}


def touch(house, **fields):
    return call(house.port, 'POST', '/kios/utama', urllib.parse.urlencode(fields), house.desk.headers(FORM))


def fifty_take_a_ticket_at_the_same_moment(house):
    for round_ in range(3):
        got = at_once(50, lambda i: touch(house, line='A'))
        same(counts(got), {303: 50}, 'taking')
        numbers = [n for n, in rows(house, "SELECT n FROM ticket WHERE letter = 'A' ORDER BY id")]
        same(sorted(numbers), list(range(1, 50 * (round_ + 1) + 1)), 'numbers')
    same(len({a.headers['Location'] for a in got}), 50, 'links')


def one_person_has_one_living_ticket(house):
    for phone in ('081200000501', '081200000502'):
        got = at_once(30, lambda i: touch(house, line='AB'[i % 2], phone=phone))
        same(counts(got), {303: 30}, 'taking')
        same(len({a.headers['Location'].split('?')[0] for a in got}), 1, 'tickets')
    same(rows(house, "SELECT COUNT(*) FROM ticket WHERE person LIKE '628120000050%'"), [(2,)], 'tickets in the store')


def nobody_is_called_twice(house):
    for _ in range(60):
        touch(house, line='F')
    # counters 1 and 3 both call line F; every call ends the one before
    got = at_once(24, lambda i: desk(house, (1, 3)[i % 2], 'call:0'))
    called = rows(house, 'SELECT calls, COUNT(*) FROM ticket WHERE calls > 0 GROUP BY calls')
    same(called, [(1, 24)], 'each was called once')
    same(len({g['current']['number'] for g in got if g['busy']}) >= 2, True, 'two counters')
    same(rows(house, "SELECT COUNT(*) FROM ticket WHERE state = 'called'"), [(2,)], 'at the counters now')


def the_same_ticket_is_called_by_one(house):
    touch(house, line='E')
    (ticket,), = rows(house, "SELECT id FROM ticket WHERE letter = 'E' ORDER BY id DESC LIMIT 1")
    got = at_once(12, lambda i: house.desk.ask(f'/loket/{1 + i % 4}', do=f'call:{ticket}'))
    same(counts(got), {200: 1, 409: 11}, 'calling one ticket')


def the_limit_at_the_door_holds(house):
    rules(house, capacity=25)
    got = at_once(40, lambda i: call(house.port, 'POST', '/pintu/utama', 'step=in', house.desk.headers(FORM)))
    same(counts(got), {303: 25, 429: 15}, 'coming in')
    same(rows(house, 'SELECT inside, most FROM hall_day'), [(25, 25)], 'inside')
    got = at_once(40, lambda i: call(house.port, 'POST', '/pintu/utama', 'step=' + ('in', 'out')[i % 2], house.desk.headers(FORM)))
    inside, most = rows(house, 'SELECT inside, most FROM hall_day')[0]
    entered = counts(got)[303] - 20
    same((inside, most), (25 + entered - 20, 25), 'never more than the limit')


def no_more_are_told_to_come_in_than_there_is_room(house):
    # 25 may be inside, one place at each of the four counters is kept
    rules(house, capacity=25)
    call(house.port, 'POST', '/pintu/utama', 'step=set&people=0', house.desk.headers(FORM))
    at_once(40, lambda i: touch(house, line='B') if i % 4 else desk(house, 2, 'call:0'))
    told, = rows(house, "SELECT COUNT(*) FROM ticket WHERE invited_at > 0 AND state IN ('waiting', 'held')")[0]
    at, = rows(house, "SELECT COUNT(*) FROM ticket WHERE state = 'called'")[0]
    same(told <= 21 and told + at <= 25, True, f'{told} told to come in, {at} at the counters')


def main():
    with House(phone=False, more='server: {tickets_per_minute: 0}\n') as house:
        house.officer('fo', 'front', 'Fajar Uji')
        house.officer('kadis', 'head', 'Kartini Uji')
        house.desk, house.head = Browser(house, 'fo'), Browser(house, 'kadis')
        cases = [fifty_take_a_ticket_at_the_same_moment, one_person_has_one_living_ticket, nobody_is_called_twice,
                 the_same_ticket_is_called_by_one, the_limit_at_the_door_holds, no_more_are_told_to_come_in_than_there_is_room]
        return run_cases(cases, house, alone=cases)


if __name__ == '__main__':
    sys.exit(main())
