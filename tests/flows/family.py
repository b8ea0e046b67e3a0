#!/usr/bin/env python3
"""The members of a family, one by one: added, changed, removed, read over, sent; the official form with a row for each, the officer's
page and the API; two devices at once; the limit; drafts and applications of the time when the family was one text."""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'helpers'))
from cases import run_cases  # noqa: E402
from citizen import Citizen, Forms, fill_form, get, nik_of, post  # noqa: E402
from citizen_pages import sound, words  # noqa: E402
from house import House, ROOT, png  # noqa: E402
from officer import Officer  # noqa: E402
from portal import begins, enters  # noqa: E402
from story import asks  # noqa: E402

NEW = {'reason': 'new', 'marriage_proof': 'registered', 'hosted': 'no', 'special': 'yes', 'new_people': 'yes', 'proxy': 'no'}
APPLICANT = {'applicant_name': 'Baiq Uji Pemohon', 'applicant_nik': nik_of(7)}


def person(name, **more):
    return {'biodata_name': name, 'biodata_sex': 'p', 'biodata_birth_place': 'Mataram', 'biodata_birth_date_day': '14',
            'biodata_birth_date_month': '11', 'biodata_birth_date_year': '2019', 'biodata_relation': '4', **more}


def page_of(b, path, field):
    """The page of the form that asks for this field, or the list it is asked in."""
    for i in range(1, 9):
        a = b.get(f'{path}/data/{i}')
        if f'name="{field}"' in a.text or f'href="{path}/data/{i}/1"' in a.text:
            return f'{path}/data/{i}'
    raise AssertionError('no page asks for ' + field)


def family(house, phone, answers=None):
    b, path = begins(house, phone, 'kk', answers or NEW)
    b.post(f'{path}/data/1', {**APPLICANT, 'noticed': 'yes'})
    return b, path, next(f'{path}/data/{i}' for i in range(2, 6) if 'biodata_name' in b.get(f'{path}/data/{i}').text)


def adds(b, page, n, *people):
    for k, p in enumerate(people):
        a = b.post(f'{page}/{n + k}', {'baru': 'yes', **p})
        assert a.status == 200 and b.at == page, (b.at, words(a)[:500])
    return a


def sends(b, path):
    for paper in re.findall(rf'href="{path}/berkas/(\w+)"', b.get(path).text):
        b.send(f'{path}/berkas/{paper}', (f'scan_{paper}', paper + '.png', 'image/png', png(path + paper)))
    a = b.post(f'{path}/periksa', {})
    assert b.at.startswith('/s/'), (b.at, words(a)[:900])
    return re.search(r'MTR-\w{4}-\w{4}', words(a))[0]


def pdf_text(data):
    with tempfile.NamedTemporaryFile(suffix='.pdf') as f:
        f.write(data)
        f.flush()
        return subprocess.run(['pdftotext', '-layout', f.name, '-'], capture_output=True, text=True, check=True).stdout


# ---- the citizen --------------------------------------------------------------------------------------------

