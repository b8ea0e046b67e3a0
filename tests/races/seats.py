#!/usr/bin/env python3
"""Many people at the same moment for a few seats: nobody gets the same seat, none is given twice, and whoever was slower
is told so and loses nothing."""
import calendar
import os
import re
import sys
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), HERE]
from cases import run_cases  # noqa: E402
from house import House, call  # noqa: E402
from takers import at_once, counts, rows, same  # noqa: E402

APPOINTMENTS = '''appointments:
  per_minute: 100000
  booths:
    - {code: rekam, place: "Ruang rekam", kinds: [rekam_baru], minutes: 30, capacity: 3}
    - {code: cetak, place: "Loket", kinds: [cetak_hilang], minutes: 30, capacity: 1}
'''
FORM = {'Content-Type': 'application/x-www-form-urlencoded'}


def slots(house, kind):
    return house.api('GET', '/api/v1/slots?kind=' + kind, expect=200).json['items']


def book(house, kind, slot, name):
    return house.api('POST', '/api/v1/bookings', {'kind': kind, 'age': 'from_17', 'booth': slot['booth'], 'at': slot['at'], 'name': name})


def post(house, path, **fields):
    return call(house.port, 'POST', path, urllib.parse.urlencode(fields), FORM)


def seats_are_sound(house):
    """No time holds more than its capacity, no booking two seats, no seat without a living booking."""
    same(rows(house, "SELECT booth, starts_at, COUNT(*) FROM seat GROUP BY booth, starts_at HAVING COUNT(*) > CASE booth WHEN 'rekam' THEN 3 ELSE 1 END"), [], 'overbooked')
    same(rows(house, 'SELECT booking, COUNT(*) FROM seat GROUP BY booking HAVING COUNT(*) > 1'), [], 'two seats')
    same(rows(house, "SELECT s.booking FROM seat s JOIN booking b ON b.id = s.booking WHERE b.state NOT IN ('held', 'offered', 'booked', 'arrived', 'done')"), [], 'dead seats')
    same(rows(house, "SELECT number FROM booking WHERE state IN ('held', 'offered', 'booked') AND booth <> '' AND id NOT IN (SELECT booking FROM seat)"), [], 'without a seat')


def fifty_machines_for_three_seats(house):
    for slot in slots(house, 'rekam_baru')[3:6]:
        got = at_once(50, lambda i: book(house, 'rekam_baru', slot, f'Warga Uji {chr(65 + i % 26)}'))
        same(counts(got), {201: 3, 409: 47}, 'three seats')
        same({a.json['code'] for a in got if a.status == 409}, {'slot_taken'}, 'the others are told why')
        same(len({a.json['number'] for a in got if a.status == 201}), 3, 'numbers')
    seats_are_sound(house)


def fifty_thumbs_on_one_page(house):
    """Through the page without an account: three seats are kept, confirmed by three; the others see the times again."""
    slot = slots(house, 'rekam_baru')[20]
    page = call(house.port, 'GET', f'/janji/pilih?untuk=rekam_baru&umur=from_17&hari={day_of(slot)}').text
    seat = re.findall(r'name="kursi" value="([^"]+)"', page)[-1]
    got = at_once(50, lambda i: post(house, '/janji/pilih', untuk='rekam_baru', umur='from_17', kursi=seat))
    same(counts(got), {303: 3, 409: 47}, 'three seats')
    assert all('baru saja dipesan orang lain' in a.text and 'kursi' in a.text for a in got if a.status == 409)
    mine = [a.headers['Location'] for a in got if a.status == 303]
    done = at_once(12, lambda i: post(house, mine[i % 3] + '/pesan', name='Warga Uji'))  # each confirms four times
    assert set(counts(done)) <= {303, 409}, counts(done)
    same(rows(house, "SELECT COUNT(*) FROM booking WHERE channel = 'web' AND state = 'booked'"), [(3,)], 'booked')
    seats_are_sound(house)


def movers_and_bookers_meet(house):
    """Twenty appointments move to one seat while others book it and cancel: the old seat is kept or left, never lost."""
    all_slots = slots(house, 'rekam_baru')
    target, numbers = all_slots[40], [book(house, 'rekam_baru', all_slots[50 + i], 'Pindah Uji').json['number'] for i in range(20)]
    move = {'action': 'move', 'booth': target['booth'], 'at': target['at']}

    def one(i):
        if i < 20:
            return house.api('POST', f'/api/v1/bookings/{numbers[i]}/actions', move)
        return book(house, 'rekam_baru', target, 'Sela Uji')
    got = at_once(40, one)
    same(sum(a.status in (200, 201) for a in got), 3, 'three in one time')
    same(rows(house, f"SELECT COUNT(*) FROM seat s JOIN booking b ON b.id = s.booking WHERE b.number IN ({','.join('?' * 20)})", *numbers), [(20,)], 'nobody lost his seat')
    seats_are_sound(house)


def a_freed_seat_goes_to_one(house):
    """The only seat of a booth is cancelled while people on the waiting list, on the page and machines are after it."""
    taken = [book(house, 'cetak_hilang', s, 'Penuh Uji').json['number'] for s in slots(house, 'cetak_hilang')]
    waiting = [house.api('POST', '/api/v1/bookings', {'kind': 'cetak_hilang', 'name': 'Tunggu Uji', 'wait': True}, expect=201).json['number'] for _ in range(5)]
    slot_at = house.api('GET', f'/api/v1/bookings/{taken[30]}', expect=200).json

    def one(i):
        if i < 10:
            return house.api('POST', f'/api/v1/bookings/{taken[30 + i % 3]}/actions', {'action': 'cancel'})
        return book(house, 'cetak_hilang', slot_at, 'Sela Uji')
    got = at_once(30, one)
    same(sum(a.status == 201 for a in got), 0, 'past the waiting list')
    offers = rows(house, "SELECT number FROM booking WHERE state = 'offered' ORDER BY created_at, id")
    same([n for (n,) in offers], waiting[:3], 'first come, first offered')
    got = at_once(12, lambda i: house.api('POST', f'/api/v1/bookings/{waiting[i % 3]}/actions', {'action': 'accept' if i % 2 else 'decline'}))
    assert set(counts(got)) <= {200, 409, 422}, counts(got)
    seats_are_sound(house)


def day_of(slot):
    return time.strftime('%Y-%m-%d', time.gmtime(calendar.timegm(time.strptime(slot['at'], '%Y-%m-%dT%H:%M:%SZ')) + 8 * 3600))


def main():
    with House(more=APPOINTMENTS, phone=False) as house:
        cases = [fifty_machines_for_three_seats, fifty_thumbs_on_one_page, movers_and_bookers_meet, a_freed_seat_goes_to_one]
        return run_cases(cases, house, alone=cases)


if __name__ == '__main__':
    sys.exit(main())
