# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Doc comments of every style give the same clean parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tvm_ffi.scan.callables import comment_of
from tvm_ffi.scan.clang_index import parse as parse_source
from tvm_ffi.scan.comments import Comment, parse


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, None),
        ("/** */", None),
        ("/// One line.", "One line."),
        ("//! One line.", "One line."),
        ("///< After the member.", "After the member."),
        ("// Plain words\n// over two lines.", "Plain words over two lines."),
        ("/*! \\brief Brief text. */", "Brief text."),
        ("/**\n * @brief First.\n *\n * Second.\n */", "First.\n\nSecond."),
        ("/*!\n * \\brief Uses \\p x and @c y.\n */", "Uses `x` and `y`."),
        ("/**\n * Text.\n * @note Mind it.\n */", "Text.\n\nNote: Mind it."),
        ("/**\n * a * b stays.\n */", "a * b stays."),
        (r"/// A \\ backslash, \@ and @@.", r"A \ backslash, @ and @."),
    ],
)
def test_text_is_clean(raw: str | None, text: str | None) -> None:
    assert parse(raw).text == text


def test_parts_are_told_apart() -> None:
    comment = parse(
        "/*!\n * \\brief Scale a pair.\n * \\param[in] pair What to scale,\n *   both ends.\n"
        " * \\param factor By how much.\n * \\return The new pair.\n"
        " * \\throws tvm::ffi::ValueError When factor is 0.\n * \\deprecated Use times.\n */"
    )
    assert comment == Comment(
        text="Scale a pair.",
        params={"pair": "What to scale, both ends.", "factor": "By how much."},
        returns="The new pair.",
        raises=[("ValueError", "When factor is 0.")],
        deprecated="Use times.",
    )


SOURCE = """// SPDX-License-Identifier: none
void after_a_licence();

// Plain words
// on two lines.
void plain();
/* A block. */
void block();
// Too far.

void far();
/*--- A heading ---*/
void under_a_heading();
// ------------
void under_a_line();
// TODO(me): mend it
void to_do();
// NOLINTNEXTLINE
void tool();
/// A doc comment

void doc();
struct S {
  int a;  // Behind it.
  int b;
};
"""


def test_plain_words_count_where_they_touch_the_declaration(tmp_path: Path) -> None:
    pytest.importorskip("clang.cindex")
    (tmp_path / "a.cc").write_text(SOURCE, encoding="utf-8")
    unit = parse_source(tmp_path / "a.cc", [])
    found = {
        node.spelling: comment_of(node).text
        for node in unit.root.walk_preorder()
        if node.kind.name in {"FUNCTION_DECL", "FIELD_DECL"}
    }
    told = {
        "plain": "Plain words on two lines.",
        "block": "A block.",
        "doc": "A doc comment",
        "a": "Behind it.",
    }
    assert {name: text for name, text in found.items() if text} == told
