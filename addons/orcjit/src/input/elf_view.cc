// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// input/elf_view.cc: the checks. Compilers and hostile authors write the same bytes, so everything
// that a linker would follow is followed here first.
#include "input/elf_view.h"

#include <tvm/ffi/error.h>

#include <cstring>

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

// Larger sections would not fit the addressing of the code models that objects use.
constexpr uint64_t kMaxSectionSize = uint64_t{1} << 31;
constexpr uint64_t kMaxAlignment = uint64_t{1} << 21;

const char* MachineName(unsigned machine) {
  switch (machine) {
    case EM_386:
      return "x86 (32 bits)";
    case EM_X86_64:
      return "x86-64";
    case EM_ARM:
      return "ARM (32 bits)";
    case EM_AARCH64:
      return "AArch64";
    case EM_RISCV:
      return "RISC-V";
    case EM_PPC64:
      return "POWER";
    default:
      return "another machine";
  }
}

const char* FileTypeName(unsigned type) {
  switch (type) {
    case ET_EXEC:
      return "a linked program";
    case ET_DYN:
      return "a shared library (load it with its suffix .so)";
    case ET_CORE:
      return "a core dump";
    default:
      return "no relocatable object";
  }
}

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

}  // namespace

unsigned HostMachine() {
#if defined(__x86_64__)
  return EM_X86_64;
#elif defined(__aarch64__)
  return EM_AARCH64;
#else
  return EM_NONE;
#endif
}

const char* HostMachineName() { return MachineName(HostMachine()); }

class ElfChecker {
 public:
  ElfChecker(std::string_view bytes, const std::string& name) : name_(name) {
    view_.bytes_ = bytes;
  }

  ElfView Run() {
    Header();
    Sections();
    Symbols();
    for (const Elf64_Shdr& section : view_.sections_) {
      if (section.sh_type == SHT_RELA) Relocations(section);
      if (section.sh_type == SHT_GROUP) Group(section);
    }
    return std::move(view_);
  }

 private:
  [[noreturn]] void Bad(const std::string& what) const {
    TVM_FFI_THROW(ValueError) << "'" << name_ << "' is not an object file of this machine ("
                              << HostMachineName() << "): " << what;
    TVM_FFI_UNREACHABLE();
  }

  template <typename T>
  T At(uint64_t offset) const {
    T value;
    std::memcpy(&value, view_.bytes_.data() + offset, sizeof(T));
    return value;
  }
  bool Inside(uint64_t offset, uint64_t size) const {
    return offset <= view_.bytes_.size() && size <= view_.bytes_.size() - offset;
  }

  void Header() {
    const std::string_view bytes = view_.bytes_;
    if (bytes.empty()) Bad("it is empty");
    if (StartsWith(bytes, "BC\xC0\xDE") || StartsWith(bytes, "\xDE\xC0\x17\x0B")) {
      Bad("it is LLVM bitcode; make an object of it first: clang -c -fPIC x.bc -o x.o");
    }
    if (StartsWith(bytes, "\xCF\xFA\xED\xFE")) Bad("it is an object of macOS (Mach-O)");
    if (StartsWith(bytes, std::string_view("\x64\x86", 2)) ||
        StartsWith(bytes, std::string_view("\x64\xAA", 2))) {
      Bad("it is an object of Windows (COFF)");
    }
    if (!StartsWith(bytes, ELFMAG)) Bad("it does not begin as an ELF file");
    if (bytes.size() < sizeof(Elf64_Ehdr)) Bad("it ends within the file header");
    header_ = At<Elf64_Ehdr>(0);
    if (header_.e_ident[EI_CLASS] != ELFCLASS64) Bad("it has not the 64-bit format");
    if (header_.e_ident[EI_DATA] != ELFDATA2LSB) Bad("it is not little-endian");
    if (header_.e_ident[EI_VERSION] != EV_CURRENT) Bad("it has an unknown version of ELF");
    if (header_.e_machine != HostMachine()) {
      Bad(std::string("it was made for ") + MachineName(header_.e_machine));
    }
    if (header_.e_type != ET_REL) Bad(std::string("it is ") + FileTypeName(header_.e_type));
  }

