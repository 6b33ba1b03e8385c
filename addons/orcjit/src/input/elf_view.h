// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// input/elf_view.h: a relocatable ELF file of this machine, checked from end to end.
// Invariant: what Parse has accepted can be walked without looking at sizes again: every table,
// name, index and offset lies inside the bytes. The view borrows the bytes.
#ifndef TVM_FFI_ORCJIT_INPUT_ELF_VIEW_H_
#define TVM_FFI_ORCJIT_INPUT_ELF_VIEW_H_

#include <elf.h>

#include <string>
#include <string_view>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

class ElfView {
 public:
  // name is what messages call the bytes. ValueError when they are no object of this machine.
  static ElfView Parse(std::string_view bytes, const std::string& name);

  const std::vector<Elf64_Shdr>& sections() const { return sections_; }
  std::string_view SectionName(const Elf64_Shdr& section) const;
  // Empty for sections without bytes in the file.
  std::string_view Content(const Elf64_Shdr& section) const;

  const std::vector<Elf64_Sym>& symbols() const { return symbols_; }
  std::string_view SymbolName(const Elf64_Sym& symbol) const;
  // Index of the section of a symbol; 0 for undefined, absolute and common ones.
  size_t SectionOf(size_t symbol) const { return section_of_[symbol]; }
  // Where the symbols lie in the file.
  size_t symbol_table_offset() const { return symbol_offset_; }
  std::vector<Elf64_Rela> Relocations(const Elf64_Shdr& section) const;

 private:
  friend class ElfChecker;
  std::string_view bytes_;
  std::vector<Elf64_Shdr> sections_;
  std::vector<Elf64_Sym> symbols_;
  std::vector<size_t> section_of_;
  std::string_view section_names_;
  std::string_view symbol_names_;
  size_t symbol_offset_ = 0;
};

// The machine that this library was built for, as ELF numbers it and as people call it.
unsigned HostMachine();
const char* HostMachineName();

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_INPUT_ELF_VIEW_H_
