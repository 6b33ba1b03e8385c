// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Walk, visit, map and mutate with callbacks that come as data, as global functions (layer 2).
#include <tvm/ffi/cast.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/structural_mutate.h>
#include <tvm/ffi/extra/structural_visit.h>
#include <tvm/ffi/reflection/registry.h>

#include <utility>
#include <vector>

namespace tvm {
namespace ffi {

namespace {

using Callbacks = Array<Tuple<int32_t, Function>>;
using detail::CatchIntoCell;
using detail::DynCallback;
using detail::FindDynCallback;
using detail::NoneCell;
using detail::ReleaseCell;
using detail::UnchangedCell;

template <WalkOrder order>
class WalkDynEngine : public StructuralVisitorObj {
 public:
  WalkDynEngine(const Callbacks& plain, const Callbacks& with_region)
      : StructuralVisitorObj(VTable()) {
    detail::AppendDynCallbacks(plain, false, &callbacks_);
    detail::AppendDynCallbacks(with_region, true, &callbacks_);
  }

 private:
  static const StructuralVisitorVTable* VTable() {
    static const StructuralVisitorVTable vtable{
        [](StructuralVisitorObj* self, AnyView value) noexcept {
          return static_cast<WalkDynEngine*>(self)->Dispatch(value);
        }};
    return &vtable;
  }

  TVMFFIAny Dispatch(AnyView value) noexcept {
    if constexpr (order == WalkOrder::kPostOrder) {
      TVMFFIAny below = DefaultVisitCell(value);
      if (below.type_index != kTVMFFINone) return below;
    }
    TVMFFIAny said = Call(value);
    if (said.type_index >= kTVMFFIStaticObjectBegin) return said;
    const bool skip = said.type_index == kTVMFFIInt && said.v_int64 == WalkResult::kSkipTag;
    if (order == WalkOrder::kPreOrder && !skip) return DefaultVisitCell(value);
    return NoneCell();
  }

  TVMFFIAny Call(AnyView value) noexcept {
    const DynCallback* callback = FindDynCallback(callbacks_, value.type_index());
    if (callback == nullptr) return NoneCell();
    return CatchIntoCell([&] {
      return detail::WalkResultCell(callback->with_extra
                                        ? callback->function.CallExpected<WalkResult>(
                                              value, static_cast<int32_t>(def_region_kind()))
                                        : callback->function.CallExpected<WalkResult>(value));
    });
  }

  std::vector<DynCallback> callbacks_;
};

class VisitDynEngine : public StructuralVisitorObj {
 public:
  explicit VisitDynEngine(const Callbacks& callbacks) : StructuralVisitorObj(VTable()) {
    detail::AppendDynCallbacks(callbacks, false, &callbacks_);
  }

 private:
  static const StructuralVisitorVTable* VTable() {
    static const StructuralVisitorVTable vtable{
        [](StructuralVisitorObj* self, AnyView value) noexcept {
          return static_cast<VisitDynEngine*>(self)->Dispatch(value);
        }};
    return &vtable;
  }

  TVMFFIAny Dispatch(AnyView value) noexcept {
    const DynCallback* callback = FindDynCallback(callbacks_, value.type_index());
    if (callback == nullptr) return DefaultVisitCell(value);
    return CatchIntoCell([&] {
      return detail::CellOf(callback->function.CallExpected<Optional<VisitInterrupt>>(
          value, GetRef<StructuralVisitor>(static_cast<StructuralVisitorObj*>(this))));
    });
  }

  std::vector<DynCallback> callbacks_;
};

class MutateDynEngine : public StructuralMapEngineBase {
 public:
  explicit MutateDynEngine(const Array<Tuple<int32_t, Function, bool>>& callbacks)
      : StructuralMapEngineBase(VTable()) {
    for (const Tuple<int32_t, Function, bool>& callback : callbacks) {
      callbacks_.push_back(DynCallback{callback.get<0>(), callback.get<1>(), callback.get<2>()});
    }
  }

 private:
  static const StructuralMutatorVTable* VTable() {
    static const StructuralMutatorVTable vtable{
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return static_cast<MutateDynEngine*>(self)->Dispatch(value, InplaceMode::kDisallow);
        },
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return static_cast<MutateDynEngine*>(self)->Dispatch(value, InplaceMode::kAllow);
        },
        &MutateDynEngine::VarRemapGetABI, &MutateDynEngine::VarRemapSetABI};
    return &vtable;
  }

  TVMFFIAny Dispatch(AnyView value, InplaceMode mode) noexcept {
    const DynCallback* callback = FindDynCallback(callbacks_, value.type_index());
    if (callback == nullptr) return DefaultMutateCell(value, mode);
    return CatchIntoCell([&] {
      const auto self = GetRef<StructuralMutator>(static_cast<StructuralMutatorObj*>(this));
      // A callback of another language holds the value, so only a shared one can be offered for
      // changes in place.
      const bool unique = value.type_index() >= kTVMFFIStaticObjectBegin &&
                          static_cast<const Object*>(value.CopyToTVMFFIAny().v_ptr)->unique();
      const InplaceMode offered = unique ? mode : InplaceMode::kDisallow;
      Expected<Any> said = callback->with_extra ? callback->function.CallExpected<Any>(
                                                      value, self, static_cast<int32_t>(offered))
                                                : callback->function.CallExpected<Any>(value, self);
      if (said.is_err()) return ReleaseCell(Any(std::move(said).error()));
      Any replaced = std::move(said).value();
      if (AnyView(replaced).same_as(value)) return UnchangedCell();
      return ReleaseCell(std::move(replaced));
    });
  }

