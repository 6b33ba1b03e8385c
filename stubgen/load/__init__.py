# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Library or file -> JSON text -> records; nothing here knows a target language."""
