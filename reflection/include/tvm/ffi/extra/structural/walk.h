// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralWalk: every value below a root, in pre or post order (layer 2).
// Callbacks choose values by their first parameter; the first that takes a value gets it. They
// return Advance, Skip (do not go below, in pre order) or an interrupt, and may ask for the
// definition region as second parameter.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_WALK_H_
#define TVM_FFI_EXTRA_STRUCTURAL_WALK_H_

#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/extra/structural/callback.h>
#include <tvm/ffi/extra/structural/cycle.h>
#include <tvm/ffi/extra/structural/visitor.h>
#include <tvm/ffi/extra/visit_error_context.h>

#include <string>
#include <utility>

namespace tvm {
namespace ffi {

enum class WalkOrder : int32_t { kPreOrder = 0, kPostOrder = 1 };

/// What a walk callback wants next.
class WalkResult : public Variant<VisitInterrupt, int32_t> {
 public:
  using Storage = Variant<VisitInterrupt, int32_t>;
  static constexpr int32_t kAdvanceTag = 0;
  static constexpr int32_t kSkipTag = 1;

  WalkResult(VisitInterrupt signal) : Storage(std::move(signal)) {}  // NOLINT
  static WalkResult Advance() { return WalkResult(kAdvanceTag); }
  static WalkResult Skip() { return WalkResult(kSkipTag); }
  static WalkResult Interrupt(VisitInterrupt signal = VisitInterrupt()) {
    return WalkResult(std::move(signal));
  }

 private:
  explicit WalkResult(int32_t tag) : Storage(tag) {}
  friend struct TypeTraits<WalkResult>;
};

template <>
inline constexpr bool use_default_type_traits_v<WalkResult> = false;

template <>
struct TypeTraits<WalkResult> : public TypeTraitsBase {
  static void CopyToAnyView(const WalkResult& src, TVMFFIAny* result) {
    TypeTraits<WalkResult::Storage>::CopyToAnyView(src, result);
  }
  static void MoveToAny(WalkResult src, TVMFFIAny* result) {
    TypeTraits<WalkResult::Storage>::MoveToAny(std::move(src), result);
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == kTVMFFIInt || src->type_index == kTVMFFIVisitInterrupt;
  }
  static WalkResult CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIInt) return WalkResult(static_cast<int32_t>(src->v_int64));
    return WalkResult(TypeTraits<VisitInterrupt>::CopyFromAnyViewAfterCheck(src));
  }
  static WalkResult MoveFromAnyAfterCheck(TVMFFIAny* src) {
    if (src->type_index == kTVMFFIInt) return WalkResult(static_cast<int32_t>(src->v_int64));
    return WalkResult(TypeTraits<VisitInterrupt>::MoveFromAnyAfterCheck(src));
  }
  /// None, from callbacks that return nothing, goes on.
  static std::optional<WalkResult> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFINone) return WalkResult::Advance();
    if (!CheckAnyStrict(src)) return std::nullopt;
    return CopyFromAnyViewAfterCheck(src);
  }
  static std::string TypeStr() { return "WalkResult"; }
  static std::string TypeSchema() { return TypeTraits<WalkResult::Storage>::TypeSchema(); }
};

namespace detail {

/// A walk callback's result as a cell: Int tag, VisitInterrupt, or Error.
template <typename R>
TVMFFIAny WalkResultCell(R&& result) {
  using Decayed = std::decay_t<R>;
  if constexpr (is_expected_v<Decayed>) {
    if (result.is_err()) return ReleaseCell(Any(std::forward<R>(result).error()));
    return ReleaseCell(Any(std::forward<R>(result).value()));
  } else {
    return ReleaseCell(Any(std::forward<R>(result)));
  }
}

/// Calls the callback if it takes the value.
template <typename Visitor, typename Callback>
bool TryWalkCallback(Visitor* self, Callback& callback, const AnyView& value, TVMFFIAny* result) {
  using Traits = CallbackTraits<Callback>;
  using First = CallbackArg<Callback, 0>;
  auto match = CallbackMatch<First>::Try(value);
  if (!match.has_value()) return false;
  auto call = [&]() -> decltype(auto) {
    if constexpr (Traits::kNumArgs == 2) {
      return callback(ForwardMatch<First>(*match), self->def_region_kind());
    } else {
      static_assert(Traits::kNumArgs == 1, "a walk callback takes a value and maybe the region");
      return callback(ForwardMatch<First>(*match));
    }
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

/// Visits from the root on; what came too near to the end of the stack names its cycle.
template <typename Engine>
Expected<Optional<VisitInterrupt>> VisitRoot(const ObjectPtr<Engine>& engine,
                                             AnyView root) noexcept {
  Expected<Optional<VisitInterrupt>> result = engine->VisitExpected(root);
  if (result.is_err()) return NameCycle(std::move(result).error(), root);
  return result;
}

}  // namespace detail

/// The visitor behind StructuralWalk; Parent may add state.
template <typename Parent, WalkOrder order, typename... Callbacks>
class StructuralWalkEngine : public Parent {
 public:
  using StateTupleType = typename Parent::StateTupleType;

  explicit StructuralWalkEngine(Callbacks... callbacks)
      : Parent(VTable()), callbacks_(std::move(callbacks)...) {}

 private:
  static const StructuralVisitorVTable* VTable() {
    static const StructuralVisitorVTable vtable{&StructuralWalkEngine::VisitABI};
    return &vtable;
  }
  static TVMFFIAny VisitABI(StructuralVisitorObj* self, AnyView value) noexcept {
    return detail::WithVisitedNode(static_cast<StructuralWalkEngine*>(self)->Dispatch(value),
                                   value);
  }

  TVMFFIAny Dispatch(AnyView value) noexcept {
    if constexpr (order == WalkOrder::kPostOrder) {
      TVMFFIAny below = this->DefaultVisitCell(value);
      if (below.type_index != kTVMFFINone) return below;
    }
    TVMFFIAny said = detail::NoneCell();
    std::apply(
        [&](Callbacks&... callbacks) {
          static_cast<void>((detail::TryWalkCallback(this, callbacks, value, &said) || ...));
        },
        callbacks_);
    if (said.type_index >= kTVMFFIStaticObjectBegin) return said;
    if constexpr (order == WalkOrder::kPreOrder) {
      const bool skip = said.type_index == kTVMFFIInt && said.v_int64 == WalkResult::kSkipTag;
      if (!skip) return this->DefaultVisitCell(value);
    }
    return detail::NoneCell();
  }

  std::tuple<Callbacks...> callbacks_;
};

/// Walks and returns the interrupt that ended the walk, if any, or the error.
template <WalkOrder order, typename... Callbacks>
Expected<Optional<VisitInterrupt>> StructuralWalkExpected(AnyView root,
                                                          Callbacks&&... callbacks) noexcept {
  using Engine = StructuralWalkEngine<StructuralVisitorObj, order, std::decay_t<Callbacks>...>;
  return detail::VisitRoot(make_object<Engine>(std::forward<Callbacks>(callbacks)...), root);
}

template <WalkOrder order, typename... Callbacks>
Optional<VisitInterrupt> StructuralWalk(AnyView root, Callbacks&&... callbacks) {
  return StructuralWalkExpected<order>(root, std::forward<Callbacks>(callbacks)...).value();
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_WALK_H_
