"""Sound and video, told by the first bytes of a file, whatever its name is."""

from __future__ import annotations

import re

ENDINGS = frozenset(
    re.findall(
        r"\S+",
        """
        aac ac3 aif aifc aiff amr ape au caf ds2 dss flac m4a m4b mka mp2 mp3 mpa mpga oga ogg opus
        ra snd spx tta voc w64 wav weba wma wv
        3g2 3gp asf avi flv m2ts m4v mkv mov mp4 mpeg mpg mxf ogm ogv qt rm vob webm wmv
        """,
    )
)
"""In small letters. Not here: .ts and .mts (TypeScript), .mod, and .mid, which holds no voice."""

# ASF, the container of WMA and WMV, begins with this identifier.
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_SIGNS = re.compile(
    rb"""
      RIFF....(?:WAVE|AVI\ ) | (?:RF64|BW64)....WAVE     # not RIFF....WEBP, which is an image
    | FORM....AIF[CF]
    | OggS\x00 | fLaC[\x00\x80] | wvpk..\x00\x00 | MAC\ [\x00-\xff]\x0f
    | \x1a\x45\xdf\xa3                                   # Matroska and WebM
    | \#!AMR | \#!SILK_V3 | caff\x00\x01 | FLV\x01 | \.snd\x00\x00 | \.RMF\x00\x00
    | [\x02\x03\x06](?:dss|ds2)                          # machines for dictation
    | \x00\x00\x01\xba[\x21\x44]                         # MPEG programme stream
    | ID3[\x02-\x04][\x00-\x0f].[\x00-\x7f]{4}           # the tag before most MP3s
    | \x00...(?:moov|mdat|wide|pnot)                     # QuickTime of old
    """,
    re.VERBOSE | re.DOTALL,
)
# Boxes of ISO media name what they hold; these are images (HEIF, AVIF, JPEG 2000, raw of Canon).
_IMAGES = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"miaf", b"avif", b"avis", b"crx "}
_IMAGES |= {b"hevc", b"hevx", b"msf1", b"jp2 ", b"jpx ", b"jpm ", b"jxl "}

_LAYER_1 = (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448)
_LAYER_2 = (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)
_LAYER_3 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_LAYER_1_LOW = (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256)
_LAYERS_LOW = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def is_media(head: bytes) -> bool:
    """Return whether a file that begins with *head* is a recording of sound or video."""
    if _SIGNS.match(head) or head.startswith(_ASF):
        return True
    if head[4:8] == b"ftyp":
        return head[8:12] not in _IMAGES
    if head[:1] == b"\xff":
        return _frames_follow(head)
    # A transport stream repeats its sign every 188 bytes, or 192 with time codes (camcorders).
    return any(
        len(head) > start + 2 * step and head[start : start + 2 * step + 1 : step] == b"GGG"
        for start, step in ((0, 188), (4, 192))
    )


def _frames_follow(head: bytes) -> bool:
    """Return whether the head is frames of MPEG sound, each where the one before it ends.

    One sign would not do: UTF-16 text begins like a frame.
    """
    place, frames = 0, 0
    while frames < 3 and place + 6 <= len(head):
        length = _frame_length(head[place : place + 6])
        if not length:
            return False
        place, frames = place + length, frames + 1
    return frames >= 2


def _frame_length(header: bytes) -> int:
    """Return the length of a frame of MP1, MP2, MP3 or AAC (ADTS); 0 when it is none."""
    if header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    if layer == 4:  # AAC
        length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        return length if header[1] & 0xF0 == 0xF0 and length > 7 else 0
    rate, sampling = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or sampling == 3:
        return 0
    low = version != 3
    if low:
        table = _LAYER_1_LOW if layer == 1 else _LAYERS_LOW
    else:
        table = (_LAYER_1, _LAYER_2, _LAYER_3)[layer - 1]
    hertz = (44100, 48000, 32000)[sampling] // {3: 1, 2: 2, 0: 4}[version]
    bits, padding = table[rate - 1] * 1000, header[2] >> 1 & 1
    if layer == 1:
        return (12 * bits // hertz + padding) * 4
    return (72 if low and layer == 3 else 144) * bits // hertz + padding
