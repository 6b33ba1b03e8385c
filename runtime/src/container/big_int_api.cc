// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// container/big_int_api.cc: large integers through the C ABI (layer 1).
#include <tvm/ffi/big_int/words.h>

#include <cstring>

#include "abi/guard.h"

int TVMFFIBigIntFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out) {
  using namespace tvm::ffi;
  return detail::Guarded([&] {
    if (input == nullptr || out == nullptr || (input->data == nullptr && input->size != 0)) {
      TVM_FFI_THROW(ValueError) << "TVMFFIBigIntFromByteArray: input and out must not be NULL";
    }
    if (input->size % sizeof(uint64_t) != 0) {
      TVM_FFI_THROW(ValueError) << "BigInt content must contain whole 64-bit words";
    }
    // Bytes may come from anywhere in memory.
    detail::BigWords words(input->size / sizeof(uint64_t));
    if (!words.empty()) std::memcpy(words.data(), input->data, input->size);
    *out = detail::CellOfWords(words.data(), words.size());
    return 0;
  });
}

TVMFFIByteArray TVMFFIBigIntGetContentByteArray(const TVMFFIAny* value) {
  using namespace tvm::ffi;
  if (value == nullptr) return TVMFFIByteArray{nullptr, 0};
  detail::WordsView words = detail::WordsOfCell(value);
  return TVMFFIByteArray{reinterpret_cast<const char*>(words.data), words.size * sizeof(uint64_t)};
}