def one_by_one(house):
    b, path, page = family(house, '6281200006001')
    assert b.at == f'{page}/1', 'nobody yet: the first is asked for at once'
    a = sound(b.post(f'{page}/1', {'baru': 'yes', **person('Rara Uji Pertama'), 'biodata_relation': ''}), 422)
    assert 'Hubungan dalam keluarga: belum diisi' in words(a) and 'value="Rara Uji Pertama"' in a.text
    assert 'Belum lengkap' in words(sound(b.get(page))), 'what was typed is kept'
    a = b.get(page)
    assert 'Lanjut:' not in words(a) and 'Lengkapi dulu' in words(a), 'and asked for'
    a = sound(b.post(f'{page}/1', person('Rara Uji Pertama')))
    assert b.at == page and 'Data Rara Uji Pertama tersimpan' in words(a) and '1 anggota keluarga, paling banyak 20' in words(a)
    assert 'Perempuan · Mataram · 14 November 2019 · Anak' in words(a)
    a = sound(adds(b, page, 2, person('Bayu Uji Kedua', biodata_sex='l', biodata_blood='4'), person('Citra Uji Ketiga')))
    assert len(re.findall(r'/hapus"', a.text)) == 3 and f'href="{page}/4"' in a.text and 'Tambah anggota keluarga lain' in words(a)
    a = sound(b.get(f'{page}/2'))
    assert 'Anggota baru ke-2' in words(a) and 'value="Bayu Uji Kedua"' in a.text and 'name="baru"' not in a.text
    a = b.post(f'{page}/2', person('Bayu Uji Berubah', biodata_sex='l', biodata_blood='4'))
    assert 'Bayu Uji Berubah' in words(a) and 'Bayu Uji Kedua' not in words(a)
    a = sound(b.get(f'{page}/1/hapus'))
    assert 'Hapus Rara Uji Pertama?' in words(a)
    a = sound(b.post(f'{page}/1/hapus', {}))
    assert 'Sudah dihapus' in words(a) and 'Rara' not in words(a) and 'Citra Uji Ketiga' in words(a)
    b.post(f'{page}/1/hapus', {})
    assert len(re.findall(r'/hapus"', b.get(page).text)) == 2, 'once more takes nobody else'
    a = sound(b.get(f'{path}/periksa'))
    text = words(a)
    assert '1. Bayu Uji Berubah' in text and '2. Citra Uji Ketiga' in text and 'Golongan darah O' in text
    assert f'href="{page}/2?periksa=1"' in a.text
    b.post(f'{page}/2', {**person('Bayu Uji Berubah', biodata_sex='l', biodata_blood='4'), 'from_check': 'yes'})
    assert b.at == page and f'href="{path}/periksa"' in b.get(f'{page}?simpan=2&periksa=1').text, 'back to reading over'


def nothing_is_lost_between_two_devices(house):
    b, _, page = family(house, '6281200006002')
    adds(b, page, 1, person('Rara Uji Pertama'))
    b.post(f'{page}/2', {'baru': 'yes', **person('Dari Ponsel Satu')})
    a = sound(b.post(f'{page}/2', {'baru': 'yes', **person('Dari Ponsel Dua')}), 422)
    assert 'dari perangkat lain' in words(a) and 'value="Dari Ponsel Dua"' in a.text
    form = next(f for f in Forms(a.text).forms if f['method'] == 'post')
    assert form['action'] == f'{page}/3'
    a = b.post(form['action'], {'baru': 'yes', **person('Dari Ponsel Dua')})
    assert 'Dari Ponsel Satu' in words(a) and 'Dari Ponsel Dua' in words(a)
    a = b.post(f'{page}/3', {'baru': 'yes', **person('Dari Ponsel Dua')})
    assert len(re.findall(r'/hapus"', a.text)) == 3, 'sent twice is there once'
    for wrong in ('0', 'x', '1234567', '-1', '..'):
        assert b.ask('GET', f'{page}/{wrong}').status == 404, wrong
        assert b.ask('POST', f'{page}/{wrong}', 'biodata_name=X', {'Content-Type': 'application/x-www-form-urlencoded'}).status == 404, wrong


def odd_dates_are_pointed_out(house):
    b, _, page = family(house, '6281200006003')
    later = person('Rara Uji Pertama', biodata_birth_date_year='2099')
    a = sound(b.post(f'{page}/1', {'baru': 'yes', **later}))
    assert b.at == f'{page}/1' and 'name="noticed"' in a.text
    b.post(f'{page}/1', {**later, 'noticed': 'yes'})
    assert b.at == page
    a = sound(b.post(f'{page}/2', {'baru': 'yes', **person('Bayu Uji', biodata_birth_date_month='13')}), 422)
    assert 'Tanggal lahir: tulis tanggal yang benar' in words(a) and 'value="13"' in a.text
    a = sound(b.post(f'{page}/2', {'baru': 'yes', **person('Bayu Uji', biodata_relation='99')}), 422)
    assert 'pilih salah satu' in words(a)


def twenty_at_most(house):
    b, _, page = family(house, '6281200006004')
    a = sound(adds(b, page, 1, *[person(f'Anak Uji {i}') for i in range(1, 21)]))
    assert 'paling banyak' in words(a) and f'href="{page}/21"' not in a.text and 'Tambah' not in words(a)
    a = sound(b.post(f'{page}/21', {'baru': 'yes', **person('Anak Uji Lebih')}), 422)
    assert 'Paling banyak 20 anggota keluarga' in words(a)
    assert 'Lebih' not in words(b.get(page))


# ---- paper, officers, machines -------------------------------------------------------------------------------

