# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The HTML page in a headless browser: its script runs, search hides, every link has a target."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import ROOT, document, field, files, method, of, param, type_

BROWSER = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
PAGES = sorted((ROOT / "tests" / "golden" / "html").glob("*/*.html"))
# Types a search, then writes what is still visible where --dump-dom shows it.
PROBE = """<script>
const box = document.getElementById("search");
box.value = WANTED;
box.dispatchEvent(new Event("input"));
const seen = [...document.querySelectorAll(".entry")].filter((e) => !e.closest("[hidden]"));
document.title = JSON.stringify(seen.map((e) => e.id));
</script>
"""


class Anchors(HTMLParser):
    """Collects ids and the targets of links."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")


def anchors(text: str) -> Anchors:
    found = Anchors()
    found.feed(text)
    return found


def visible(page: str, wanted: str, folder: Path) -> list[str]:
    """Return the ids of the entries that a search leaves visible."""
    probe = PROBE.replace("WANTED", json.dumps(wanted))
    (folder / "page.html").write_text(page.replace("</body>", probe + "</body>"), encoding="utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={folder / 'profile'}", (folder / "page.html").as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    assert title is not None, done.stderr
    found: list[str] = json.loads(title[1].replace("&quot;", '"').replace("&amp;", "&"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_link_has_one_target(page: Path) -> None:
    found = anchors(page.read_text(encoding="utf-8"))
    assert found.links
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_types_link_to_the_classes_that_they_name() -> None:
    pair = {"type": "demo.Pair"}
    data = document(
        [
            type_("demo.Pair", fields=[field("next", of("Optional", pair))]),
            type_("demo.Sub", "demo.Pair", methods=[method("f", [param("p", pair)], pair)]),
        ]
    )
    (text,) = files(data, "html").values()
    assert text.count('<a href="#demo.Pair">Pair</a>') == 5  # the tree, the base, three types


@pytest.mark.skipif(BROWSER is None, reason="no browser; apt-get install chromium")
@pytest.mark.types
def test_a_search_leaves_what_was_looked_for_and_an_empty_one_everything(tmp_path: Path) -> None:
    page = (ROOT / "tests/golden/html/features/demo.html").read_text(encoding="utf-8")
    everything = visible(page, "", tmp_path)
    assert {"demo.add_one", "demo.Base", "demo.Derived.make"} <= set(everything)
    found = visible(page, "ADD_one", tmp_path)
    assert found == ["demo.add_one"]
    assert "demo.Derived" in visible(page, "derived.make", tmp_path)
    assert visible(page, "nothing of that name", tmp_path) == []


@pytest.mark.skipif(BROWSER is None, reason="no browser; apt-get install chromium")
@pytest.mark.types
def test_hostile_docs_run_no_script_of_their_own(tmp_path: Path) -> None:
    nasty = (
        "</p><script>document.body.remove()</script><img src=x onerror=\"document.title='got'\">"
    )
    data = document([type_("demo.T", doc=nasty, fields=[field("f", doc=nasty)])])
    (text,) = files(data, "html").values()
    assert visible(text, "", tmp_path) == ["demo.T"]
