import pytest

from web.assets import ForeignAsset, checked, hashed_name, load_assets


def test_the_assets_are_our_own_and_the_vis_network_that_was_checked() -> None:
    assert {name: asset.media_type for name, asset in load_assets().items()} == {
        "page.css": "text/css",
        "drawing.js": "text/javascript",
        "vis-network.min.js": "text/javascript",
    }


def test_another_file_than_the_one_checked_is_refused() -> None:
    with pytest.raises(
        ForeignAsset, match=r"not the file that Hakim was checked with\. Install requirements\.txt"
    ):
        checked(b"changed", "0" * 64, "vis-network.min.js")


def test_a_name_changes_with_its_content() -> None:
    assert hashed_name("a.js", b"one") != hashed_name("a.js", b"two")


@pytest.mark.parametrize("name", ["page.css", "drawing.js"])
def test_our_own_files_name_no_other_place(name: str) -> None:
    assert b"//" not in load_assets()[name].content.replace(b"// ", b"").replace(b"/** ", b"")
