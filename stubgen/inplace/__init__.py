# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Marker blocks inside files of the user: found, filled anew, everything around them kept."""
