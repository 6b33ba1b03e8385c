# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Questions about exports that write nothing: what differs, and where something is registered."""