def every_member_has_a_row_on_paper(house):
    b, path, page = family(house, '6281200006005')
    adds(b, page, 1, *[person(f'Anak Uji {i}', biodata_father=f'Bapak {i}') for i in range(1, 4)])
    text = pdf_text(b.ask('GET', f'{path}/formulir/F-1.01.pdf').body)
    for i in range(1, 4):
        assert re.search(rf'^ *{i} +Anak Uji {i} +P +Mataram +14-11-2019 +4', text, re.M), text
        assert re.search(rf'^ *{i} +Bapak {i}', text, re.M), text
    assert re.search(r'^ *10$', text, re.M) and 'lembar lanjutan' not in text, 'the rows of the printed form, and no more sheets'
    assert 'Hubungan dalam keluarga: 1 Kepala keluarga' in text
    adds(b, page, 4, *[person(f'Anak Uji {i}') for i in range(4, 13)])
    text = pdf_text(b.ask('GET', f'{path}/formulir/F-1.01.pdf').body)
    main, more = text.split('lembar lanjutan')
    assert re.search(r'^ *10 +Anak Uji 10 ', main, re.M) and 'Anak Uji 11' not in main
    assert re.search(r'^ *12 +Anak Uji 12 ', more, re.M) and re.search(r'^ *20$', more, re.M)


def officers_and_machines_read_each(house):
    b, path, page = family(house, '6281200006006')
    adds(b, page, 1, person('Rara Uji Pertama'), person('Bayu Uji Kedua', biodata_sex='l', biodata_job='Pelajar'))
    known = next(f'{path}/data/{i}' for i in range(2, 6) if 'person_name' in b.get(f'{path}/data/{i}/1').text)
    a = sound(b.get(known))
    assert 'Belum ada anggota keluarga' in words(a) and 'Anda sendiri tidak perlu ditulis' in words(a)
    a = sound(b.post(f'{known}/1', {'baru': 'yes', 'person_name': 'Made Uji Suami', 'person_nik': '123'}), 422)
    assert 'NIK' in words(a)
    adds(b, known, 1, {'person_name': 'Made Uji Suami', 'person_nik': nik_of(40), 'person_relation': '2', 'noticed': 'yes'})
    number = sends(b, path)
    data = house.file(number)['data']
    assert [m['biodata_name'] for m in data['biodata']] == ['Rara Uji Pertama', 'Bayu Uji Kedua'], data
    assert data['biodata'][1] == {'id': '2', 'biodata_name': 'Bayu Uji Kedua', 'biodata_sex': 'l', 'biodata_birth_place': 'Mataram',
                                  'biodata_birth_date': '2019-11-14', 'biodata_relation': '4', 'biodata_job': 'Pelajar'}
    assert data['members'] == [{'id': '1', 'person_name': 'Made Uji Suami', 'person_nik': nik_of(40), 'person_relation': '2'}]
    a = Officer(house, 'fo').get(f'/petugas/p/{number}', 200)
    text = words(a)
    assert '1. Rara Uji Pertama' in text and '2. Bayu Uji Kedua' in text and 'Pekerjaan Pelajar' in text and nik_of(40) in text
    pdf = pdf_text(Officer(house, 'fo').get(f'/petugas/p/{number}/formulir/F-1.02.pdf', 200).body)
    assert re.search(rf'^ *1 +Made Uji Suami +{nik_of(40)} +2', pdf, re.M), pdf


def machines_send_lists(house):
    service = house.api('GET', '/api/v1/services/kk?reason=new&new_people=yes', expect=200).json
    assert {x['section']: (x['least'], x['most']) for x in service['lists']} == {'members': (0, 20), 'biodata': (1, 20)}
    one = {'biodata_name': 'Rara Uji', 'biodata_sex': 'p', 'biodata_birth_place': 'Mataram', 'biodata_birth_date': '2019-11-14', 'biodata_relation': '4'}

    def submits(data, expect=201):
        return house.submit({'service': 'kk', 'answers': {'reason': 'new', 'new_people': 'yes'}, 'applicant': {'name': 'Uji', 'phone': '081200006007'},
                             'data': {**APPLICANT, **data}}, [], expect=expect).json

    kept = house.file(submits({'biodata': [one, {**one, 'biodata_name': 'Bayu Uji'}]})['number'])['data']['biodata']
    assert [(m['id'], m['biodata_name']) for m in kept] == [('1', 'Rara Uji'), ('2', 'Bayu Uji')]
    kept = house.file(submits(one)['number'])['data']
    assert kept['biodata'] == [{'id': '1', **one}] and 'biodata_name' not in kept, 'one beside the other fields is the first of the list'
    wrong = submits({'biodata': [one, {**one, 'biodata_name': 'Bayu Uji', 'biodata_birth_date': '2019-13-99'}]}, 422)
    assert wrong['errors'][0]['pointer'] == '/data/biodata/1/biodata_birth_date' and 'Bayu Uji' in wrong['errors'][0]['detail'], wrong
    assert submits({'biodata': 'Rara dan Bayu'}, 422)['code'] == 'list'
    assert submits({'biodata': ['Rara', 'Bayu']}, 422)['code'] == 'list'
    assert submits({'biodata': [one] * 21}, 422)['code'] == 'list_full'


