// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// guest/guest_object.cc: filling the two words of the guest.
#include "guest/guest_object.h"

#include <dlfcn.h>
#include <tvm/ffi/error.h>

#include <cstring>
#include <string_view>

#include "input/elf_view.h"

// The assembler reads the file in.
__asm__(
    ".pushsection .rodata\n"
    ".balign 16\n"
    ".local tvm_ffi_orcjit_guest_begin\n"
    ".local tvm_ffi_orcjit_guest_end\n"
    "tvm_ffi_orcjit_guest_begin:\n"
    ".incbin \"" TVM_FFI_ORCJIT_GUEST_FILE
    "\"\n"
    "tvm_ffi_orcjit_guest_end:\n"
    ".popsection\n");
extern "C" {
extern const char tvm_ffi_orcjit_guest_begin[] __attribute__((visibility("hidden")));
extern const char tvm_ffi_orcjit_guest_end[] __attribute__((visibility("hidden")));
}

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

size_t FindGuest(std::string_view bytes) {
  const ElfView view = ElfView::Parse(bytes, "the add-on's own object");
  for (size_t i = 0; i < view.symbols().size(); ++i) {
    const Elf64_Sym& symbol = view.symbols()[i];
    if (view.SymbolName(symbol) != "tvm_ffi_orcjit_guest" || view.SectionOf(i) == 0) continue;
    return view.sections()[view.SectionOf(i)].sh_offset + symbol.st_value;
  }
  TVM_FFI_THROW(InternalError) << "the add-on's own object has no guest";
  TVM_FFI_UNREACHABLE();
}

}  // namespace

std::vector<std::pair<const char*, void*>> GuestImports() {
  static const std::vector<std::pair<const char*, void*>> imports = [] {
    std::vector<std::pair<const char*, void*>> list;
    for (const char* name : {"__cxa_atexit", "__cxa_finalize", "__register_atfork"}) {
      list.emplace_back(name, dlsym(RTLD_DEFAULT, name));
    }
    return list;
  }();
  return imports;
}

std::string MakeGuestObject(const TVMFFIOrcJITGuest& guest) {
  std::string bytes(tvm_ffi_orcjit_guest_begin,
                    static_cast<size_t>(tvm_ffi_orcjit_guest_end - tvm_ffi_orcjit_guest_begin));
  static const size_t offset = FindGuest(bytes);
  std::memcpy(&bytes[offset], &guest, sizeof(guest));
  return bytes;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
