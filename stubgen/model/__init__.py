# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What a library offers, independent of any target: frozen dataclasses, no IO, no printing."""
