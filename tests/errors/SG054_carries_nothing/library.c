/* SPDX-FileCopyrightText: The tvm-ffi authors */
/* SPDX-License-Identifier: Apache-2.0 */
int nothing(void) { return 0; }
