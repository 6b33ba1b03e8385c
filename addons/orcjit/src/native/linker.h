// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// native/linker.h: links one set of objects in memory, where it will run.
// Steps: who defines what (groups that are there already are dropped), where each section lies,
// what needs a slot in the table of addresses or a stub, then the relocations.
#ifndef TVM_FFI_ORCJIT_NATIVE_LINKER_H_
#define TVM_FFI_ORCJIT_NATIVE_LINKER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine.h"
#include "input/elf_view.h"
#include "memory/code_names.h"
#include "memory/debug_info.h"
#include "memory/init_fini.h"
#include "memory/slab_pool.h"
#include "memory/thread_local.h"

namespace tvm {
namespace ffi {
namespace orcjit {

// What remains of a set after it was linked.
struct NativeImage {
  SlabPool::Piece piece{};
  InitFini init_fini;
  std::unique_ptr<ThreadLocalImage> thread_locals;
  std::unordered_map<std::string, void*> symbols;
  // Tables for unwinding, to be registered.
  std::vector<void*> frames;
  struct Protection {
    char* begin;
    size_t size;
    int flags;
  };
  std::vector<Protection> protections;
  std::vector<std::unique_ptr<DebugObject>> debug_objects;
  std::unique_ptr<CodeNames> code_names;
};

class NativeLinker {
 public:
  NativeLinker(const LinkRequest& request, SlabPool* pool, NativeImage* image);
  // RuntimeError; the image then holds at most a piece.
  void Run();

 private:
  // Memory with one protection; in this order.
  enum Kind { kCode, kConstant, kVariable, kZero, kKinds, kNone };
  struct Section {
    Kind kind = kNone;
    size_t offset = 0;  // within its kind; later within the piece
    char* address = nullptr;
  };
  struct Object {
    const std::string* name;
    std::string_view bytes;
    ElfView view;
    std::vector<Section> sections;
    std::vector<uintptr_t> values;  // of symbols, once resolved
    std::vector<uint8_t> state;     // of symbols: SymbolState
  };
  enum SymbolState : uint8_t { kDefined, kExternal, kNowhere };
  struct Definition {
    Object* object;
    size_t symbol;
    bool strong;
  };
  friend class Relocator;

  void AddObject(const std::string& name, std::string_view bytes);
  void DropDuplicateGroups();
  void CollectDefinitions();
  void CollectReferences();
  void PlaceSections();
  void PlaceCommons();
  void ResolveSymbols(Object* object);
  uintptr_t ValueOf(const Object& object, size_t symbol, SymbolState* state);
  void Publish();
  template <typename Visit>
  void ForEachFunction(const Object& object, Visit visit) const;
  void PublishDebugInfo();
  void PublishNames();

  const LinkRequest& request_;
  SlabPool* pool_;
  NativeImage* image_;
  std::string guest_;
  std::string guest_name_;
  std::vector<std::unique_ptr<Object>> objects_;
  std::unordered_map<std::string_view, Definition> definitions_;
  std::unordered_map<std::string_view, uintptr_t> imports_;
  std::unordered_map<std::string_view, std::pair<size_t, size_t>> commons_;  // size, alignment
  std::unordered_map<std::string_view, uintptr_t> common_addresses_;
  // Start and end of sections whose names are identifiers.
  std::map<std::string, std::pair<uintptr_t, uintptr_t>> named_;
  // Room for slots and stubs, an upper bound.
  size_t slots_ = 0;
  size_t stubs_ = 0;
  char* slot_begin_ = nullptr;
  char* stub_begin_ = nullptr;
  size_t slots_used_ = 0;
  size_t stubs_used_ = 0;
  char* thread_begin_ = nullptr;
  size_t thread_size_ = 0;
  size_t thread_alignment_ = 1;
};

// Applies the relocations of one object.
class Relocator {
 public:
  Relocator(NativeLinker* linker, NativeLinker::Object* object)
      : linker_(*linker), object_(*object) {}
  void Run();

 private:
  struct Place {
    const Elf64_Shdr* section;
    char* address;
    std::string_view name;
  };
  void Apply(const Place& place, const Elf64_Rela& relocation);
  void Write32(const Place& place, const Elf64_Rela& relocation, int64_t value, bool is_signed);
  void Write64(const Place& place, const Elf64_Rela& relocation, uint64_t value);
  void CheckRoom(const Place& place, const Elf64_Rela& relocation, size_t size) const;
  char* NewSlot(size_t words);
  char* SlotOf(size_t symbol);
  char* StubOf(size_t symbol);
  char* PairOf(size_t symbol);
  char* ModulePair();
  uintptr_t Begin() const { return reinterpret_cast<uintptr_t>(linker_.thread_begin_); }
  std::string NameOf(size_t symbol) const;
  [[noreturn]] void Fail(const Elf64_Rela& relocation, const char* what) const;

  NativeLinker& linker_;
  NativeLinker::Object& object_;
  std::unordered_map<size_t, char*> slot_of_;
  std::unordered_map<size_t, char*> stub_of_;
  std::unordered_map<size_t, char*> pair_of_;
  char* module_pair_ = nullptr;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_NATIVE_LINKER_H_
