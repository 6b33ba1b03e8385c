// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What a traversal remembers about nodes, and about pairs of nodes (layer 2).
// A recorded node is kept alive until the table dies, so an address cannot come back as another
// object.
#ifndef TVM_FFI_TRAVERSAL_SEEN_TABLE_H_
#define TVM_FFI_TRAVERSAL_SEEN_TABLE_H_

#include <memory>
#include <vector>

#include "value.h"

namespace tvm {
namespace ffi {
namespace traversal {

/// Open addressing over (node, other node) -> Value. No removal. References die with the next
/// insertion.
template <typename Value>
class SeenTable {
 public:
  /// The value recorded for the pair, or null.
  Value* Find(const TVMFFIObject* a, const TVMFFIObject* b = nullptr) {
    if (count_ == 0) return nullptr;
    Slot& slot = slots_[Probe(a, b)];
    return slot.a == nullptr ? nullptr : &slot.value;
  }
  /// The pair's value, default made if the pair is new.
  Value& Insert(TVMFFIObject* a, TVMFFIObject* b = nullptr) {
    if (2 * (count_ + 1) > slots_.size()) Grow();
    Slot& slot = slots_[Probe(a, b)];
    if (slot.a == nullptr) {
      alive_.push_back(Own(ObjectCell(a)));
      if (b != nullptr) alive_.push_back(Own(ObjectCell(b)));
      slot.a = a;
      slot.b = b;
      ++count_;
    }
    return slot.value;
  }

 private:
  struct Slot {
    const TVMFFIObject* a = nullptr;
    const TVMFFIObject* b = nullptr;
    Value value{};
  };

  size_t Probe(const TVMFFIObject* a, const TVMFFIObject* b) const {
    const size_t mask = slots_.size() - 1;
    uint64_t mixed = (reinterpret_cast<uint64_t>(a) ^ (reinterpret_cast<uint64_t>(b) >> 3)) *
                     0x9E3779B97F4A7C15ull;
    size_t i = static_cast<size_t>(mixed >> 20) & mask;
    while (slots_[i].a != nullptr && (slots_[i].a != a || slots_[i].b != b)) i = (i + 1) & mask;
    return i;
  }
  void Grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : 2 * slots_.size());
    old.swap(slots_);
    for (Slot& slot : old) {
      if (slot.a != nullptr) slots_[Probe(slot.a, slot.b)] = std::move(slot);
    }
  }

  std::vector<Slot> slots_;
  std::vector<Any> alive_;
  size_t count_ = 0;
};

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_SEEN_TABLE_H_
