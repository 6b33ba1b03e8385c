// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// native/relocate.cc: the relocations of x86-64, as its ABI defines them (S symbol, A addend, P
// place). Every value is checked to fit and every place to lie inside its section.
#include <tvm/ffi/error.h>

#include <cstring>

#include "native/linker.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

// Addends are whatever the object says; sums wrap around and are checked where they are written.
int64_t Sum(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

int64_t Difference(const char* to, const char* from) {
  return static_cast<int64_t>(reinterpret_cast<uintptr_t>(to) - reinterpret_cast<uintptr_t>(from));
}

}  // namespace

void Relocator::Run() {
#if defined(__x86_64__)
  const std::vector<Elf64_Shdr>& headers = object_.view.sections();
  for (const Elf64_Shdr& header : headers) {
    if (header.sh_type != SHT_RELA) continue;
    char* address = object_.sections[header.sh_info].address;
    if (address == nullptr) continue;
    const Elf64_Shdr& target = headers[header.sh_info];
    const Place place{&target, address, object_.view.SectionName(target)};
    for (const Elf64_Rela& relocation : object_.view.Relocations(header)) Apply(place, relocation);
  }
#endif
}

std::string Relocator::NameOf(size_t symbol) const {
  return std::string(object_.view.SymbolName(object_.view.symbols()[symbol]));
}

void Relocator::Fail(const Elf64_Rela& relocation, const char* what) const {
  TVM_FFI_THROW(RuntimeError) << "cannot link '" << *object_.name << "': relocation "
                              << ELF64_R_TYPE(relocation.r_info) << " against '"
                              << NameOf(ELF64_R_SYM(relocation.r_info)) << "' " << what;
  TVM_FFI_UNREACHABLE();
}

void Relocator::CheckRoom(const Place& place, const Elf64_Rela& relocation, size_t size) const {
  if (relocation.r_offset > place.section->sh_size ||
      size > place.section->sh_size - relocation.r_offset) {
    Fail(relocation, "lies outside its section");
  }
}

void Relocator::Write32(const Place& place, const Elf64_Rela& relocation, int64_t value,
                        bool is_signed) {
  CheckRoom(place, relocation, 4);
  const bool fits = is_signed ? value == static_cast<int32_t>(value)
                              : value == static_cast<int64_t>(static_cast<uint32_t>(value));
  if (!fits) Fail(relocation, "does not reach; compile the object with -fPIC");
  const auto word = static_cast<uint32_t>(value);
  std::memcpy(place.address + relocation.r_offset, &word, sizeof(word));
}

void Relocator::Write64(const Place& place, const Elf64_Rela& relocation, uint64_t value) {
  CheckRoom(place, relocation, 8);
  std::memcpy(place.address + relocation.r_offset, &value, sizeof(value));
}

char* Relocator::NewSlot(size_t words) {
  char* slot = linker_.slot_begin_ + 8 * linker_.slots_used_;
  linker_.slots_used_ += words;
  TVM_FFI_ICHECK(linker_.slots_used_ <= linker_.slots_);
  return slot;
}

char* Relocator::SlotOf(size_t symbol) {
  char*& slot = slot_of_[symbol];
  if (slot == nullptr) {
    slot = NewSlot(1);
    std::memcpy(slot, &object_.values[symbol], sizeof(uintptr_t));
  }
  return slot;
}

// jmp *slot(%rip)
char* Relocator::StubOf(size_t symbol) {
  char*& stub = stub_of_[symbol];
  if (stub == nullptr) {
    TVM_FFI_ICHECK(linker_.stubs_used_ < linker_.stubs_);
    stub = linker_.stub_begin_ + 8 * linker_.stubs_used_++;
    const auto distance = static_cast<int32_t>(Difference(SlotOf(symbol), stub + 6));
    const unsigned char jump[] = {0xff, 0x25, 0, 0, 0, 0, 0xcc, 0xcc};
    std::memcpy(stub, jump, sizeof(jump));
    std::memcpy(stub + 2, &distance, sizeof(distance));
  }
  return stub;
}

char* Relocator::PairOf(size_t symbol) {
  char*& place = pair_of_[symbol];
  if (place == nullptr) {
    place = NewSlot(2);
    const ThreadLocalPair pair{linker_.image_->thread_locals.get(), object_.values[symbol]};
    std::memcpy(place, &pair, sizeof(pair));
  }
  return place;
}

char* Relocator::ModulePair() {
  if (module_pair_ == nullptr) {
    module_pair_ = NewSlot(2);
    const ThreadLocalPair pair{linker_.image_->thread_locals.get(),
                               reinterpret_cast<uintptr_t>(linker_.thread_begin_)};
    std::memcpy(module_pair_, &pair, sizeof(pair));
  }
  return module_pair_;
}