def behind_the_link_of_a_chat(house):
    c = Citizen(house, '6281200006008')
    url = asks(c, 'kk', NEW)
    path = '/f/' + url.split('/f/')[1]
    _, a = get(house, path)
    form = next(f for f in Forms(a.text).forms if f['method'] == 'post')
    post(house, form['action'], {**APPLICANT, 'noticed': 'yes'})
    page = next(f'{path}/{i}' for i in range(2, 7) if 'biodata_name' in get(house, f'{path}/{i}')[1].text)
    for i, name in ((1, 'Rara Uji Pertama'), (2, 'Bayu Uji Kedua'), (3, 'Citra Uji Ketiga')):
        assert post(house, f'{page}/{i}', {'baru': 'yes', **person(name)}).status == 303
    assert post(house, f'{page}/3/hapus', {}).status == 303
    typed, a = fill_form(house, url, 5)
    c.hear_only('Formulir sudah kami terima')
    assert 'biodata_name' not in typed, 'who is there is not asked for again'


# ---- at the counter -----------------------------------------------------------------------------------------

def at_the_counter(house, answers, page=None, expect=303, **more):
    """What a browser sends of the officer's page: every input, also the empty ones."""
    o = Officer(house, 'fo')
    page = page or o.get('/petugas/baru/kk?' + '&'.join(f'{k}={v}' for k, v in answers.items()), 200)
    form = next(f for f in Forms(page.text).forms if f['action'] == '/petugas/baru/kk')
    typed = {i['name']: i['values'][0] if i['kind'] == 'hidden' else '' for i in form['inputs'] if not i['name'].startswith(('seen_', 'scan_'))}
    files = [(i['name'], '', 'application/octet-stream', b'') for i in form['inputs'] if i['name'].startswith('scan_')]
    del typed['csrf']
    return o.upload('/petugas/baru/kk', list({**typed, **more}.items()) + files, expect)


def several(section, people):
    return {f'{section}.{k}.{name}': v for k, p in people.items() for name, v in p.items()}


def officers_write_several_down(house):
    people = {0: person('Rara Uji Satu'), 1: person('Bayu Uji Dua', biodata_sex='l')}
    first = at_the_counter(house, NEW, expect=200, tambah='biodata', **APPLICANT, **several('biodata', {0: people[0]}))
    assert 'value="Rara Uji Satu"' in first.text and 'name="biodata.1.biodata_name"' in first.text, 'room for one more, and nothing entered'
    assert re.search(r'autofocus>\s*<legend>[^<]*ke-2', first.text) and 'biodata.2.' not in first.text
    assert '<option value="4" selected' in first.text, 'what was chosen stays'
    wrong = at_the_counter(house, NEW, first, expect=422, **APPLICANT, **several('biodata', {0: people[0], 1: {**people[1], 'biodata_birth_date_month': '13'}}))
    assert 'Bayu Uji Dua' in words(wrong) and 'href="#biodata.1.biodata_birth_date"' in wrong.text and 'id="biodata.1.biodata_birth_date"' in wrong.text
    gone = several('biodata', {0: {}, 1: people[1], 2: person('Citra Uji Tiga')})
    done = at_the_counter(house, NEW, wrong, **APPLICANT, **gone)
    number = re.search(r'MTR-\w{4}-\w{4}', done.headers['Location'])[0]
    kept = house.file(number)['data']['biodata']
    assert [(m['id'], m['biodata_name']) for m in kept] == [('1', 'Bayu Uji Dua'), ('2', 'Citra Uji Tiga')], 'one that is left empty is nobody'
    assert kept[0]['biodata_birth_date'] == '2019-11-14'


