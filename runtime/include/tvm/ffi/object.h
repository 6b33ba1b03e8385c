/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object.h: objects, smart pointers, references, declare macros and their traits (facade,
 * layer 1).
 */
#ifndef TVM_FFI_OBJECT_H_
#define TVM_FFI_OBJECT_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/object/declare.h>
#include <tvm/ffi/object/object.h>
#include <tvm/ffi/object/object_ptr.h>
#include <tvm/ffi/object/object_ref.h>
#include <tvm/ffi/object/ref_traits.h>
#include <tvm/ffi/object/unsafe.h>
#include <tvm/ffi/object/weak_object_ptr.h>
#include <tvm/ffi/type_traits.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_OBJECT_H_
