// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The recursive hash traversal (layer 2). The numbers are contract: c-abi.md gives golden values.
#include "recursive_hasher.h"

#include <tvm/ffi/error.h>

#include <algorithm>

namespace tvm {
namespace ffi {
namespace dataclass {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

HookColumn hash_hooks{"__ffi_hash__"};
HookColumn equality_hooks{"__ffi_eq__"};
HookColumn order_hooks{"__ffi_compare__"};

constexpr int64_t kSkippedFields =
    kTVMFFIFieldFlagBitMaskHashOff | kTVMFFIFieldFlagBitMaskCompareOff;

/// Values without children; false for the others.
bool HashLeaf(const TVMFFIAny& value, uint64_t* hash) {
  switch (value.type_index) {
    case kTVMFFIFloat: {
      // Both zeros are equal.
      const uint64_t bits = value.v_float64 == 0 ? 0 : CanonicalFloat(value);
      *hash = Combine(kTVMFFIFloat, bits);
      return true;
    }
    case kTVMFFIDataType: {
      const DLDataType dtype = value.v_dtype;
      *hash = Combine(Combine(Combine(kTVMFFIDataType, dtype.code), dtype.bits), dtype.lanes);
      return true;
    }
    case kTVMFFIDevice: {
      const DLDevice device = value.v_device;
      *hash = Combine(Combine(kTVMFFIDevice, static_cast<uint64_t>(device.device_type)),
                      static_cast<uint64_t>(device.device_id));
      return true;
    }
    case kTVMFFISmallStr:
    case kTVMFFIStr:
      *hash = Combine(kTVMFFIStr, HashText(TextOf(value)));
      return true;
    case kTVMFFISmallBytes:
    case kTVMFFIBytes:
      *hash = Combine(kTVMFFIBytes, HashText(TextOf(value)));
      return true;
    case kTVMFFIBigInt:
      *hash = HashText(BigIntBytes(value.v_obj));
      return true;
    case kTVMFFIShape:
      *hash = HashShape(value);
      return true;
    default:
      if (IsObject(value)) return false;
      *hash = Combine(static_cast<uint64_t>(value.type_index), value.v_uint64);
      return true;
  }
}

[[noreturn]] void ThrowNoHash(int32_t type_index) {
  TVM_FFI_THROW(ValueError)
      << "RecursiveHash: type '" << TypeKeyOf(type_index)
      << "' defines __ffi_eq__ or __ffi_compare__ but not __ffi_hash__. Add a "
         "__ffi_hash__ hook to maintain the invariant RecursiveEq(a,b) => "
         "RecursiveHash(a)==RecursiveHash(b).";
  TVM_FFI_UNREACHABLE();
}

}  // namespace

uint64_t RecursiveHasher::Run(const TVMFFIAny& root) {
  const size_t base = stack_.size();
  uint64_t hash = 0;
  if (Visit(root, 1, &hash)) return hash;
  while (true) {
    if (!Step(&hash)) continue;
    stack_.Pop();
    if (stack_.size() == base) return hash;
    Feed(hash);
  }
}

TVM_FFI_INLINE bool RecursiveHasher::Visit(const TVMFFIAny& value, uint32_t owners,
                                           uint64_t* hash) {
  return HashLeaf(value, hash) || VisitObject(value, owners, hash);
}

bool RecursiveHasher::VisitObject(const TVMFFIAny& value, uint32_t owners, uint64_t* hash) {
  TVMFFIObject* obj = value.v_obj;
  const int32_t index = value.type_index;
  const TVMFFITypeInfo* type = TypeOf(index);
  const bool tracked = UseCount(obj) > owners;
  if (tracked) {
    if (const Known* known = seen_.Find(obj)) {
      *hash = known->done ? known->hash : type->type_key_hash;
      return true;
    }
  }
  std::optional<Function> hook;
  if (!IsSeq(index) && !IsMap(index)) {
    hook = hash_hooks.Find(index);
    if (!hook.has_value() && (equality_hooks.Has(index) || order_hooks.Has(index)))
      ThrowNoHash(index);
  }
  if (tracked) seen_.Insert(obj);
  if (hook.has_value()) {
    const Any keep = Own(value);
    *hash = CallHook(*hook, value);
    if (tracked) seen_.Insert(obj) = Known{true, *hash};
    return true;
  }
  Frame& frame = stack_.Push(value);
  frame.tracked = tracked;
  frame.hash = type->type_key_hash;
  if (IsSeq(index)) {
    frame.hash = Combine(frame.hash, static_cast<uint64_t>(SeqSize(frame.content.object())));
  } else if (IsMap(index)) {
    frame.hash = Combine(frame.hash, BodyOf<MapCell>(frame.content.object())->size);
    frame.entries.emplace(frame.content.object());
  } else {
    frame.fields = FieldCursor(type);
  }
  return false;
}

bool RecursiveHasher::Step(uint64_t* hash) {
  uint64_t child = 0;
  while (true) {
    Frame& frame = stack_.top();
    if (frame.entries.has_value()) {
      if (frame.at_value) {
        const Any value = std::move(frame.pending_value);
        if (!Visit(Raw(value), frame.content.owners() + 1, &child)) return false;
      } else {
        const MapItem* item = frame.entries->Next();
        if (item == nullptr) break;
        frame.pending_value = Own(item->value);
        if (!Visit(item->key, frame.content.owners(), &child)) return false;
      }
    } else if (IsSeq(Raw(frame.node).type_index)) {
      const TVMFFIAny* element = ElementOf(frame.content.object(), frame.next);
      if (element == nullptr) break;
      if (!Visit(*element, frame.content.owners(), &child)) return false;
    } else {
      const TVMFFIFieldInfo* field = frame.fields.NextWithout(kSkippedFields);
      if (field == nullptr) break;
      const FieldValue value(frame.object(), field);
      if (!Visit(value.cell(), value.owners(), &child)) return false;
    }
    Feed(child);
  }
  Frame& frame = stack_.top();
  std::sort(frame.entry_hashes.begin(), frame.entry_hashes.end());
  for (uint64_t entry : frame.entry_hashes) frame.hash = Combine(frame.hash, entry);
  *hash = frame.hash;
  if (frame.tracked) seen_.Insert(frame.object()) = Known{true, *hash};
  return true;
}

/// Takes the hash of the top frame's current child.
void RecursiveHasher::Feed(uint64_t child) {
  Frame& frame = stack_.top();
  if (frame.entries.has_value()) {
    if (frame.at_value) {
      frame.entry_hashes.push_back(Combine(frame.key_hash, child));
    } else {
      frame.key_hash = child;
    }
    frame.at_value = !frame.at_value;
  } else if (IsSeq(Raw(frame.node).type_index)) {
    frame.hash = Combine(frame.hash, Combine(child, static_cast<uint64_t>(frame.next++)));
  } else {
    frame.hash = Combine(frame.hash, child);
  }
}

uint64_t RecursiveHasher::CallHook(const Function& hook, const TVMFFIAny& value) {
  if (session_ == nullptr) {
    session_ = std::make_unique<Session<RecursiveHasher>>(this);
    callback_ = session_->Callback<int64_t, AnyView>([](RecursiveHasher& self, AnyView child) {
      self.kept_.push_back(Any(child));
      return AsSigned(self.Run(Raw(self.kept_.back())));
    });
  }
  const size_t depth = stack_.size();
  const Any result = hook(View(value), *callback_);
  // A hook may have swallowed an error of its callback.
  stack_.Shrink(depth);
  return static_cast<uint64_t>(result.cast<int64_t>());
}

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
