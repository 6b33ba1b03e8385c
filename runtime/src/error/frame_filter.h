// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/frame_filter.h: which frames a backtrace shows and where it ends (layer 1, contract:
// c-abi.md section 14).
#ifndef TVM_FFI_ERROR_FRAME_FILTER_H_
#define TVM_FFI_ERROR_FRAME_FILTER_H_

#include <string_view>

#include "error/symbolizer.h"

namespace tvm {
namespace ffi {
namespace detail {

// Machinery that only lengthens the text.
bool IsExcludedFrame(const SourceLine& line);
// The frame by which a host language or the C ABI was entered.
bool IsBoundaryFrame(const SourceLine& line);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_FRAME_FILTER_H_
