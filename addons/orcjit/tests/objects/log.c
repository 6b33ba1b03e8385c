/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The host's side of order.c: a library that is opened with its symbols visible.
 */
static int values[256];
static int size;
void orcjit_log(int value) {
  if (size < 256) values[size++] = value;
}
int orcjit_log_size(void) { return size; }
int orcjit_log_at(int i) { return values[i]; }
void orcjit_log_clear(void) { size = 0; }
