// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a value sits below a root (layer 2): immutable steps, each path sharing its parent.
// All members are compiled where they are used: few sources that include this name a path.
#ifndef TVM_FFI_REFLECTION_ACCESS_PATH_H_
#define TVM_FFI_REFLECTION_ACCESS_PATH_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

#include <utility>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/reflection/registry.h>
// IWYU pragma: end_exports

namespace tvm {
namespace ffi {
namespace reflection {

/// How a step goes down. The *Missing kinds end where the other side of a comparison goes on.
enum class AccessKind : int32_t {
  kAttr = 0,
  kArrayItem = 1,
  kMapItem = 2,
  kAttrMissing = 3,
  kArrayItemMissing = 4,
  kMapItemMissing = 5,
};

class AccessStep;
class AccessPath;

class AccessStepObj : public Object {
 public:
  AccessKind kind = AccessKind::kAttr;
  /// Field name, index, or key of the map.
  Any key;

  explicit AccessStepObj(UnsafeInit) {}
  AccessStepObj(AccessKind kind, Any key) : kind(kind), key(std::move(key)) {}

  TVM_FFI_DETAILS_IF_USED bool StepEqual(const AccessStep& other) const;

  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindConstTreeNode;
  static constexpr int32_t _type_child_slots = 0;
  static constexpr bool _type_final = true;
  TVM_FFI_DETAILS_DECLARE_WHEN_USED("ffi.reflection.AccessStep", AccessStepObj, Object);
};

class AccessStep : public ObjectRef {
 public:
  TVM_FFI_DETAILS_IF_USED AccessStep(AccessKind kind, Any key) : ObjectRef(UnsafeInit{}) {
    data_ = make_object<AccessStepObj>(kind, std::move(key));
  }
  TVM_FFI_DETAILS_IF_USED static AccessStep Attr(String field_name) {
    return AccessStep(AccessKind::kAttr, std::move(field_name));
  }
  TVM_FFI_DETAILS_IF_USED static AccessStep AttrMissing(String field_name) {
    return AccessStep(AccessKind::kAttrMissing, std::move(field_name));
  }
  TVM_FFI_DETAILS_IF_USED static AccessStep ArrayItem(int64_t index) {
    return AccessStep(AccessKind::kArrayItem, index);
  }
  TVM_FFI_DETAILS_IF_USED static AccessStep ArrayItemMissing(int64_t index) {
    return AccessStep(AccessKind::kArrayItemMissing, index);
  }
  TVM_FFI_DETAILS_IF_USED static AccessStep MapItem(Any key) {
    return AccessStep(AccessKind::kMapItem, std::move(key));
  }
  TVM_FFI_DETAILS_IF_USED static AccessStep MapItemMissing(Any key = nullptr) {
    return AccessStep(AccessKind::kMapItemMissing, std::move(key));
  }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(AccessStep, ObjectRef, AccessStepObj);
};

class AccessPathObj : public Object {
 public:
  /// The path without its last step; empty for the root.
  Optional<ObjectRef> parent;
  /// The last step; empty for the root.
  Optional<AccessStep> step;
  int32_t depth = 0;

  explicit AccessPathObj(UnsafeInit) {}
  AccessPathObj(Optional<ObjectRef> parent, Optional<AccessStep> step, int32_t depth)
      : parent(std::move(parent)), step(std::move(step)), depth(depth) {}

  TVM_FFI_DETAILS_IF_USED Optional<AccessPath> GetParent() const;
  TVM_FFI_DETAILS_IF_USED AccessPath Extend(AccessStep step) const;
  TVM_FFI_DETAILS_IF_USED AccessPath Attr(String field_name) const;
  TVM_FFI_DETAILS_IF_USED AccessPath AttrMissing(String field_name) const;
  TVM_FFI_DETAILS_IF_USED AccessPath ArrayItem(int64_t index) const;
  TVM_FFI_DETAILS_IF_USED AccessPath ArrayItemMissing(int64_t index) const;
  TVM_FFI_DETAILS_IF_USED AccessPath MapItem(Any key) const;
  TVM_FFI_DETAILS_IF_USED AccessPath MapItemMissing(Any key) const;
  /// From the root to the end.
  TVM_FFI_DETAILS_IF_USED Array<AccessStep> ToSteps() const;
  TVM_FFI_DETAILS_IF_USED bool PathEqual(const AccessPath& other) const;
  /// Whether other starts with this path; a path is a prefix of itself.
  TVM_FFI_DETAILS_IF_USED bool IsPrefixOf(const AccessPath& other) const;

  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindConstTreeNode;
  static constexpr int32_t _type_child_slots = 0;
  static constexpr bool _type_final = true;
  TVM_FFI_DETAILS_DECLARE_WHEN_USED("ffi.reflection.AccessPath", AccessPathObj, Object);

