# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""tvm_ffi.reflection.read: the export in a file, without loading it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tvm_ffi.reflection
from tvm_ffi.libinfo import find_libtvm_ffi

pytestmark = pytest.mark.slow


def test_a_stored_export_is_read_and_a_stale_or_damaged_one_is_not(tmp_path: Path) -> None:
    library = tmp_path / "libtvm_ffi.so"
    shutil.copy(find_libtvm_ffi(), library)
    assert tvm_ffi.reflection.read(library) is None
    exported = tvm_ffi.reflection.export(str(find_libtvm_ffi()))
    from tvm_ffi import core
    from tvm_ffi.stubgen.sections.store import store

    assert store(library, core._reflection_export(str(find_libtvm_ffi()), None))
    assert tvm_ffi.reflection.read(str(library)) == exported

    whole = library.read_bytes()
    at = whole.rindex(b"TVMFFIMD")
    library.write_bytes(whole[: at + 104] + bytes(8) + whole[at + 112 :])
    assert tvm_ffi.reflection.read(library) is None
    library.write_bytes(whole[: at + 40] + bytes(8) + whole[at + 48 :])
    with pytest.raises(ValueError, match="checksum does not fit its text"):
        tvm_ffi.reflection.read(library)
    library.write_text("no library")
    with pytest.raises(ValueError, match="too short for a library"):
        tvm_ffi.reflection.read(library)
    with pytest.raises(FileNotFoundError):
        tvm_ffi.reflection.read(tmp_path / "gone.so")
