"""Photos of every kind that people give, and of every kind that they shouldn't."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import wave
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from nbstudio.doubts import listening
from nbstudio.errors import InputError
from nbstudio.media import Kind, image_info, kind_of, load_image, sound_info

RED, BLUE = (200, 30, 40), (20, 60, 220)


def picture(width: int = 40, height: int = 24) -> Image.Image:
    """Return a picture that is red in its left half and blue in its right."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (width // 2, 0, width, height))
    return made


def near(pixels: NDArray[np.uint8], rgb: tuple[int, int, int], within: int = 6) -> bool:
    """Tell whether BGR pixels are about this RGB colour."""
    return bool(np.abs(pixels.astype(int).reshape(-1, 3).mean(0)[::-1] - rgb).max() <= within)


@pytest.mark.parametrize("name", ["png", "jpeg", "webp", "gif", "tiff", "bmp", "avif"])
def test_a_picture_is_known_by_its_bytes_and_loads_upright_in_bgr(tmp_path: Path, name: str) -> None:
    path = tmp_path / "photo.txt"
    picture().save(path, format=name)
    assert kind_of(path) == Kind(name)
    info = image_info(path)
    assert (info.width, info.height, info.format, info.animated) == (40, 24, Kind(name), False)
    pixels = load_image(path)
    assert pixels.shape == (24, 40, 3)
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert near(pixels[:, :18], RED, 12)
    assert near(pixels[:, 22:], BLUE, 12)


@pytest.mark.parametrize("turn", range(1, 9))
def test_exif_rotation_is_followed(tmp_path: Path, turn: int) -> None:
    upright = Image.new("RGB", (40, 24), (0, 0, 0))
    upright.paste((255, 255, 255), (0, 0, 20, 12))  # top left
    back = {1: (), 2: (0,), 3: (3,), 4: (1,), 5: (5,), 6: (2,), 7: (6,), 8: (4,)}[turn]  # the inverse of each
    stored = upright
    for step in back:
        stored = stored.transpose(Image.Transpose(step))
    exif = Image.Exif()
    exif[0x0112] = turn
    path = tmp_path / "photo.png"
    stored.save(path, exif=exif)
    assert (image_info(path).width, image_info(path).height) == (40, 24)
    assert np.array_equal(load_image(path), np.asarray(upright)[:, :, ::-1])


def test_sixteen_bit_grey_keeps_its_tones(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(8, 0)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    pixels = load_image(tmp_path / "deep.png")
    assert np.array_equal(pixels[0, :, 0], np.arange(256))
    Image.fromarray(ramp).save(tmp_path / "deep.tiff")
    assert np.array_equal(load_image(tmp_path / "deep.tiff"), pixels)


def test_float_tiff_is_scaled_to_eight_bits(tmp_path: Path) -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32)[None].repeat(4, 0)
    Image.fromarray(ramp).save(tmp_path / "light.tiff")
    assert np.abs(load_image(tmp_path / "light.tiff")[0, :, 1].astype(int) - np.arange(256)).max() <= 1


def test_cmyk_jpeg_has_its_colours(tmp_path: Path) -> None:
    picture().convert("CMYK").save(tmp_path / "print.jpg", quality=95)
    pixels = load_image(tmp_path / "print.jpg")
    assert near(pixels[:, :16], RED, 12)
    assert near(pixels[:, 24:], BLUE, 12)