  void Sections() {
    if (header_.e_shoff == 0) Bad("it has no sections");
    if (header_.e_shentsize != sizeof(Elf64_Shdr)) Bad("its section headers have another size");
    if (!Inside(header_.e_shoff, sizeof(Elf64_Shdr))) Bad("the section headers lie outside");
    const Elf64_Shdr first = At<Elf64_Shdr>(header_.e_shoff);
    const uint64_t count = header_.e_shnum != 0 ? header_.e_shnum : first.sh_size;
    const uint64_t names = header_.e_shstrndx != SHN_XINDEX ? header_.e_shstrndx : first.sh_link;
    if (count == 0 || count > view_.bytes_.size() / sizeof(Elf64_Shdr) ||
        !Inside(header_.e_shoff, count * sizeof(Elf64_Shdr))) {
      Bad("the section headers lie outside");
    }
    for (uint64_t i = 0; i < count; ++i) {
      view_.sections_.push_back(At<Elf64_Shdr>(header_.e_shoff + i * sizeof(Elf64_Shdr)));
      if (i != 0) Section(view_.sections_.back());
    }
    if (names >= count) Bad("the section of names does not exist");
    view_.section_names_ = Texts(view_.sections_[names]);
    for (size_t i = 1; i < count; ++i) Name(view_.section_names_, view_.sections_[i].sh_name);
  }

  void Section(const Elf64_Shdr& section) const {
    if (section.sh_type == SHT_NULL) {
      if ((section.sh_flags & SHF_ALLOC) != 0) Bad("a section that is loaded has no type");
      return;
    }
    if (section.sh_type != SHT_NOBITS && !Inside(section.sh_offset, section.sh_size)) {
      Bad("a section lies outside");
    }
    if (section.sh_size > kMaxSectionSize) Bad("a section is larger than 2 GiB");
    if (!IsAlignment(section.sh_addralign)) Bad("a section has an odd alignment");
    if (section.sh_type == SHT_REL) Bad("it has relocations of another machine");
  }

  static bool IsAlignment(uint64_t align) {
    return (align & (align - 1)) == 0 && align <= kMaxAlignment;
  }

  std::string_view Texts(const Elf64_Shdr& section) const {
    if (section.sh_type != SHT_STRTAB) Bad("a section of names is none");
    const std::string_view texts = view_.Content(section);
    if (!texts.empty() && texts.back() != '\0') Bad("the last name has no end");
    return texts;
  }
  void Name(std::string_view texts, uint64_t offset) const {
    if (offset != 0 && offset >= texts.size()) Bad("a name lies outside");
  }
  const Elf64_Shdr& SectionAt(uint64_t index) const {
    if (index == 0 || index >= view_.sections_.size()) Bad("a section that is named is missing");
    return view_.sections_[index];
  }

  void Symbols() {
    const Elf64_Shdr* table = nullptr;
    const Elf64_Shdr* extended = nullptr;
    for (const Elf64_Shdr& section : view_.sections_) {
      if (section.sh_type == SHT_SYMTAB) {
        if (table != nullptr) Bad("it has two symbol tables");
        table = &section;
        table_index_ = static_cast<size_t>(&section - view_.sections_.data());
      }
      if (section.sh_type == SHT_SYMTAB_SHNDX) extended = &section;
    }
    if (table == nullptr) return;
    if (table->sh_entsize != sizeof(Elf64_Sym)) Bad("its symbols have another size");
    view_.symbol_names_ = Texts(SectionAt(table->sh_link));
    view_.symbol_offset_ = table->sh_offset;
    const size_t count = table->sh_size / sizeof(Elf64_Sym);
    if (extended != nullptr && extended->sh_size / sizeof(Elf32_Word) < count) {
      Bad("the table of section indices is too short");
    }
    if (table->sh_info > count) Bad("the symbol table counts wrongly");
    for (size_t i = 0; i < count; ++i) {
      view_.symbols_.push_back(At<Elf64_Sym>(table->sh_offset + i * sizeof(Elf64_Sym)));
      const Elf64_Sym& symbol = view_.symbols_.back();
      Name(view_.symbol_names_, symbol.st_name);
      uint64_t index = symbol.st_shndx;
      if (index == SHN_XINDEX) {
        if (extended == nullptr) Bad("the table of section indices is missing");
        index = At<Elf32_Word>(extended->sh_offset + i * sizeof(Elf32_Word));
      } else if (index >= SHN_LORESERVE) {
        if (index != SHN_ABS && index != SHN_COMMON) Bad("a symbol has an unknown section");
        if (index == SHN_COMMON) Common(symbol);
        index = 0;
      }
      if (index != 0) Place(symbol, SectionAt(index));
      const bool local = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL;
      if (local != (i < table->sh_info)) Bad("local symbols are not in front of the others");
      view_.section_of_.push_back(index);
    }
  }

