#!/usr/bin/env python3
"""Turns the region lists of the npm package idn-area-data into services/wilayah.txt.
    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz && tools/regions.py package/data > services/wilayah.txt
Why the result is kept in this tree: docs/decisions (region lists)."""
import csv
import os
import sys

HEAD = '''# Provinces, regencies, districts and villages of Indonesia (codes of the Ministry of Home Affairs).
# Contains information from idn-area-data 4.0.1 by Fityan Nugroho (https://github.com/fityannugroho/idn-area-data),
# which is made available under the Open Database License (ODbL) 1.0: https://opendatacommons.org/licenses/odbl/1-0/
# This file is a derived database under the same licence. Made by tools/regions.py; src/config/region_file.c reads it.
# A line begins with the level: 1 province, 2 regency or city, 3 district, 4 village; then its part of the code, then its name.
'''


def rows(folder, name):
    with open(os.path.join(folder, name + '.csv'), encoding='utf-8', newline='') as f:
        return [(r['code'], ' '.join(r['name'].split())) for r in csv.DictReader(f)]


def main():
    levels = [rows(sys.argv[1], n) for n in ('provinces', 'regencies', 'districts', 'villages')]
    out = [(code, level + 1, name) for level, found in enumerate(levels) for code, name in found]
    sys.stdout.write(HEAD)
    for code, level, name in sorted(out):
        print(f'{level}{code.rsplit(".", 1)[-1]} {name}')


if __name__ == '__main__':
    main()