@pytest.mark.parametrize("mode", ["1", "L", "P", "YCbCr", "LAB", "I"])
def test_other_modes_load(tmp_path: Path, mode: str) -> None:
    made = picture()
    if mode == "LAB":
        made = ImageCms.profileToProfile(
            made, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    elif mode == "I":
        made = made.convert("L").convert("I")
    else:
        made = made.convert(mode)
    path = tmp_path / "photo.tiff"
    made.save(path)
    pixels = load_image(path)
    assert pixels.shape == (24, 40, 3)
    if mode in {"P", "YCbCr", "LAB"}:
        assert near(pixels[4:20, :16], RED, 16)


def test_what_is_transparent_stands_on_neutral_grey(tmp_path: Path) -> None:
    cut = picture().convert("RGBA")
    cut.paste((255, 0, 255, 0), (0, 0, 20, 24))
    cut.save(tmp_path / "cut.png")
    pixels = load_image(tmp_path / "cut.png")
    assert near(pixels[:, :20], (128, 128, 128), 0)
    assert near(pixels[:, 20:], BLUE, 0)
    palette = Image.new("P", (8, 8), 0)
    palette.putpalette([255, 0, 255, 0, 255, 0])
    palette.paste(1, (4, 0, 8, 8))
    palette.save(tmp_path / "cut.gif", transparency=0)
    pixels = load_image(tmp_path / "cut.gif")
    assert near(pixels[:, :4], (128, 128, 128), 0)
    assert near(pixels[:, 4:], (0, 255, 0), 0)


def test_of_an_animation_the_first_frame_is_taken(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (16, 16), RED), Image.new("RGB", (16, 16), BLUE)
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[second])
    assert image_info(tmp_path / "moving.gif").animated
    with listening() as told:
        assert near(load_image(tmp_path / "moving.gif"), RED)
    (found,) = told
    assert found.code == "first-frame"
    assert "2 frames" in found.message
    first.save(tmp_path / "still.gif")
    with listening() as told:
        load_image(tmp_path / "still.gif")
    assert not told