  // Its value is its alignment.
  void Common(const Elf64_Sym& symbol) const {
    if (!IsAlignment(symbol.st_value)) Bad("a common variable has an odd alignment");
    if (symbol.st_size > kMaxSectionSize) Bad("a common variable is larger than 2 GiB");
  }

  void Place(const Elf64_Sym& symbol, const Elf64_Shdr& section) const {
    if (symbol.st_value > section.sh_size || symbol.st_size > section.sh_size - symbol.st_value) {
      Bad("a symbol lies outside its section");
    }
  }

  void Relocations(const Elf64_Shdr& section) const {
    if (section.sh_entsize != sizeof(Elf64_Rela)) Bad("its relocations have another size");
    const Elf64_Shdr& target = SectionAt(section.sh_info);
    if (table_index_ == 0 || section.sh_link != table_index_) {
      Bad("relocations refer to no symbol table");
    }
    if (target.sh_type == SHT_NOBITS || target.sh_type == SHT_RELA) {
      Bad("relocations refer to a section without content");
    }
    for (const Elf64_Rela& one : view_.Relocations(section)) {
      if (ELF64_R_SYM(one.r_info) >= view_.symbols_.size()) Bad("a relocation names no symbol");
      // The smallest one writes a byte; what writes more is checked by who applies it.
      if (one.r_offset > target.sh_size) Bad("a relocation lies outside its section");
    }
  }

  void Group(const Elf64_Shdr& section) const {
    if (section.sh_size % sizeof(Elf32_Word) != 0 || section.sh_size == 0) {
      Bad("a group of sections has an odd size");
    }
    if (section.sh_link != table_index_ || section.sh_info >= view_.symbols_.size()) {
      Bad("a group of sections has no name");
    }
    for (uint64_t at = sizeof(Elf32_Word); at < section.sh_size; at += sizeof(Elf32_Word)) {
      SectionAt(At<Elf32_Word>(section.sh_offset + at));
    }
  }

  const std::string& name_;
  ElfView view_;
  Elf64_Ehdr header_{};
  size_t table_index_ = 0;
};

ElfView ElfView::Parse(std::string_view bytes, const std::string& name) {
  return ElfChecker(bytes, name).Run();
}

std::string_view ElfView::SectionName(const Elf64_Shdr& section) const {
  if (section.sh_name >= section_names_.size()) return {};
  return section_names_.data() + section.sh_name;
}

std::string_view ElfView::Content(const Elf64_Shdr& section) const {
  if (section.sh_type == SHT_NOBITS || section.sh_type == SHT_NULL) return {};
  return bytes_.substr(section.sh_offset, section.sh_size);
}

std::string_view ElfView::SymbolName(const Elf64_Sym& symbol) const {
  if (symbol.st_name >= symbol_names_.size()) return {};
  return symbol_names_.data() + symbol.st_name;
}

std::vector<Elf64_Rela> ElfView::Relocations(const Elf64_Shdr& section) const {
  std::vector<Elf64_Rela> result(section.sh_size / sizeof(Elf64_Rela));
  if (!result.empty()) {
    std::memcpy(result.data(), bytes_.data() + section.sh_offset,
                result.size() * sizeof(Elf64_Rela));
  }
  return result;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
