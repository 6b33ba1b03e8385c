# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Load libtvm_ffi with its symbols visible to libraries that come later.

The core is linked to the library by its place in the package (`lib/`), so opening the core opens
it; the flags make its symbols global for extension libraries that name no dependency.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctypes import CDLL

# Text, not pathlib: that module alone would double the cost of importing this package.
_PACKAGE = __file__.rpartition(os.sep)[0]


def _open_core() -> None:
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_NOW | os.RTLD_GLOBAL)
    try:
        from . import core
    except ImportError as error:
        library = library_path("tvm_ffi")
        if os.path.exists(library):  # noqa: PTH110
            if error.path and not error.path.endswith("__init__.py"):
                raise
            raise ImportError(
                f"'{_PACKAGE}' was installed by another Python and has no core for "
                f"{sys.version_info[0]}.{sys.version_info[1]}; "
                f"run: {sys.executable} -m pip install --force-reinstall apache-tvm-ffi"
            ) from error
        raise ImportError(
            f"the runtime library '{library}' is missing; reinstall apache-tvm-ffi"
        ) from error
    finally:
        sys.setdlopenflags(flags)
    assert core is not None


def library_path(name: str) -> str:
    """Return where the package keeps a library of its own."""
    return f"{_PACKAGE}{os.sep}lib{os.sep}lib{name}.so"


_open_core()


_testing_is_loaded = False


def load_testing_library() -> bool:
    """Load the testing library, which documented examples use; whether this call has loaded it.

    No import pays for it: it comes with the first name asked for that starts with `testing.`.
    """
    global _testing_is_loaded
    if _testing_is_loaded:
        return False
    _testing_is_loaded = True
    from . import core

    core._load_library(library_path("tvm_ffi_testing"), True)
    return True


def ctypes_library() -> CDLL:
    """Return libtvm_ffi as a ctypes library."""
    import ctypes

    return ctypes.CDLL(library_path("tvm_ffi"), ctypes.RTLD_GLOBAL)