def test_a_colour_profile_is_followed(tmp_path: Path) -> None:
    """A picture in a space whose red and green are swapped comes out with them swapped back."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    tags = {bytes(profile[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    profile = profile.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    Image.new("RGB", (8, 8), (30, 200, 40)).save(tmp_path / "wide.png", icc_profile=bytes(profile))
    assert near(load_image(tmp_path / "wide.png"), (200, 30, 40), 4)


COLORANTS = {
    # Red, green and blue in the profile's own white (D50), as the profiles' makers publish them.
    "Display P3": [[0.51512, 0.24120, -0.00105], [0.29198, 0.69225, 0.04189], [0.15710, 0.06657, 0.78407]],
    "Adobe RGB": [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]],
}


@pytest.mark.parametrize("space", COLORANTS)
def test_a_wide_space_comes_out_as_the_same_colour_in_srgb(tmp_path: Path, space: str) -> None:
    """Against the arithmetic: linear light, the space's matrix, the inverse of sRGB's."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    tags = {bytes(profile[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    own = []
    for name, colorant in zip((b"rXYZ", b"gXYZ", b"bXYZ"), COLORANTS[space], strict=True):
        at = struct.unpack_from(">I", profile, tags[name] + 4)[0] + 8
        own.append([value / 65536 for value in struct.unpack_from(">3i", profile, at)])
        struct.pack_into(">3i", profile, at, *(round(65536 * value) for value in colorant))
    profile = profile.replace("sRGB".encode("utf-16-be"), "wide".encode("utf-16-be"))
    colour = (150, 120, 90)
    Image.new("RGB", (8, 8), colour).save(tmp_path / "wide.png", icc_profile=bytes(profile))
    light = np.array([((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour])
    there = light @ np.array(COLORANTS[space]) @ np.linalg.inv(np.array(own))
    wanted = np.round(255 * (1.055 * there ** (1 / 2.4) - 0.055))
    assert max(abs(wanted - colour)) > 3, "the space matters for this colour"
    assert near(load_image(tmp_path / "wide.png"), tuple(int(part) for part in wanted), 1)


def test_a_damaged_colour_profile_is_not_followed(tmp_path: Path) -> None:
    picture().save(tmp_path / "odd.png", icc_profile=b"no profile at all")
    assert near(load_image(tmp_path / "odd.png")[:, :20], RED)


def test_one_pixel_is_a_picture(tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), RED).save(tmp_path / "dot.png")
    assert load_image(tmp_path / "dot.png").tolist() == [[[40, 30, 200]]]


def bomb(path: Path, width: int, height: int, rows: int = 300) -> Path:
    """Write a PNG of these dimensions that is all zeros, small on disk, cut off after some rows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(width * 3 + 1)) for _ in range(rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))
    return path


def growth(reader: str, path: Path) -> float:
    """Return by how many megabytes a fresh process grows at most while it reads a file."""
    code = (
        "import sys, resource, av, numpy, PIL.Image\n"
        "from pathlib import Path\n"
        f"from nbstudio.media import {reader}\n"
        "PIL.Image.init()\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak()\n"
        "try:\n"
        f"    {reader}(Path(sys.argv[1]))\n"
        "finally:\n"
        "    print((peak() - before) / 1000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    return float(done.stdout)


def write_wav(path: Path, seconds: float = 0.5, rate: int = 44_100) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(4 * round(seconds * rate)))
    return path


def code_of(error: pytest.ExceptionInfo[InputError]) -> str:
    assert error.value.message
    assert error.value.hint or error.value.notes
    assert "Traceback" not in error.value.message
    return error.value.code


def test_a_bomb_is_refused_by_its_header_in_little_memory(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.png", 30_000, 30_000)
    webp = tmp_path / "bomb.webp"
    canvas = struct.pack("<I", 0x10)[:4] + (16_383).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas
    webp.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    for file in (path, webp):
        for reader in (image_info, load_image):
            with pytest.raises(InputError) as error:
                reader(file)
            assert code_of(error) == "image-too-large"
        assert growth("load_image", file) < 60


def test_the_allowed_size_is_the_callers(tmp_path: Path) -> None:
    picture(100, 100).save(tmp_path / "photo.png")
    with pytest.raises(InputError) as error:
        load_image(tmp_path / "photo.png", max_pixels=9_999)
    assert code_of(error) == "image-too-large"
    assert load_image(tmp_path / "photo.png", max_pixels=10_000).shape == (100, 100, 3)


@pytest.mark.parametrize("name", ["png", "jpeg", "webp", "gif", "tiff", "bmp", "avif"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_a_truncated_picture_is_an_input_error(tmp_path: Path, name: str, share: float) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    noise = np.random.default_rng(3).integers(0, 255, (60, 80, 3), np.uint8)
    Image.fromarray(noise).save(whole, format=name)
    data = whole.read_bytes()
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError) as error:
        load_image(cut)
    assert code_of(error) == "unreadable-file"


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_picture_raises_nothing_but_input_errors(tmp_path: Path, seed: int) -> None:
    generator = np.random.default_rng(seed)
    path = tmp_path / "photo"
    picture().save(path, format=["png", "jpeg", "webp", "gif", "tiff", "bmp", "avif"][seed % 7])
    data = bytearray(path.read_bytes())
    for at in generator.integers(0, len(data), 12):
        data[at] = generator.integers(0, 256)
    path.write_bytes(data)
    for reader in (image_info, load_image):
        with suppress(InputError):
            reader(path)


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    cases = {
        "empty-file": b"",
        "not-an-image": b"hello, this is text\n" * 40,
        "unreadable-file": b"\x89PNG\r\n\x1a\n" + bytes(40),
    }
    for code, data in cases.items():
        path = tmp_path / "photo.png"
        path.write_bytes(data)
        with pytest.raises(InputError) as error:
            load_image(path)
        assert code_of(error) == code
    wav = tmp_path / "photo.jpg"
    write_wav(wav)
    with pytest.raises(InputError) as error:
        image_info(wav)
    assert code_of(error) == "not-an-image"
    assert "WAV" in error.value.notes[0]


@pytest.mark.parametrize("reader", [kind_of, image_info, load_image, sound_info])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, reader: object) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "nothing.png"):
        with pytest.raises(InputError) as error:
            reader(path)  # type: ignore[operator]
        assert error.value.code == "unreadable-file"
