// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralMap with callbacks that come as data (layer 2).
#ifndef TVM_FFI_EXTRA_STRUCTURAL_MAP_DYN_ENGINE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_MAP_DYN_ENGINE_H_

#include <tvm/ffi/extra/structural/dyn_callback.h>
#include <tvm/ffi/extra/structural/map_engine.h>

#include <vector>

namespace tvm {
namespace ffi {

template <typename Parent, WalkOrder order>
class StructuralMapDynEngine : public Parent {
 public:
  using StateTupleType = typename Parent::StateTupleType;

  StructuralMapDynEngine(Array<Tuple<int32_t, Function>> callbacks,
                         Array<Tuple<int32_t, Function>> callbacks_with_def_region_kind)
      : Parent(VTable()) {
    detail::AppendDynCallbacks(callbacks, false, &callbacks_);
    detail::AppendDynCallbacks(callbacks_with_def_region_kind, true, &callbacks_);
  }

 private:
  static const StructuralMutatorVTable* VTable() {
    static const StructuralMutatorVTable vtable{
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return static_cast<StructuralMapDynEngine*>(self)->Dispatch(value,
                                                                      InplaceMode::kDisallow);
        },
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return static_cast<StructuralMapDynEngine*>(self)->Dispatch(value, InplaceMode::kAllow);
        },
        &StructuralMapDynEngine::VarRemapGetABI, &StructuralMapDynEngine::VarRemapSetABI};
    return &vtable;
  }

  TVMFFIAny Dispatch(AnyView value, InplaceMode mode) noexcept {
    return detail::MapInOrder<order>(this, value, mode, [this](AnyView now, TVMFFIAny* result) {
      const detail::DynCallback* callback = detail::FindDynCallback(callbacks_, now.type_index());
      if (callback == nullptr) return false;
      *result = detail::CatchIntoCell([&] {
        Expected<Any> said = callback->with_extra
                                 ? callback->function.template CallExpected<Any>(
                                       now, static_cast<int32_t>(this->def_region_kind()))
                                 : callback->function.template CallExpected<Any>(now);
        if (said.is_err()) return detail::ReleaseCell(Any(std::move(said).error()));
        Any replaced = std::move(said).value();
        if (AnyView(replaced).same_as(now)) return detail::UnchangedCell();
        return detail::ReleaseCell(std::move(replaced));
      });
      return true;
    });
  }

  std::vector<detail::DynCallback> callbacks_;
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_MAP_DYN_ENGINE_H_
