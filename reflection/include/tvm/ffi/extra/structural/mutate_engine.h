// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralMutate (layer 2): callbacks decide themselves what is mutated below a value.
// A callback gets the value, the mutator and, if it asks, whether the value may change in place.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_MUTATE_ENGINE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_MUTATE_ENGINE_H_

#include <tvm/ffi/extra/structural/map_engine.h>
#include <tvm/ffi/extra/structural/visit_engine.h>

#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

template <typename Engine, typename Callback>
bool TryMutateCallback(Engine* self, Callback& callback, const AnyView& value, InplaceMode mode,
                       TVMFFIAny* result) {
  using Traits = CallbackTraits<Callback>;
  using First = CallbackArg<Callback, 0>;
  using Second = CallbackArg<Callback, 1>;
  auto match = CallbackMatch<First>::Try(value);
  if (!match.has_value()) return false;
  *result = CallIntoMutateCell<typename Traits::Result>([&]() -> decltype(auto) {
    if constexpr (Traits::kNumArgs == 3) {
      return callback(ForwardMatch<First>(*match), EngineAs<Second>(self), mode);
    } else {
      static_assert(Traits::kNumArgs == 2,
                    "a mutate callback takes a value, the mutator and maybe the mode");
      return callback(ForwardMatch<First>(*match), EngineAs<Second>(self));
    }
  });
  return true;
}

}  // namespace detail

template <typename Parent, typename... Callbacks>
class StructuralMutateEngine : public Parent {
 public:
  using StateTupleType = typename Parent::StateTupleType;

  explicit StructuralMutateEngine(Callbacks... callbacks)
      : Parent(VTable()), callbacks_(std::move(callbacks)...) {}

 private:
  static const StructuralMutatorVTable* VTable() {
    static const StructuralMutatorVTable vtable{
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return detail::WithVisitedNode(
              static_cast<StructuralMutateEngine*>(self)->Dispatch(value, InplaceMode::kDisallow),
              value);
        },
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return detail::WithVisitedNode(
              static_cast<StructuralMutateEngine*>(self)->Dispatch(value, InplaceMode::kAllow),
              value);
        },
        &StructuralMutateEngine::VarRemapGetABI, &StructuralMutateEngine::VarRemapSetABI};
    return &vtable;
  }

  TVMFFIAny Dispatch(AnyView value, InplaceMode mode) noexcept {
    TVMFFIAny result = detail::UnchangedCell();
    const bool taken = std::apply(
        [&](Callbacks&... callbacks) {
          return (detail::TryMutateCallback(this, callbacks, value, mode, &result) || ...);
        },
        callbacks_);
    return taken ? result : this->DefaultMutateCell(value, mode);
  }

  std::tuple<Callbacks...> callbacks_;
};

template <typename... Callbacks>
Expected<Any> StructuralMutateExpected(Any root, Callbacks&&... callbacks) noexcept {
  using Engine = StructuralMutateEngine<StructuralMapEngineBase, std::decay_t<Callbacks>...>;
  return detail::MutateRoot(make_object<Engine>(std::forward<Callbacks>(callbacks)...),
                            std::move(root));
}

template <typename... Callbacks>
Any StructuralMutate(Any root, Callbacks&&... callbacks) {
  return StructuralMutateExpected(std::move(root), std::forward<Callbacks>(callbacks)...).value();
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_MUTATE_ENGINE_H_
