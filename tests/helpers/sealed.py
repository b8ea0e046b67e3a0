"""Opens a sealed scan with libsodium alone: the check that the sealed form is what scans/scans.h says."""
import ctypes
import ctypes.util
import hashlib
import os

PIECE = 64 * 1024
MORE = 17  # bytes a sealed piece is longer
HEADER = 24
FINAL = 3

_sodium = ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')
_sodium.sodium_init()


def _key_file(folder, name):
    with open(os.path.join(folder, 'keys', name), 'rb') as f:
        return f.read()


def opened(folder, pack, at, size, wrapped):
    """The plain bytes of a scan; None when it was changed or is cut off. folder: of the house."""
    key = ctypes.create_string_buffer(32)
    office, wrapped = wrapped[:8], wrapped[8:]
    if office != hashlib.sha256(_key_file(folder, 'office.pub')).digest()[:8]:
        return None
    if _sodium.crypto_box_seal_open(key, wrapped, ctypes.c_ulonglong(len(wrapped)), _key_file(folder, 'office.pub'), _key_file(folder, 'office.key')) != 0:
        return None
    with open(os.path.join(folder, 'scans', pack), 'rb') as f:
        f.seek(at)
        sealed = f.read(size)
    state = ctypes.create_string_buffer(_sodium.crypto_secretstream_xchacha20poly1305_statebytes())
    if len(sealed) != size or _sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, sealed[:HEADER], key) != 0:
        return None
    plain, tag = b'', ctypes.c_ubyte(0)
    to, n = ctypes.create_string_buffer(PIECE), ctypes.c_ulonglong(0)
    for start in range(HEADER, size, PIECE + MORE):
        piece = sealed[start:start + PIECE + MORE]
        if tag.value == FINAL or _sodium.crypto_secretstream_xchacha20poly1305_pull(
                state, to, ctypes.byref(n), ctypes.byref(tag), piece, ctypes.c_ulonglong(len(piece)), None, ctypes.c_ulonglong(0)) != 0:
            return None
        plain += to.raw[:n.value]
    return plain if tag.value == FINAL else None
