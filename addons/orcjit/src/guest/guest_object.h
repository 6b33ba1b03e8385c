// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// guest/guest_object.h: the bytes of guest.c, compiled when the add-on was.
#ifndef TVM_FFI_ORCJIT_GUEST_GUEST_OBJECT_H_
#define TVM_FFI_ORCJIT_GUEST_GUEST_OBJECT_H_

#include <string>
#include <utility>
#include <vector>

#include "guest/guest.h"

namespace tvm {
namespace ffi {
namespace orcjit {

// What the guest itself needs of the process.
std::vector<std::pair<const char*, void*>> GuestImports();

// An object file whose guest is the given one.
std::string MakeGuestObject(const TVMFFIOrcJITGuest& guest);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_GUEST_GUEST_OBJECT_H_
