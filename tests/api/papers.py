"""Files as citizens and others send them: good ones, and every kind of bad one."""
import os
import struct
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import photo  # noqa: E402


def jpeg(seed, size=3000):
    return photo.jpeg(size, seed).replace(photo.MARK, b"0" * photo.MARK_FILLED)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=8, height=8):
    rows = b"".join(b"\0" + bytes(3 * width) for _ in range(min(height, 64)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
       b"trailer<</Size 4/Root 1 0 R@MORE@>>\nstartxref\n178\n%%EOF\n")


def pdf(locked=False):
    return PDF.replace(b"@MORE@", b"/Encrypt 9 0 R" if locked else b"")


def zip_bomb():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("bomb.jpg", bytes(20 << 20))
    return out.getvalue()


def bad_files():
    """name -> (bytes, status, code)"""
    whole = jpeg(77, 40_000)
    return {
        "empty": (b"", 422, "empty"),
        "text": (b"not a picture at all, only words\n" * 20, 422, "wrong_type"),
        "program": (b"\x7fELF" + os.urandom(4000), 422, "wrong_type"),
        "html": (b"<!doctype html><script>alert(1)</script>" + b" " * 2000, 422, "wrong_type"),
        "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' + b" " * 500, 422, "wrong_type"),
        "zip bomb": (zip_bomb(), 422, "wrong_type"),
        "cut-off photo": (whole[: len(whole) // 2], 422, "cut_off"),
        "cut-off png": (png()[:-20], 422, "cut_off"),
        "locked pdf": (pdf(locked=True), 422, "locked"),
        "huge picture": (png(60_000, 60_000), 422, "too_many_pixels"),
        "30 MB": (jpeg(78, 3000)[:-2] + bytes(30 << 20) + b"\xff\xd9", 413, "too_large"),
    }
