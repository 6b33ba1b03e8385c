// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Records of registered types. Each line prints what it prints with the reference.
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "registered.h"
#include "show.h"

static const TVMFFITypeInfo* TI(const char* k) { return TVMFFIGetTypeInfo(TypeKeyToIndex(k)); }
static std::string st(TVMFFIByteArray b) { return std::string(b.data ? b.data : "", b.size); }

namespace programs {

static void RunInfo() {
  for (const char* k : {"drop.A", "drop.B", "drop.UI", "drop.NoCtor", "drop.Kw", "drop.Fn",
                        "drop.Col", "ffi.Array", "ffi.Object"}) {
    auto* t = TI(k);
    std::cout << k << " depth " << t->type_depth << " nf " << t->num_fields << " nm "
              << t->num_methods << " doc " << (t->metadata ? st(t->metadata->doc) : "-") << " size "
              << (t->metadata ? t->metadata->total_size : -1) << " creator "
              << (t->metadata && t->metadata->creator) << " kind "
              << (t->metadata ? t->metadata->structural_eq_hash_kind : -1) << " has "
              << HasCreator(t) << "\n";
    for (int i = 0; i < t->num_fields; ++i) {
      auto& f = t->fields[i];
      std::cout << "   " << st(f.name) << " doc=" << st(f.doc) << " meta=" << st(f.metadata)
                << " flags=" << f.flags << " size=" << f.size << " al=" << f.alignment
                << " off=" << f.offset << " si=" << f.field_static_type_index << "\n";
    }
    for (int i = 0; i < t->num_methods; ++i) {
      auto& f = t->methods[i];
      std::cout << "   M " << st(f.name) << " doc=" << st(f.doc) << " meta=" << st(f.metadata)
                << " flags=" << f.flags << "\n";
    }
  };
  for (const char* a : {"__ffi_new__", "__ffi_init__", "__ffi_shallow_copy__", "__ffi_type_final__",
                        "__ffi_convert__", "drop_attr", "drop_fn", "drop_s", "__ffi_enum__"}) {
    std::cout << a << ":";
    try {
      refl::TypeAttrColumn c(a);
      for (const char* k : {"drop.A", "drop.B", "drop.UI", "drop.NoCtor", "drop.Kw", "drop.Fn",
                            "drop.Col", "drop.Var"})
        std::cout << " " << c[TypeKeyToIndex(k)].GetTypeKey();
      std::cout << c[1000000].GetTypeKey() << c[-1].GetTypeKey();
    }
    CATCH_AND_PRINT std::cout << "\n";
  };
  SHOW(refl::TypeAttrColumn("not there")[0].type_index());
}

void TypeInfoProgram() { Section("info", RunInfo); }

}  // namespace programs