  std::vector<DynCallback> callbacks_;
};

/// Either order, or ValueError.
bool IsPreOrder(int32_t order) {
  if (order != static_cast<int32_t>(WalkOrder::kPreOrder) &&
      order != static_cast<int32_t>(WalkOrder::kPostOrder)) {
    TVM_FFI_THROW(ValueError) << "Unknown walk order " << order
                              << ", expected 0 (pre-order) or 1 (post-order)";
  }
  return order == static_cast<int32_t>(WalkOrder::kPreOrder);
}

TVMFFIDefRegionKind RegionKind(int32_t kind) {
  if (kind < kTVMFFIDefRegionKindNone || kind > kTVMFFIDefRegionKindSimple) {
    TVM_FFI_THROW(ValueError) << "Unknown definition region kind " << kind
                              << ", expected 0 (none), 1 (pattern) or 2 (simple)";
  }
  return static_cast<TVMFFIDefRegionKind>(kind);
}

Optional<VisitInterrupt> Walk(AnyView root, const Callbacks& callbacks,
                              const Callbacks& with_region, int32_t order) {
  if (IsPreOrder(order)) {
    using Engine = WalkDynEngine<WalkOrder::kPreOrder>;
    return detail::VisitRoot(make_object<Engine>(callbacks, with_region), root).value();
  }
  using Engine = WalkDynEngine<WalkOrder::kPostOrder>;
  return detail::VisitRoot(make_object<Engine>(callbacks, with_region), root).value();
}

Any MapRoot(Any root, const Callbacks& callbacks, const Callbacks& with_region, int32_t order) {
  if (IsPreOrder(order)) {
    using Engine = StructuralMapDynEngine<StructuralMapEngineBase, WalkOrder::kPreOrder>;
    return detail::MutateRoot(make_object<Engine>(callbacks, with_region), std::move(root)).value();
  }
  using Engine = StructuralMapDynEngine<StructuralMapEngineBase, WalkOrder::kPostOrder>;
  return detail::MutateRoot(make_object<Engine>(callbacks, with_region), std::move(root)).value();
}

void RegisterVisit() {
  reflection::GlobalDef()
      .def("ffi.VisitInterrupt", [](Any value) { return VisitInterrupt(std::move(value)); })
      .def("ffi.StructuralWalk", Walk)
      .def("ffi.StructuralVisit",
           [](AnyView root, const Callbacks& callbacks) {
             return detail::VisitRoot(make_object<VisitDynEngine>(callbacks), root).value();
           })
      .def("ffi.StructuralVisitorVisit",
           [](const StructuralVisitor& visitor, AnyView value) {
             return const_cast<StructuralVisitorObj*>(visitor.get())->Visit(value);
           })
      .def("ffi.StructuralVisitorDefaultVisit",
           [](const StructuralVisitor& visitor, AnyView value) {
             return const_cast<StructuralVisitorObj*>(visitor.get())
                 ->DefaultVisitExpected(value)
                 .value();
           })
      .def("ffi.StructuralVisitorDefRegionKind",
           [](const StructuralVisitor& visitor) {
             return static_cast<int32_t>(visitor->def_region_kind());
           })
      .def("ffi.StructuralVisitorWithDefRegionKind",
           [](const StructuralVisitor& visitor, int32_t kind, const Function& body) {
             return const_cast<StructuralVisitorObj*>(visitor.get())
                 ->WithDefRegionKind(RegionKind(kind), [&]() -> Any { return body(); });
           });
}

void RegisterMutate() {
  auto mutable_of = [](const StructuralMutator& mutator) {
    return const_cast<StructuralMutatorObj*>(mutator.get());
  };
  reflection::GlobalDef()
      .def("ffi.StructuralMap", MapRoot)
      .def("ffi.StructuralMutate",
           [](Any root, const Array<Tuple<int32_t, Function, bool>>& callbacks) {
             return detail::MutateRoot(make_object<MutateDynEngine>(callbacks), std::move(root))
                 .value();
           })
      .def("ffi.StructuralMutatorMutate",
           [mutable_of](const StructuralMutator& mutator, AnyView value) {
             return mutable_of(mutator)->Mutate(value).ValueOrUnchanged(value);
           })
      .def("ffi.StructuralMutatorDefaultMutate",
           [mutable_of](const StructuralMutator& mutator, AnyView value) {
             return mutable_of(mutator)->DefaultMutateExpected(value).value().ValueOrUnchanged(
                 value);
           })
      .def("ffi.StructuralMutatorVarRemapGet",
           [mutable_of](const StructuralMutator& mutator, AnyView var) {
             return mutable_of(mutator)->VarRemapGetExpected(var).value();
           })
      .def("ffi.StructuralMutatorVarRemapSet",
           [mutable_of](const StructuralMutator& mutator, AnyView var, AnyView mapped_value) {
             mutable_of(mutator)->VarRemapSetExpected(var, mapped_value).value();
           })
      .def("ffi.StructuralMutatorDefRegionKind",
           [](const StructuralMutator& mutator) {
             return static_cast<int32_t>(mutator->def_region_kind());
           })
      .def("ffi.StructuralMutatorWithDefRegionKind",
           [mutable_of](const StructuralMutator& mutator, int32_t kind, const Function& body) {
             return mutable_of(mutator)->WithDefRegionKind(RegionKind(kind),
                                                           [&]() -> Any { return body(); });
           });
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  RegisterVisit();
  RegisterMutate();
}

}  // namespace ffi
}  // namespace tvm
