// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralVisit: callbacks decide themselves what is visited below a value (layer 2).
// A callback gets the value and the visitor; values that no callback takes are visited by default.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_VISIT_ENGINE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_VISIT_ENGINE_H_

#include <tvm/ffi/extra/structural/walk.h>

#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// The visitor as a callback's parameter: a pointer to any of its classes, or a reference to it.
template <typename Arg, typename Engine>
decltype(auto) EngineAs(Engine* engine) {
  using Wanted = std::decay_t<Arg>;
  if constexpr (std::is_pointer_v<Wanted>) {
    return static_cast<Wanted>(engine);
  } else {
    return GetRef<Wanted>(static_cast<typename Wanted::ContainerType*>(engine));
  }
}

template <typename Engine, typename Callback>
bool TryVisitCallback(Engine* self, Callback& callback, const AnyView& value, TVMFFIAny* result) {
  using Traits = CallbackTraits<Callback>;
  static_assert(Traits::kNumArgs == 2, "a visit callback takes a value and the visitor");
  using First = CallbackArg<Callback, 0>;
  auto match = CallbackMatch<First>::Try(value);
  if (!match.has_value()) return false;
  auto call = [&]() -> decltype(auto) {
    return callback(ForwardMatch<First>(*match), EngineAs<CallbackArg<Callback, 1>>(self));
  };
  *result = CatchIntoCell([&] {
    if constexpr (std::is_void_v<typename Traits::Result>) {
      call();
      return NoneCell();
    } else {
      return WalkResultCell(call());
    }
  });
  return true;
}

}  // namespace detail

template <typename Parent, typename... Callbacks>
class StructuralVisitEngine : public Parent {
 public:
  using StateTupleType = typename Parent::StateTupleType;

  explicit StructuralVisitEngine(Callbacks... callbacks)
      : Parent(VTable()), callbacks_(std::move(callbacks)...) {}

 private:
  static const StructuralVisitorVTable* VTable() {
    static const StructuralVisitorVTable vtable{&StructuralVisitEngine::VisitABI};
    return &vtable;
  }
  static TVMFFIAny VisitABI(StructuralVisitorObj* self, AnyView value) noexcept {
    return detail::WithVisitedNode(static_cast<StructuralVisitEngine*>(self)->Dispatch(value),
                                   value);
  }

  TVMFFIAny Dispatch(AnyView value) noexcept {
    TVMFFIAny result = detail::NoneCell();
    const bool taken = std::apply(
        [&](Callbacks&... callbacks) {
          return (detail::TryVisitCallback(this, callbacks, value, &result) || ...);
        },
        callbacks_);
    return taken ? result : this->DefaultVisitCell(value);
  }

  std::tuple<Callbacks...> callbacks_;
};

/// Visits and returns the interrupt that ended the visit, if any, or the error.
template <typename... Callbacks>
Expected<Optional<VisitInterrupt>> StructuralVisitExpected(AnyView root,
                                                           Callbacks&&... callbacks) noexcept {
  using Engine = StructuralVisitEngine<StructuralVisitorObj, std::decay_t<Callbacks>...>;
  return detail::VisitRoot(make_object<Engine>(std::forward<Callbacks>(callbacks)...), root);
}

template <typename... Callbacks>
Optional<VisitInterrupt> StructuralVisit(AnyView root, Callbacks&&... callbacks) {
  return StructuralVisitExpected(root, std::forward<Callbacks>(callbacks)...).value();
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_VISIT_ENGINE_H_