#if defined(__x86_64__)
void Relocator::Apply(const Place& place, const Elf64_Rela& relocation) {
  const size_t symbol = ELF64_R_SYM(relocation.r_info);
  const unsigned type = ELF64_R_TYPE(relocation.r_info);
  char* at = place.address + relocation.r_offset;
  const int64_t addend = relocation.r_addend;
  const uintptr_t value = object_.values[symbol];
  const auto absolute = static_cast<int64_t>(value + static_cast<uint64_t>(addend));
  const auto relative =
      static_cast<int64_t>(static_cast<uint64_t>(absolute) - reinterpret_cast<uintptr_t>(at));
  const bool in_code = (place.section->sh_flags & SHF_EXECINSTR) != 0;
  // What refers to code that another object provides (its group came first) is read as "gone".
  if (object_.state[symbol] == NativeLinker::kNowhere && symbol != 0) {
    if (in_code) Fail(relocation, "refers to a section that is not loaded");
    CheckRoom(place, relocation, type == R_X86_64_64 || type == R_X86_64_PC64 ? 8 : 4);
    std::memset(at, 0, type == R_X86_64_64 || type == R_X86_64_PC64 ? 8 : 4);
    return;
  }
  const bool thread_local_symbol = ELF64_ST_TYPE(object_.view.symbols()[symbol].st_info) == STT_TLS;
  const auto slot_relative = [&](const char* slot) { return Sum(Difference(slot, at), addend); };
  switch (type) {
    case R_X86_64_NONE:
      return;
    case R_X86_64_64:
      return Write64(place, relocation, static_cast<uint64_t>(absolute));
    case R_X86_64_PC64:
      return Write64(place, relocation, static_cast<uint64_t>(relative));
    case R_X86_64_PLT32:
      CheckRoom(place, relocation, 4);
      if (object_.state[symbol] == NativeLinker::kExternal) {
        return Write32(place, relocation, slot_relative(StubOf(symbol)), true);
      }
      return Write32(place, relocation, relative, true);
    case R_X86_64_PC32: {
      CheckRoom(place, relocation, 4);
      // A call or a jump may go through a stub; data cannot.
      const bool branch =
          in_code && relocation.r_offset > 0 && (static_cast<unsigned char>(at[-1]) | 1) == 0xe9;
      if (branch && object_.state[symbol] == NativeLinker::kExternal) {
        return Write32(place, relocation, slot_relative(StubOf(symbol)), true);
      }
      return Write32(place, relocation, relative, true);
    }
    case R_X86_64_GOTPCREL:
    case R_X86_64_GOTPCRELX:
    case R_X86_64_REX_GOTPCRELX:
      return Write32(place, relocation, slot_relative(SlotOf(symbol)), true);
    case R_X86_64_GOTPC32:
      return Write32(place, relocation, slot_relative(linker_.slot_begin_), true);
    case R_X86_64_GOTPC64:
      return Write64(place, relocation, static_cast<uint64_t>(slot_relative(linker_.slot_begin_)));
    case R_X86_64_GOTOFF64:
      return Write64(
          place, relocation,
          static_cast<uint64_t>(absolute) - reinterpret_cast<uintptr_t>(linker_.slot_begin_));
    case R_X86_64_GOTPCREL64:
      return Write64(place, relocation, static_cast<uint64_t>(slot_relative(SlotOf(symbol))));
    case R_X86_64_32:
      return Write32(place, relocation, absolute, false);
    case R_X86_64_32S:
      return Write32(place, relocation, absolute, true);
    case R_X86_64_SIZE32:
    case R_X86_64_SIZE64: {
      const int64_t size =
          Sum(static_cast<int64_t>(object_.view.symbols()[symbol].st_size), addend);
      if (type == R_X86_64_SIZE32) return Write32(place, relocation, size, false);
      return Write64(place, relocation, static_cast<uint64_t>(size));
    }
    case R_X86_64_TLSGD:
    case R_X86_64_TLSLD:
    case R_X86_64_DTPOFF32:
    case R_X86_64_DTPOFF64: {
      if (linker_.image_->thread_locals == nullptr || value < Begin() ||
          value - Begin() > linker_.thread_size_ ||
          (!thread_local_symbol && type == R_X86_64_TLSGD)) {
        Fail(relocation, "is about no thread-local variable of these objects");
      }
      const int64_t offset = Sum(static_cast<int64_t>(value - Begin()), addend);
      if (type == R_X86_64_TLSGD) {
        return Write32(place, relocation, slot_relative(PairOf(symbol)), true);
      }
      if (type == R_X86_64_TLSLD) {
        return Write32(place, relocation, slot_relative(ModulePair()), true);
      }
      if (type == R_X86_64_DTPOFF32) return Write32(place, relocation, offset, true);
      return Write64(place, relocation, static_cast<uint64_t>(offset));
    }
    default:
      Fail(relocation, "is of a kind that the engine 'native' does not know; use the engine 'ld'");
  }
}
#else
void Relocator::Apply(const Place&, const Elf64_Rela&) {}
#endif

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
