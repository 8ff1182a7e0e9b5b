"""Films for a camera that is none: a label on a white table, as uncompressed video (YUV4MPEG2)."""

from pathlib import Path

import zxingcpp

WIDTH, HEIGHT, FRAMES = 640, 480, 4


def film_of(kind: str, content: str, folder: Path, *, is_gs1: bool = False) -> Path:
    """A film of one label lying still."""
    options = {"gs1": True} if is_gs1 else {}
    label = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind), **options)
    picture = memoryview(label.to_image(scale=3, add_quiet_zones=True))
    height, width = picture.shape
    dots = picture.tobytes()
    table = bytearray(b"\xff" * (WIDTH * HEIGHT))
    top, left = (HEIGHT - height) // 2, (WIDTH - width) // 2
    for row in range(height):
        at = (top + row) * WIDTH + left
        table[at : at + width] = dots[row * width : (row + 1) * width]
    grey = bytes([128]) * (WIDTH * HEIGHT // 4)
    frame = b"FRAME\n" + bytes(table) + grey + grey
    film = folder / f"{kind}.y4m"
    film.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode() + frame * FRAMES)
    return film
