"""Scans as offices send them, made of a PDF: its pages as pictures, skewed, noisy, with a stamp over the text."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from generator.importers.scan import image

# A stamp's diameter in millimetres, and its ink.
_STAMP, _RED = 42, (214, 40, 38)
_MILLIMETRES = 25.4


@dataclass(frozen=True)
class Scanner:
    """How a scan is made: `skews` in degrees, one page after the other; `noise` is its standard deviation in grey."""

    dpi: int = 150
    skews: tuple[float, ...] = (2.0, -2.0, 1.3, -0.7, 0.0)
    noise: float = 8.0
    stamp: bool = True
    grey: bool = False
    quality: int = 80


def scanned(document: Path, to: Path, scanner: Scanner) -> None:
    """Write a scan of a PDF."""
    with pypdfium2.PdfDocument(document) as source:
        image.write((_scanned(page, number, scanner) for number, page in enumerate(source)), to)


def _scanned(page: pypdfium2.PdfPage, number: int, scanner: Scanner) -> Image.Image:
    generator = np.random.default_rng(number)
    picture = page.render(scale=scanner.dpi / 72).to_pil().convert("RGB")
    if scanner.stamp:
        _stamp(picture, scanner.dpi, generator)
    skew = scanner.skews[number % len(scanner.skews)]
    picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=(250, 250, 250))
    picture = picture.filter(ImageFilter.GaussianBlur(scanner.dpi / 300))
    data = np.asarray(picture).astype(np.float64)
    # Paper is not white, and a lamp does not light it evenly.
    light = np.linspace(0.97, 0.90, data.shape[1])[None, :, None]
    data = data * light + generator.normal(0, scanner.noise, data.shape[:2])[:, :, None]
    picture = Image.fromarray(np.clip(data, 0, 255).astype(np.uint8))
    if scanner.grey:
        picture = picture.convert("L")
    packed = BytesIO()
    picture.save(packed, "JPEG", quality=scanner.quality, dpi=(scanner.dpi, scanner.dpi))
    return Image.open(packed)


def _stamp(picture: Image.Image, dpi: int, generator: np.random.Generator) -> None:
    """A round red stamp somewhere over the text: a ring, a star, and characters around it."""
    size = round(_STAMP / _MILLIMETRES * dpi)
    mask = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(mask)
    ring = size // 28
    pen.ellipse((ring, ring, size - ring, size - ring), outline=220, width=ring)
    middle, radius = size / 2, size * 0.17
    turns = [np.pi * (0.8 * point - 0.5) for point in range(5)]
    pen.polygon([(middle + radius * np.cos(turn), middle + radius * np.sin(turn)) for turn in turns], fill=220)
    for turn in np.linspace(0.8 * np.pi, 2.2 * np.pi, 11):
        x, y, half = middle + 0.36 * size * np.cos(turn), middle + 0.36 * size * np.sin(turn), size // 22
        for part in (-1, 0, 1):
            pen.line((x - half, y + part * half, x + half, y + part * half), fill=210, width=max(1, ring // 2))
            pen.line((x + part * half, y - half, x + part * half, y + half), fill=210, width=max(1, ring // 2))
    left = int(generator.integers(picture.width // 6, picture.width - size - picture.width // 6))
    top = int(generator.integers(picture.height // 6, picture.height - size - picture.height // 6))
    under = np.asarray(picture.crop((left, top, left + size, top + size))).astype(np.float32)
    share = np.asarray(mask).astype(np.float32)[:, :, None] / 255
    # Ink over ink: both are seen.
    inked = under * (1 - share) + under / 255 * np.array(_RED, np.float32) * share
    picture.paste(Image.fromarray(inked.astype(np.uint8)), (left, top))
