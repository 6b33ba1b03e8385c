// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Cursors over what a node refers to: elements, entries, fields (layer 2).
// Foreign hooks run between two steps and may change a container in place that they alone hold, so
// every step checks it again: a cursor never reads freed memory, it ends early or raises. What
// several threads may change is read from a copy (content.h).
#ifndef TVM_FFI_TRAVERSAL_CHILD_CURSOR_H_
#define TVM_FFI_TRAVERSAL_CHILD_CURSOR_H_

#include "value.h"

namespace tvm {
namespace ffi {
namespace traversal {

/// Body of Map and Dict.
struct MapCell {
  const char* data;
  uint64_t size;
  uint64_t slots;
  void (*data_deleter)(void*);

  static constexpr uint64_t kSmallFlag = uint64_t{1} << 63;
  static constexpr uint64_t kNoSlot = ~uint64_t{0};
  bool small() const { return (slots & kSmallFlag) != 0; }
};

/// Body of the dense layout: the same cell, then the shift and the ends of the list of entries.
struct DenseMapCell : MapCell {
  uint32_t fib_shift;
  uint64_t head;
  uint64_t tail;
};

struct MapItem {
  TVMFFIAny key;
  TVMFFIAny value;
};

/// Walks the entries of a Map or Dict in their order.
class MapCursor {
 public:
  explicit MapCursor(const TVMFFIObject* map) : cell_(BodyOf<MapCell>(map)) {
    data_ = cell_->data;
    slots_ = cell_->slots;
    size_ = cell_->size;
    next_ = cell_->small() ? 0 : static_cast<const DenseMapCell*>(cell_)->head;
  }

  /// The next entry; null at the end. Raises if a hook has changed the map meanwhile.
  const MapItem* Next() {
    if (TVM_FFI_PREDICT_FALSE(cell_->data != data_ || cell_->slots != slots_ ||
                              cell_->size != size_)) {
      ThrowChanged();
    }
    if (cell_->small()) {
      if (next_ >= size_) return nullptr;
      return reinterpret_cast<const MapItem*>(data_) + next_++;
    }
    if (next_ == MapCell::kNoSlot || size_ == 0) return nullptr;
    constexpr uint64_t kBlockSlots = 16;
    constexpr size_t kItemBytes = 48;
    constexpr size_t kBlockBytes = kBlockSlots + kBlockSlots * kItemBytes;
    const char* block = data_ + next_ / kBlockSlots * kBlockBytes;
    if (TVM_FFI_PREDICT_FALSE(next_ >= slots_ ||
                              static_cast<unsigned char>(block[next_ % kBlockSlots]) == 0xFF)) {
      ThrowChanged();
    }
    const char* item = block + kBlockSlots + next_ % kBlockSlots * kItemBytes;
    std::memcpy(&next_, item + sizeof(MapItem) + sizeof(uint64_t), sizeof(next_));
    return reinterpret_cast<const MapItem*>(item);
  }

 private:
  [[noreturn]] static void ThrowChanged();

  const MapCell* cell_;
  const char* data_;
  uint64_t slots_;
  uint64_t size_;
  uint64_t next_;
};

/// Walks the fields of a type, those of the furthest ancestor first.
class FieldCursor {
 public:
  explicit FieldCursor(const TVMFFITypeInfo* type) : type_(type) {}

  const TVMFFIFieldInfo* Next() {
    while (depth_ <= type_->type_depth) {
      const TVMFFITypeInfo* owner =
          depth_ == type_->type_depth ? type_ : type_->type_ancestors[depth_];
      if (next_ < owner->num_fields) return &owner->fields[next_++];
      ++depth_;
      next_ = 0;
    }
    return nullptr;
  }
  /// The next field without any of the flags.
  const TVMFFIFieldInfo* NextWithout(int64_t flags) {
    const TVMFFIFieldInfo* field = Next();
    while (field != nullptr && (field->flags & flags) != 0) field = Next();
    return field;
  }

 private:
  const TVMFFITypeInfo* type_;
  // Ancestor 0 is ffi.Object, which has no fields.
  int32_t depth_ = 1;
  int32_t next_ = 0;
};

/// Address of a field inside an object.
inline void* FieldAddress(const TVMFFIObject* obj, const TVMFFIFieldInfo* field) {
  return const_cast<char*>(reinterpret_cast<const char*>(obj)) + field->offset;
}

[[noreturn]] void ThrowRaised();

/// Value of a field, owned.
inline void ReadField(const TVMFFIObject* obj, const TVMFFIFieldInfo* field, Any* out) {
  out->reset();
  if (TVM_FFI_PREDICT_FALSE(
          field->getter(FieldAddress(obj, field), reinterpret_cast<TVMFFIAny*>(out)) != 0)) {
    ThrowRaised();
  }
}

/// Value of one field while a traversal looks at it. Object pointers and plain numbers are read
/// where they lie, as their declared type and size say; everything else comes from the getter and
/// is owned here.
class FieldValue {
 public:
  FieldValue(const TVMFFIObject* obj, const TVMFFIFieldInfo* field) {
    const char* at = static_cast<const char*>(FieldAddress(obj, field));
    if (field->size == static_cast<int64_t>(sizeof(void*))) {
      if (field->field_static_type_index >= kTVMFFIStaticObjectBegin) {
        auto* child = *reinterpret_cast<TVMFFIObject* const*>(at);
        cell_ = child != nullptr ? ObjectCell(child) : TVMFFIAny{};
        return;
      }
      if (field->field_static_type_index == kTVMFFIInt) {
        cell_ = TVMFFIAny{};
        cell_.type_index = kTVMFFIInt;
        std::memcpy(&cell_.v_int64, at, sizeof(int64_t));
        return;
      }
    }
    ReadField(obj, field, &owner_);
    cell_ = Raw(owner_);
    owners_ = 2;
  }
  const TVMFFIAny& cell() const { return cell_; }
  /// References to the value that its node and the traversal hold.
  uint32_t owners() const { return owners_; }

 private:
  Any owner_;
  TVMFFIAny cell_;
  uint32_t owners_ = 1;
};

/// Element i of a sequence if it still exists.
inline const TVMFFIAny* ElementOf(const TVMFFIObject* seq, int64_t i) {
  const auto* cell = BodyOf<TVMFFISeqCell>(seq);
  return i < cell->size ? static_cast<const TVMFFIAny*>(cell->data) + i : nullptr;
}
inline int64_t SeqSize(const TVMFFIObject* seq) { return BodyOf<TVMFFISeqCell>(seq)->size; }

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_CHILD_CURSOR_H_
