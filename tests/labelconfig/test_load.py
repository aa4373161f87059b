"""A saved config is read without the schema, and means the same."""

from pathlib import Path

import pytest

from labelwright import labelconfig

CONFIGS = sorted((Path(__file__).parent.parent / "data" / "configs").glob("*.xml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_loaded_config_means_what_the_checked_one_means(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    checked, loaded = labelconfig.check(text).config, labelconfig.load(text)
    assert checked is not None
    assert loaded is not None
    assert dict(loaded.objects) == dict(checked.objects)
    assert dict(loaded.controls) == dict(checked.controls)
    assert dict(loaded.data_fields) == dict(checked.data_fields)


def test_text_that_is_no_config_loads_as_nothing() -> None:
    assert labelconfig.load("<View>") is None
