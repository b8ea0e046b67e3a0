#!/usr/bin/env python3
"""The pages of synchronisation, partners, complaints and fairness in headless Chromium: axe at 360 and 1280 px, light and dark. Exit 77: not installed here.
    tests/browser/voice.py [FOLDER for screenshots]"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'helpers'), os.path.join(HERE, '..', 'flows')]
from house import ROOT, House, call  # noqa: E402
import complaints  # noqa: E402
import fairness  # noqa: E402
import partner  # noqa: E402
import partners  # noqa: E402
import sync  # noqa: E402
from officer import Officer, number_of, walk_in  # noqa: E402

CHROMIUM = os.environ.get('CHROMIUM', '/usr/bin/chromium')


def synchronisation(h):
    """Cases in every state, a batch with results."""
    op = Officer(h, 'op')
    c, number, status = sync.applies(h, '6281200004001', 1)
    _, open_number, _ = sync.applies(h, '6281200004002', 30)
    sent = []
    for k in range(3):
        sender, n, s = sync.applies(h, f'628120000410{k}', 60 + 20 * k)
        sync.decides(op, n, 'diusulkan_ke_pusat', note='Bawa KTP-el saat mencoba lagi')
        sender.hear_only('kami usulkan')
        sent.append((n, s))
    place = op.post('/petugas/sinkron/kelompok', 303).headers['Location'].split('?')[0]
    op.upload(place + '/hasil', [('confirm', 'yes'), ('tabel', f'nomor,hasil,keterangan\n{sent[0][0]},ditolak,NIK tidak dikenal di pusat\n')], 303)
    sync.decides(op, number, 'kendala_di_lembaga', cause='lembaga_belum_selaras')
    c.hear_only('Bank')
    c.says('masih gagal', 'buka kembali')
    sync.decides(op, number, 'diusulkan_ke_pusat')
    c.hear_only('kami usulkan')
    return [dict(name='sinkron', path='/petugas/sinkron', cookie=op.cookie, says=[open_number, 'Menunggu dibawa ke pusat']),
            dict(name='sinkron-kasus', path=f'/petugas/p/{open_number}/sinkron', cookie=op.cookie, says=['Hasil pemeriksaan']),
            dict(name='sinkron-riwayat', path=f'/petugas/p/{number}/sinkron', cookie=op.cookie, says=['Putaran 1', 'Masih gagal']),
            dict(name='sinkron-kelompok', path=place, cookie=op.cookie, says=['Bawa ke pusat', 'Ditolak pusat']),
            dict(name='sinkron-mingguan', path='/petugas/sinkron/mingguan', cookie=op.cookie, says=['Bank']),
            dict(name='berkas-sinkron', path=f'/petugas/p/{open_number}', cookie=op.cookie, says=['Tentukan hasil sinkronisasi']),
            dict(name='status-sinkron', path=sent[1][1], says=['Diusulkan ke pusat', 'Masih gagal'])]


def partner_calls(h):
    """One agreement in use: a call, a batch, a message that came and one that did not."""
    bank = partners.Machine(h, 'bank', partners.KEY)
    _, number, _ = sync.applies(h, '6281200004200', 150)
    bank.call('state', {'number': number})
    bank.call('batches', {'records': [{'reference': 'A-1', 'number': number, 'works': True},
                                      {'reference': 'A-2', 'number': 'MTR-AAAA-AAAA', 'problem': 'Nama berbeda'}]})
    return [dict(name='mitra', path='/petugas/mitra', cookie=Officer(h, 'admin').cookie, says=['PKS 471/2026'])]


def voices(h):
    """A complaint new, one answered, one about an officer."""
    boss = Officer(h, 'kasi')
    complaints.reports(h, anonymous='yes', officer_name='Pak Karim Wirawan', place='Loket 3, Senin pagi')
    ticket, page, _ = complaints.ticket_of(h, complaints.reports(h, kind='layanan', name='Sari Dewi', phone='081200006001'))
    fresh, _, _ = complaints.ticket_of(h, complaints.reports(h, kind='saran', body='Kursi tunggu kurang banyak untuk lansia.'))
    place = f'/petugas/pengaduan/{ticket}'
    boss.post(place, 303, action='note', text='Sudah ditanyakan ke loket 2')
    boss.post(place, 303, action='lapor', text='LAPOR-998877')
    boss.post(place, 303, action='answer', text='Mohon maaf. Petugas sudah kami tegur dan KK Ibu selesai hari ini.')
    return [dict(name='lapor', path='/lapor', says=['Lapor']),
            dict(name='lapor-tiket', path=page, says=['Sudah dijawab', 'LAPOR-998877']),
            dict(name='pengaduan', path='/petugas/pengaduan', cookie=boss.cookie, says=[ticket, fresh]),
            dict(name='pengaduan-baru', path='/petugas/pengaduan/baru', cookie=boss.cookie, says=['Terima pengaduan di loket']),
            dict(name='pengaduan-satu', path=f'/petugas/pengaduan/{fresh}', cookie=boss.cookie, says=['Kursi tunggu']),
            dict(name='pengaduan-dijawab', path=place, cookie=boss.cookie, says=['loket 2'])]


def fair_turns(h):
    """Two taken before their turn, one explained."""
    fo, head = Officer(h, 'fo'), Officer(h, 'kadis')
    numbers = [number_of(walk_in(fo, f'Pemohon {word}')) for word in ('Satu', 'Dua', 'Tiga', 'Empat')]
    for n in (numbers[2], numbers[3]):
        fo.step(n, 'take')
    for s in h.file(numbers[3])['scans']:
        fo.get(f"/petugas/p/{numbers[3]}/berkas/{s['id']}", 200)
    fairness.replayed(h)
    Officer(h, 'kasi').post(f'/petugas/adil/{numbers[2]}', 303, reason='kelompok_rentan', note='Ibu hamil', mulai='')
    who = re.search(r'href="(/petugas/adil/lihat/\d+)">Fajar', head.get('/petugas/adil/lihat', 200).text)[1]
    status = re.search(r'/s/[A-Za-z0-9_-]{22}', h.file(numbers[3])['status_url'])[0]
    return [dict(name='adil', path='/petugas/adil', cookie=Officer(h, 'kasi').cookie, says=[numbers[3], 'Kelompok rentan']),
            dict(name='adil-lihat', path='/petugas/adil/lihat', cookie=head.cookie, says=['Fajar Uji']),
            dict(name='adil-lihat-satu', path=who, cookie=head.cookie, says=[numbers[3]]),
            dict(name='status-dilihat', path=status, says=['Siapa yang melihat berkas Anda'])]


def main():
    if not os.path.exists(CHROMIUM) or not shutil.which('node') or not os.path.isdir(os.path.join(HERE, 'node_modules')):
        print('no Chromium, no node, or `npm ci` was not run in tests/browser')
        return 77
    with tempfile.TemporaryDirectory() as folder, partner.Webhook() as hook:
        os.environ['LOKET_SERVICES'] = partner.services_with(
            folder, ROOT, bank=partners.agreement('state.read, batch.write, receipt.read, events', f'http://127.0.0.1:{hook.port}/loket'))
        os.environ['LOKET_PARTNERS_INNER_WEBHOOKS'] = 'true'
        return in_house()


def in_house():
    with House(quiet=1) as h:
        h.peer = 1
        h.public_key = call(h.port, 'GET', '/api/v1/partner/key').json['public_key']
        known = {login: (role, name) for login, role, name in complaints.OFFICERS + sync.OFFICERS + fairness.OFFICERS[:2]}
        for login, (role, name) in {**known, **{login: (role, name) for login, role, name in complaints.OFFICERS}}.items():
            h.officer(login, role, name)
        pages = synchronisation(h) + partner_calls(h) + voices(h) + fair_turns(h)
        env = {**os.environ, 'LOKET_URL': f'http://127.0.0.1:{h.port}', 'CHROMIUM': CHROMIUM, 'LOKET_PAGES': json.dumps(pages),
               'LOKET_SHOTS': sys.argv[1] if len(sys.argv) > 1 else ''}
        return subprocess.run(['node', os.path.join(HERE, 'pages.mjs')], env=env).returncode


if __name__ == '__main__':
    sys.exit(main())
