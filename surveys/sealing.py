"""Sealed answer sheets: whoever holds the public key can close one, only the private key opens it.

X25519 with a new key for each ballot, HKDF-SHA-256, ChaCha20-Poly1305, all by the library `cryptography`; the wave is
part of what is authenticated, so that a ballot cannot be moved to another wave. Every sheet is padded to one length:
the size of a ballot says nothing about what stands in it.
"""

import json
import struct
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .exceptions import CannotOpenBallot

SHEET_BYTES = 4096
KEY_BYTES = 32
# Each ballot has a key of its own, so its one message needs no nonce that differs.
_NONCE = bytes(12)
_LENGTH = struct.Struct(">I")
_PURPOSE = b"care-culture survey ballot 1"


def new_private_key() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(sheet: dict[str, Any], *, public: bytes, wave_id: int) -> bytes:
    """A sheet as ciphertext of one length, whatever stands in it. Raises ValueError if it is too long."""
    plain = json.dumps(sheet, ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > SHEET_BYTES - _LENGTH.size:
        raise ValueError("An answer sheet is longer than a ballot.")
    padded = (_LENGTH.pack(len(plain)) + plain).ljust(SHEET_BYTES, b"\0")
    once = X25519PrivateKey.generate()
    header = once.public_key().public_bytes_raw()
    key = _key(once.exchange(X25519PublicKey.from_public_bytes(public)), header, public)
    return header + ChaCha20Poly1305(key).encrypt(_NONCE, padded, _context(wave_id))


def open_sealed(sealed: bytes, *, private: bytes, wave_id: int) -> dict[str, Any]:
    """The sheet in a ballot. Raises CannotOpenBallot for another key, another wave, or bytes that were changed."""
    header, body = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(header)
        )
        key = _key(shared, header, public_key_of(private))
        padded = ChaCha20Poly1305(key).decrypt(_NONCE, body, _context(wave_id))
    except (InvalidTag, ValueError) as error:
        raise CannotOpenBallot("This key does not open the ballot.") from error
    [length] = _LENGTH.unpack_from(padded)
    return json.loads(padded[_LENGTH.size : _LENGTH.size + length])


def _key(shared: bytes, header: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=header + public, info=_PURPOSE).derive(shared)


def _context(wave_id: int) -> bytes:
    return f"wave {wave_id}".encode()
