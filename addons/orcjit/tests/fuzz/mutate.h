// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Mutations that know where the tables of an object lie: most change a field of a section header, a
// symbol, a relocation or a group; the rest change, cut or repeat bytes anywhere.
#ifndef ORCJIT_TESTS_FUZZ_MUTATE_H_
#define ORCJIT_TESTS_FUZZ_MUTATE_H_

#include <elf.h>

#include <cstring>
#include <random>
#include <string>

namespace tvm {
namespace ffi {
namespace orcjit {

inline uint64_t OddNumber(std::mt19937* chance) {
  static constexpr uint64_t kNumbers[] = {
      0,          1,          2,          3,          7,
      8,          0x7f,       0x80,       0xff,       0x1000,
      0xfff1,     0xfff2,     0xffff,     0x10000,    uint64_t{1} << 21,
      0x7fffffff, 0x80000000, 0xffffffff, 1ULL << 40, INT64_MAX,
      UINT64_MAX};
  std::mt19937& next = *chance;
  const uint64_t number = kNumbers[next() % (sizeof(kNumbers) / sizeof(kNumbers[0]))];
  return next() % 3 == 0 ? number - next() % 64 : number;
}

// Writes an odd number of 1, 2, 4 or 8 bytes, or changes what is there by a little.
inline void ChangeNumber(std::string* bytes, size_t at, size_t width, std::mt19937* chance) {
  if (at + width > bytes->size()) return;
  uint64_t value = 0;
  std::memcpy(&value, &(*bytes)[at], width);
  value = (*chance)() % 2 == 0 ? OddNumber(chance) : value + (*chance)() % 33 - 16;
  std::memcpy(&(*bytes)[at], &value, width);
}

// A field of an entry of a table; entries are as long as their type.
inline void ChangeTable(std::string* bytes, size_t offset, size_t size, uint32_t type,
                        std::mt19937* chance) {
  size_t entry = 4;
  if (type == SHT_SYMTAB) entry = sizeof(Elf64_Sym);
  if (type == SHT_RELA) entry = sizeof(Elf64_Rela);
  if (size < entry) return;
  const size_t at = offset + (*chance)() % (size / entry) * entry;
  static constexpr size_t kSymbolFields[][2] = {{0, 4}, {4, 1}, {5, 1}, {6, 2}, {8, 8}, {16, 8}};
  static constexpr size_t kRelocationFields[][2] = {{0, 8}, {8, 4}, {12, 4}, {16, 8}};
  if (type == SHT_SYMTAB) {
    const auto& field = kSymbolFields[(*chance)() % 6];
    ChangeNumber(bytes, at + field[0], field[1], chance);
  } else if (type == SHT_RELA) {
    const auto& field = kRelocationFields[(*chance)() % 4];
    ChangeNumber(bytes, at + field[0], field[1], chance);
  } else {
    ChangeNumber(bytes, at, 4, chance);
  }
}

inline void ChangeStructure(std::string* bytes, std::mt19937* chance) {
  Elf64_Ehdr header;
  if (bytes->size() < sizeof(header)) return;
  std::memcpy(&header, bytes->data(), sizeof(header));
  const size_t count = header.e_shnum;
  if (count == 0 || header.e_shoff > bytes->size() ||
      count * sizeof(Elf64_Shdr) > bytes->size() - header.e_shoff) {
    return;
  }
  const size_t place = header.e_shoff + (*chance)() % count * sizeof(Elf64_Shdr);
  static constexpr size_t kFields[][2] = {{0, 4},  {4, 4},  {8, 8},  {16, 8}, {24, 8},
                                          {32, 8}, {40, 4}, {44, 4}, {48, 8}, {56, 8}};
  if ((*chance)() % 3 == 0) {
    const auto& field = kFields[(*chance)() % 10];
    ChangeNumber(bytes, place + field[0], field[1], chance);
    return;
  }
  Elf64_Shdr section;
  std::memcpy(&section, bytes->data() + place, sizeof(section));
  if (section.sh_type == SHT_NOBITS || section.sh_offset > bytes->size() ||
      section.sh_size > bytes->size() - section.sh_offset) {
    return;
  }
  ChangeTable(bytes, section.sh_offset, section.sh_size, section.sh_type, chance);
}

inline std::string Mutated(std::string bytes, std::mt19937* chance) {
  std::mt19937& next = *chance;
  for (unsigned left = 1 + next() % 3; left != 0 && !bytes.empty(); --left) {
    const size_t at = next() % bytes.size();
    switch (next() % 16) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.insert(at, bytes.substr(next() % bytes.size(), next() % 64));
        break;
      case 2:
        bytes.erase(at, 1 + next() % 64);
        break;
      case 3:
        bytes[at] = static_cast<char>(next());
        break;
      case 4:
        ChangeNumber(&bytes, next() % sizeof(Elf64_Ehdr), 2, chance);
        break;
      default:
        ChangeStructure(&bytes, chance);
    }
  }
  return bytes;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // ORCJIT_TESTS_FUZZ_MUTATE_H_
