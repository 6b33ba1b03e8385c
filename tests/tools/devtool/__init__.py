# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Behind ./dev: sets the machine up, builds, runs the demo, the tests and the chores."""
