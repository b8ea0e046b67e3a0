"""Makes a valid baseline JPEG of an exact size without any library: random coefficients, entropy-coded by hand.

The finest steps make grey of it to an eye: noise that is seen would be searched for letters until the time of a look is over.
The comment segment holds {{seq}}, which loadgen fills with 12 digits, so that no two uploads are the same file.
"""
import random
import struct

# Annex K of ITU-T T.81: the usual luminance tables (counts of code lengths, then symbols).
DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
DC_SYMBOLS = list(range(12))
AC_COUNTS = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125]
AC_SYMBOLS = bytes.fromhex(
    "0102030004110512213141061351610722711432" "8191a1082342b1c11552d1f02433627282090a16"
    "1718191a25262728292a3435363738393a434445" "464748494a535455565758595a63646566676869"
    "6a737475767778797a838485868788898a929394" "95969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6"
    "b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8" "d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa")
MARK, MARK_FILLED = b"{{seq}}", 12


def codes(counts, symbols):
    table, code, at = {}, 0, 0
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            table[symbols[at]] = format(code, f"0{length}b")
            code, at = code + 1, at + 1
        code <<= 1
    return table


def value_bits(value):
    size = abs(value).bit_length()
    return size, format(value if value > 0 else value + (1 << size) - 1, f"0{size}b") if size else ""


def segment(marker, body, length=None):
    return bytes([0xFF, marker]) + struct.pack(">H", (len(body) if length is None else length) + 2) + body


def scan_data(blocks, chance):
    dc, ac = codes(DC_COUNTS, DC_SYMBOLS), codes(AC_COUNTS, AC_SYMBOLS)
    bits, swing = [], 0
    for _ in range(blocks):
        step = -swing if swing else chance.randint(-15, 15)  # up and back: the brightness stays in range
        swing = 0 if swing else step
        size, value = value_bits(step)
        bits += [dc[size], value]
        for _ in range(9):
            size, value = value_bits(chance.choice((-7, -3, -2, -1, 1, 2, 3, 7)))
            bits += [ac[size], value]
        bits.append(ac[0])  # end of block
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\x00")


def jpeg(size, seed=1):
    """A template of a JPEG that is `size` bytes long once its mark is filled."""
    chance = random.Random(seed)
    columns = 150 if size > 100_000 else 8
    rows = max(1, int(size * 0.97) // (columns * 8))
    while True:
        head = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
        frame = struct.pack(">BHHB", 8, rows * 8, columns * 8, 1) + b"\1\x11\0"
        body = (segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC0, frame)
                + segment(0xC4, b"\0" + bytes(DC_COUNTS) + bytes(DC_SYMBOLS))
                + segment(0xC4, b"\x10" + bytes(AC_COUNTS) + AC_SYMBOLS)
                + segment(0xDA, b"\1\1\0\0\x3f\0") + scan_data(rows * columns, chance) + b"\xff\xd9")
        room = size - len(head) - len(body) - 4 - MARK_FILLED
        if room >= 0 or rows == 1:
            break
        rows = rows * 19 // 20
    comments = b""
    while room > 60_000:
        comments += segment(0xFE, b"x" * 59_996)
        room -= 60_000
    filling = b"x" * max(room, 0)
    comments += segment(0xFE, MARK + filling, MARK_FILLED + len(filling))
    return head + comments + body


if __name__ == "__main__":
    import sys
    sys.stdout.buffer.write(jpeg(int(sys.argv[1]), int(sys.argv[2])).replace(MARK, b"0" * MARK_FILLED))
