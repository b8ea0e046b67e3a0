"""What an 80 mm printer does with ESC/POS raster bytes: rows of dots, a PNG of them, and whether the paper was cut."""
import zlib


def read(data):
    """-> (rows, cut): each row is a bytes of 0 and 1."""
    rows, cut, at = [], False, 0
    while at < len(data):
        if data[at:at + 2] == b'\x1b@':
            at += 2
        elif data[at:at + 2] == b'\x10\x04':
            at += 3
        elif data[at:at + 3] == b'\x1dv0':
            wide, high = data[at + 4] | data[at + 5] << 8, data[at + 6] | data[at + 7] << 8
            at += 8
            for y in range(high):
                line = data[at + y * wide:at + (y + 1) * wide]
                rows.append(bytes(b >> (7 - i) & 1 for b in line for i in range(8)))
            at += wide * high
        elif data[at:at + 2] == b'\x1bd':
            rows += [bytes(len(rows[-1]))] * (data[at + 2] * 30)
            at += 3
        elif data[at:at + 2] == b'\x1dV':
            cut, at = True, at + 4
        else:
            raise AssertionError(f'byte {at}: {data[at:at + 8]!r} is no command this printer knows')
    return rows, cut


def png(rows):
    def chunk(kind, body):
        return len(body).to_bytes(4, 'big') + kind + body + zlib.crc32(kind + body).to_bytes(4, 'big')
    head = len(rows[0]).to_bytes(4, 'big') + len(rows).to_bytes(4, 'big') + b'\x08\0\0\0\0'
    grey = b''.join(b'\0' + bytes(0 if dot else 255 for dot in row) for row in rows)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(grey)) + chunk(b'IEND', b'')
