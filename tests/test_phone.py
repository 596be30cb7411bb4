"""Phones' photographs, HEIC: read by the extra, hinted at without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.errors import InputError
from nbstudio.media import Kind, kind_of, load_image


def test_a_heic_photo_works_by_an_extra_and_gets_a_hint_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Path(__file__).with_name("phone.heic")  # 64 by 48, red at the left and blue at the right
    assert kind_of(phone) is Kind.HEIC
    picture = load_image(phone)
    assert picture.shape == (48, 64, 3)
    assert picture[24, 8, 2] > 150 > picture[24, 8, 0]
    assert picture[24, 56, 0] > 150 > picture[24, 56, 2]
    cut = tmp_path / "cut.heic"
    cut.write_bytes(phone.read_bytes()[:-200])
    with pytest.raises(InputError) as error:
        load_image(cut)
    assert error.value.code == "unreadable-file"
    monkeypatch.setattr("nbstudio.media.find_spec", lambda name: None)
    with pytest.raises(InputError) as error:
        load_image(phone)
    assert error.value.code == "unreadable-file"
    assert "nbstudio[heic]" in (error.value.hint or "")