def as_many_as_the_card_holds(house):
    people = {k: person(f'Anak Uji {k + 1}') for k in range(20)}
    full = at_the_counter(house, NEW, expect=200, tambah='biodata', **APPLICANT, **several('biodata', people))
    assert 'value="Anak Uji 20"' in full.text and 'value="biodata">' not in full.text, 'no room for another'
    known = {k: {'person_name': f'Uji {k}', 'person_nik': nik_of(60 + k), 'person_relation': '4'} for k in range(20)}
    done = at_the_counter(house, NEW, full, **APPLICANT, **several('biodata', people), **several('members', known))
    number = re.search(r'MTR-\w{4}-\w{4}', done.headers['Location'])[0]
    data = house.file(number)['data']
    assert len(data['biodata']) == 20 and len(data['members']) == 20


# ---- what was there before -------------------------------------------------------------------------------------

def the_rules_before(folder):
    """The services as they were when the family was one text."""
    subprocess.run(['cp', '-r', os.path.join(ROOT, 'services'), folder], check=True)
    at = os.path.join(folder, 'services', 'kk.yaml')
    with open(at) as f:
        text = f.read()
    text = re.sub(r'\nlists:\n.*?\n\nresults:\n', '\nresults:\n', text, flags=re.S)
    text = re.sub(r'  - \{code: person_name.*?(?=  - \{code: child_name)',
                  '  - {code: members, section: family, form: F-1.02, kind: long, optional: true, label: {id: "Nama dan NIK anggota", en: "Names and NIK"}}\n', text, flags=re.S)
    assert 'lists:' not in text and 'person_name' not in text
    with open(at, 'w') as f:
        f.write(text)
    return os.path.join(folder, 'services')


def what_was_typed_as_one_text_still_opens():
    with tempfile.TemporaryDirectory() as folder:
        os.environ['LOKET_SERVICES'] = the_rules_before(folder)
        with House() as house:
            house.officer('fo', 'front', 'Fajar Uji')
            b, path = begins(house, '6281200006010', 'kk', NEW)
            family_page = page_of(b, path, 'members')
            b.post(family_page, {'members': 'Made Uji dan Rara Uji'})
            b.post(page_of(b, path, 'biodata_name'), person('Rara Uji Lama'))
            sent, sent_path = begins(house, '6281200006011', 'kk', NEW)
            sent.post(f'{sent_path}/data/1', {**APPLICANT, 'noticed': 'yes'})
            sent.post(page_of(sent, sent_path, 'members'), {'members': 'Satu teks untuk semua'})
            sent.post(page_of(sent, sent_path, 'biodata_name'), person('Bayu Uji Lama'))
            number = sends(sent, sent_path)
            house.server.terminate()
            house.server.wait(15)
            del os.environ['LOKET_SERVICES']
            house.start_server()
            assert 'Made Uji dan Rara Uji' in words(sound(b.get(f'{path}/periksa'))), 'an old draft is read over as it was'
            assert 'value="Rara Uji Lama"' in sound(b.get(page_of(b, path, 'biodata_name'))).text
            b.post(f'{path}/data/1', {**APPLICANT, 'noticed': 'yes'})
            sends(b, path)
            text = words(Officer(house, 'fo', fresh=True).get(f'/petugas/p/{number}', 200))
            assert 'Satu teks untuk semua' in text and 'Bayu Uji Lama' in text
            assert house.file(number)['data']['members'] == 'Satu teks untuk semua'
            new = enters(house, '6281200006012')
            new.post('/layanan/kk/mulai', {'asked': list(NEW), **NEW})
            assert '/p/' in new.at, 'new ones follow the new rules'


if __name__ == '__main__':
    CASES = [v for v in list(globals().values()) if callable(v) and getattr(v, '__code__', None) and v.__module__ == '__main__'
             and v.__code__.co_varnames[:1] == ('house',) and v.__code__.co_argcount == 1]
    with House() as a_house:
        a_house.officer('fo', 'front', 'Fajar Uji')
        Officer(a_house, 'fo')
        failed = run_cases(CASES, a_house)
    Officer.sessions.clear()
    failed |= run_cases([what_was_typed_as_one_text_still_opens])
    sys.exit(failed)
