# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Doc comments of every style give the same clean parts."""

from __future__ import annotations

import pytest
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
