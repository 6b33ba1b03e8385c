// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralMap (layer 2): callbacks replace values, in pre or post order.
// In pre order the replacement is descended into; in post order the callback sees the rebuilt
// value.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_MAP_ENGINE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_MAP_ENGINE_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/extra/structural/callback.h>
#include <tvm/ffi/extra/structural/mutator.h>
#include <tvm/ffi/extra/structural/walk.h>

#include <unordered_map>
#include <utility>

namespace tvm {
namespace ffi {

/// A mutator with a table of mapped variables, keyed by object.
class StructuralMapEngineBase : public StructuralMutatorObj {
 public:
  using StateTupleType = std::tuple<>;

  explicit StructuralMapEngineBase(const StructuralMutatorVTable* vtable)
      : StructuralMutatorObj(vtable) {}

 protected:
  static TVMFFIAny VarRemapGetABI(StructuralMutatorObj* self, AnyView var) noexcept {
    const auto& table = static_cast<StructuralMapEngineBase*>(self)->mapped_;
    const auto it = table.find(var.CopyToTVMFFIAny().v_ptr);
    return it == table.end() ? detail::NoneCell() : detail::ReleaseCell(it->second.second);
  }
  static TVMFFIAny VarRemapSetABI(StructuralMutatorObj* self, AnyView var,
                                  AnyView mapped_value) noexcept {
    return detail::CatchIntoCell([&] {
      // The key is kept alive: its address stays its own.
      static_cast<StructuralMapEngineBase*>(self)->mapped_[var.CopyToTVMFFIAny().v_ptr] = {
          Any(var), Any(mapped_value)};
      return detail::NoneCell();
    });
  }

 private:
  std::unordered_map<const void*, std::pair<Any, Any>> mapped_;
};

namespace detail {

/// A mutating callback's result as a cell: Unchanged, a value, or an Error.
template <typename R>
TVMFFIAny MutateCallbackCell(R&& result) {
  using Decayed = std::decay_t<R>;
  if constexpr (is_expected_v<Decayed>) {
    if (result.is_err()) return ReleaseCell(Any(std::forward<R>(result).error()));
    return MutateCallbackCell(std::forward<R>(result).value());
  } else if constexpr (is_any_unexpected_v<Decayed>) {
    return ReleaseCell(Any(std::forward<R>(result).error()));
  } else if constexpr (std::is_same_v<Decayed, Unchanged>) {
    return UnchangedCell();
  } else {
    return ReleaseCell(Any(std::forward<R>(result)));
  }
}

/// Calls call() and gives its result as a cell.
template <typename Result, typename Call>
TVMFFIAny CallIntoMutateCell(Call&& call) noexcept {
  return CatchIntoCell([&] {
    if constexpr (std::is_void_v<Result>) {
      call();
      return UnchangedCell();
    } else {
      return MutateCallbackCell(call());
    }
  });
}

template <typename Engine, typename Callback>
bool TryMapCallback(Engine* self, Callback& callback, const AnyView& value, TVMFFIAny* result) {
  using Traits = CallbackTraits<Callback>;
  using First = CallbackArg<Callback, 0>;
  auto match = CallbackMatch<First>::Try(value);
  if (!match.has_value()) return false;
  *result = CallIntoMutateCell<typename Traits::Result>([&]() -> decltype(auto) {
    if constexpr (Traits::kNumArgs == 2) {
      return callback(ForwardMatch<First>(*match), self->def_region_kind());
    } else {
      static_assert(Traits::kNumArgs == 1, "a map callback takes a value and maybe the region");
      return callback(ForwardMatch<First>(*match));
    }
  });
  return true;
}

/// Order of descent and callback. Call is (AnyView value, TVMFFIAny* result) -> bool taken.
template <WalkOrder order, typename Call>
TVMFFIAny MapInOrder(StructuralMutatorObj* self, AnyView value, InplaceMode mode,
                     const Call& call) noexcept {
  TVMFFIAny first = UnchangedCell();
  if constexpr (order == WalkOrder::kPreOrder) {
    if (!call(value, &first)) first = UnchangedCell();
    if (first.type_index == kTVMFFIError) return first;
    if (first.type_index == kTVMFFIUnchanged) return self->DefaultMutateCell(value, mode);
    // The replacement may belong to others; the value itself does when it came back.
    const Any replaced = AdoptCell(first);
    const bool same = AnyView(replaced).same_as(value);
    TVMFFIAny below = self->DefaultMutateCell(replaced, same ? mode : InplaceMode::kDisallow);
    if (below.type_index != kTVMFFIUnchanged) return below;
    return same ? UnchangedCell() : ReleaseCell(replaced);
  } else {
    first = self->DefaultMutateCell(value, mode);
    if (first.type_index == kTVMFFIError) return first;
    const bool rebuilt = first.type_index != kTVMFFIUnchanged;
    const Any below = rebuilt ? AdoptCell(first) : Any();
    TVMFFIAny result = UnchangedCell();
    const bool taken = call(rebuilt ? AnyView(below) : value, &result);
    if (!taken || result.type_index == kTVMFFIUnchanged) {
      return rebuilt ? ReleaseCell(below) : UnchangedCell();
    }
    return result;
  }
}

}  // namespace detail

template <typename Parent, WalkOrder order, typename... Callbacks>
class StructuralMapEngine : public Parent {
 public:
  using StateTupleType = typename Parent::StateTupleType;

