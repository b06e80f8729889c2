"""Files that are no pictures, or pictures that no decoder should be made to open: {name: content}."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

PROGRAM = b"MZ" + bytes(range(256)) * 40
SCRIPT = b"<script>alert(1)</script>" * 20


def picture(kind: str = "PNG", size: tuple[int, int] = (120, 90), mode: str = "RGB", **how) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(file, kind, **how)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *chunks: bytes, data: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(chunks)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    file = io.BytesIO()
    extra = PngImagePlugin.PngInfo()
    extra.add_text("Comment", "x" * 80_000_000, zip=True)
    Image.new("L", (10, 10)).save(file, "PNG", pnginfo=extra)
    return file.getvalue()


def damaged(content: bytes, at: float) -> bytes:
    """Some bytes in the middle turned over."""
    place = int(len(content) * at)
    return (
        content[:place] + bytes(byte ^ 0xFF for byte in content[place : place + 40]) + content[place + 40 :]
    )


def hostile_files() -> dict[str, bytes]:
    kinds = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
    good = {extension: picture(kind) for extension, kind in kinds.items()}
    files = {
        "program.jpg": PROGRAM,
        "script.png": SCRIPT,
        "empty.png": b"",
        "one-byte.gif": b"G",
        "signature-alone.png": b"\x89PNG\r\n\x1a\n",
        "signature-alone.jpg": b"\xff\xd8\xff\xe0",
        "signature-alone.webp": b"RIFF\x00\x00\x00\x00WEBP",
        "misnamed.jpg": good["png"],
        "misnamed.png": good["jpg"],
        "misnamed.avif": good["webp"],
        "no-extension": good["png"],
        "vector.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "other-kind.tiff": picture("TIFF"),
        "900-megapixels.png": png(30_000, 30_000, data=zlib.compress(b"\0" * 1000)),
        "60-megapixels.png": png(10_000, 6_000, data=zlib.compress(b"\0" * 1000)),
        "no-pixels.png": png(0, 10),
        "text-bomb.png": text_bomb(),
        "wrong-sum.png": good["png"].replace(b"IDAT", b"IDAX", 1),
    }
    for extension, content in good.items():
        files[f"truncated-early.{extension}"] = content[:60]
        files[f"truncated-half.{extension}"] = content[: len(content) // 2]
        # Decoders of JPEG and GIF make a picture even of this.
        if extension not in ("jpg", "gif"):
            files[f"damaged.{extension}"] = damaged(content, 0.03)
    return files
