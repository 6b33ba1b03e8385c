# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Entry of ``python -m tvm_ffi.scan`` and of ``python <this folder>``.

Builds use the folder: it needs neither the runtime nor an installed package around it.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_ALONE = "tvm_ffi_scan"


def _main() -> int:
    if __package__:
        from .cli import main

        return main()
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        _ALONE, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"'{folder}' holds no scanner")
    package = importlib.util.module_from_spec(spec)
    sys.modules[_ALONE] = package
    spec.loader.exec_module(package)
    alone = importlib.import_module(_ALONE + ".cli")
    return int(alone.main())


raise SystemExit(_main())
