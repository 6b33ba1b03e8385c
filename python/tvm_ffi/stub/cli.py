# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Former entry point of the stub generator, forwarding to `tvm_ffi.stubgen.cli`."""

from __future__ import annotations

import sys
from importlib import import_module


def main() -> int:
    """Run the generator's command line."""
    return int(import_module("tvm_ffi.stubgen.cli").main() or 0)


def __main__() -> None:
    """Run the generator's command line and end the process."""
    sys.exit(main())


if __name__ == "__main__":
    __main__()