 private:
  /// The path above, or null.
  TVM_FFI_DETAILS_IF_USED const AccessPathObj* ParentPath() const;
  /// Whether the chains that start here and at other have equal steps up to the root.
  TVM_FFI_DETAILS_IF_USED bool ChainEqual(const AccessPathObj* other) const;
};

class AccessPath : public ObjectRef {
 public:
  template <typename Iter>
  static AccessPath FromSteps(Iter begin, Iter end) {
    AccessPath path = Root();
    for (; begin != end; ++begin) path = path->Extend(*begin);
    return path;
  }
  TVM_FFI_DETAILS_IF_USED static AccessPath FromSteps(const Array<AccessStep>& steps) {
    return FromSteps(steps.begin(), steps.end());
  }
  TVM_FFI_DETAILS_IF_USED static AccessPath Root() { return Make(std::nullopt, std::nullopt, 0); }

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(AccessPath, ObjectRef, AccessPathObj);

 private:
  friend class AccessPathObj;
  TVM_FFI_DETAILS_IF_USED static AccessPath Make(Optional<ObjectRef> parent,
                                                 Optional<AccessStep> step, int32_t depth) {
    AccessPath path{UnsafeInit{}};
    path.data_ = make_object<AccessPathObj>(std::move(parent), std::move(step), depth);
    return path;
  }
};

/// Two places in two values that are compared.
using AccessPathPair = Tuple<AccessPath, AccessPath>;

template <int>
inline bool AccessStepObj::StepEqual(const AccessStep& other) const {
  return kind == other->kind && AnyEqual()(key, other->key);
}

template <int>
inline Optional<AccessPath> AccessPathObj::GetParent() const {
  if (!parent.has_value()) return std::nullopt;
  return parent.value().as<AccessPath>();
}

template <int>
inline AccessPath AccessPathObj::Extend(AccessStep step) const {
  return AccessPath::Make(GetRef<ObjectRef>(this), std::move(step), depth + 1);
}
template <int>
inline AccessPath AccessPathObj::Attr(String field_name) const {
  return Extend(AccessStep::Attr(std::move(field_name)));
}
template <int>
inline AccessPath AccessPathObj::AttrMissing(String field_name) const {
  return Extend(AccessStep::AttrMissing(std::move(field_name)));
}
template <int>
inline AccessPath AccessPathObj::ArrayItem(int64_t index) const {
  return Extend(AccessStep::ArrayItem(index));
}
template <int>
inline AccessPath AccessPathObj::ArrayItemMissing(int64_t index) const {
  return Extend(AccessStep::ArrayItemMissing(index));
}
template <int>
inline AccessPath AccessPathObj::MapItem(Any key) const {
  return Extend(AccessStep::MapItem(std::move(key)));
}
template <int>
inline AccessPath AccessPathObj::MapItemMissing(Any key) const {
  return Extend(AccessStep::MapItemMissing(std::move(key)));
}

template <int>
inline Array<AccessStep> AccessPathObj::ToSteps() const {
  // First to count, since a path from elsewhere may tell another depth than it has.
  int64_t count = 0;
  for (const AccessPathObj* path = this; path != nullptr && path->step.has_value(); ++count) {
    path = path->ParentPath();
  }
  ObjectPtr<ArrayObj> steps = ArrayObj::CreateRepeated(count, Any());
  for (const AccessPathObj* path = this; count != 0; path = path->ParentPath()) {
    steps->SetItem(--count, path->step.value());
  }
  return ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromObjectPtr<Array<AccessStep>>(
      ObjectPtr<Object>(std::move(steps)));
}

template <int>
inline const AccessPathObj* AccessPathObj::ParentPath() const {
  return parent.has_value() ? parent.value().as<AccessPathObj>() : nullptr;
}

template <int>
inline bool AccessPathObj::ChainEqual(const AccessPathObj* other) const {
  const AccessPathObj* self = this;
  while (self != other) {
    if (self == nullptr || other == nullptr || self->depth != other->depth) return false;
    if (self->step.has_value() != other->step.has_value()) return false;
    if (!self->step.has_value()) return true;
    if (!self->step.value()->StepEqual(other->step.value())) return false;
    self = self->ParentPath();
    other = other->ParentPath();
  }
  return true;
}

template <int>
inline bool AccessPathObj::PathEqual(const AccessPath& other) const {
  return ChainEqual(other.get());
}

template <int>
inline bool AccessPathObj::IsPrefixOf(const AccessPath& other) const {
  const AccessPathObj* longer = other.get();
  while (longer != nullptr && longer->depth > depth) {
    longer = longer->ParentPath();
  }
  return longer != nullptr && ChainEqual(longer);
}

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_ACCESS_PATH_H_