  explicit StructuralMapEngine(Callbacks... callbacks)
      : Parent(VTable()), callbacks_(std::move(callbacks)...) {}

 private:
  static const StructuralMutatorVTable* VTable() {
    static const StructuralMutatorVTable vtable{
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return detail::WithVisitedNode(
              static_cast<StructuralMapEngine*>(self)->Dispatch(value, InplaceMode::kDisallow),
              value);
        },
        [](StructuralMutatorObj* self, AnyView value) noexcept {
          return detail::WithVisitedNode(
              static_cast<StructuralMapEngine*>(self)->Dispatch(value, InplaceMode::kAllow), value);
        },
        &StructuralMapEngine::VarRemapGetABI, &StructuralMapEngine::VarRemapSetABI};
    return &vtable;
  }

  TVMFFIAny Dispatch(AnyView value, InplaceMode mode) noexcept {
    return detail::MapInOrder<order>(this, value, mode, [this](AnyView now, TVMFFIAny* result) {
      return std::apply(
          [&](Callbacks&... callbacks) {
            return (detail::TryMapCallback(this, callbacks, now, result) || ...);
          },
          callbacks_);
    });
  }

  std::tuple<Callbacks...> callbacks_;
};

namespace detail {

/// A root as the engine may treat it: what the caller gave away may change in place.
template <typename Engine>
Expected<Any> MutateRoot(const ObjectPtr<Engine>& engine, Any root) noexcept {
  Any result = AdoptCell(engine->MutateCell(root, InplaceMode::kAllow));
  if (result.type_index() == kTVMFFIError) {
    return NameCycle(std::move(result).template as_or_throw<Error>(), root);
  }
  if (result.type_index() == kTVMFFIUnchanged) return root;
  return result;
}

}  // namespace detail

template <WalkOrder order, typename... Callbacks>
Expected<Any> StructuralMapExpected(Any root, Callbacks&&... callbacks) noexcept {
  using Engine = StructuralMapEngine<StructuralMapEngineBase, order, std::decay_t<Callbacks>...>;
  return detail::MutateRoot(make_object<Engine>(std::forward<Callbacks>(callbacks)...),
                            std::move(root));
}

template <WalkOrder order, typename... Callbacks>
Any StructuralMap(Any root, Callbacks&&... callbacks) {
  return StructuralMapExpected<order>(std::move(root), std::forward<Callbacks>(callbacks)...)
      .value();
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_MAP_ENGINE_H_
