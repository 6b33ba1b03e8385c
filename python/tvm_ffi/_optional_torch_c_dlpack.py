# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Bridge to torch versions that lack the DLPack C exchange interface.

Nothing here runs at import of the package: torch is never imported for the user, and nothing is
ever compiled. A program that uses such a torch calls load_torch_c_dlpack_extension itself.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any


def load_torch_c_dlpack_extension() -> Any:
    """Give torch.Tensor an installed exchange interface; return the extension, if any."""
    if os.environ.get("TVM_FFI_DISABLE_TORCH_C_DLPACK", "0") == "1":
        return None
    torch = sys.modules.get("torch")
    if torch is None or hasattr(torch.Tensor, "__dlpack_c_exchange_api__"):
        return None
    older = getattr(torch.Tensor, "__c_dlpack_exchange_api__", None)
    if older is not None:
        torch.Tensor.__dlpack_c_exchange_api__ = older
        return None
    try:
        return import_module("torch_c_dlpack_ext")
    except ImportError:
        import warnings

        warnings.warn(
            "this torch has no DLPack C exchange interface; torch-c-dlpack-ext gives it one",
            stacklevel=2,
        )
        return None


def _cuda_stream(self: Any) -> tuple[int, Any]:
    return (0, self.cuda_stream)


def patch_torch_cuda_stream_protocol() -> None:
    """Give torch's stream class the __cuda_stream__ method when it lacks one."""
    torch = sys.modules.get("torch")
    stream = getattr(getattr(torch, "cuda", None), "Stream", None)
    if stream is not None and not hasattr(stream, "__cuda_stream__"):
        stream.__cuda_stream__ = _cuda_stream
