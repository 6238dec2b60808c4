"""A picture of one dot, as a scanner would not make it but as the check accepts it."""

from io import BytesIO

from PIL import Image


def _png() -> bytes:
    target = BytesIO()
    Image.new("RGB", (2, 2), "white").save(target, "PNG")
    return target.getvalue()


PNG = _png()
