# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Behind ./dev: sets the machine up, builds, and runs the demo, the lanes of the tests and the chores."""
