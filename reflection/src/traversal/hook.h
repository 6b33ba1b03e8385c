// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Foreign hooks of a traversal: finding them, calling them, and the callback they are given (layer
// 2). A hook may keep its callback and call it later or elsewhere: the callback reaches its
// traversal through a Session that the traversal closes, and then raises instead of touching a dead
// stack frame.
#ifndef TVM_FFI_TRAVERSAL_HOOK_H_
#define TVM_FFI_TRAVERSAL_HOOK_H_

#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/structural/native_stack.h>
#include <tvm/ffi/function.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "value.h"

namespace tvm {
namespace ffi {
namespace traversal {

/// One column of type attributes, looked up when first needed.
class HookColumn {
 public:
  explicit constexpr HookColumn(const char* name) : name_(name) {}

  /// The attribute of a type; None if it has none.
  TVMFFIAny Raw(int32_t type_index) {
    const TVMFFITypeAttrColumn* column = column_.load(std::memory_order_acquire);
    if (TVM_FFI_PREDICT_FALSE(column == nullptr)) column = Resolve();
    const TVMFFIAny* cell = detail::FindAttrCell(column, type_index);
    return cell != nullptr ? *cell : TVMFFIAny{};
  }
  bool Has(int32_t type_index) { return Raw(type_index).type_index != kTVMFFINone; }
  /// The hook as a Function, to be called now: a hook may start another traversal of the same kind,
  /// so that there must be stack left. Empty if the type has none, TypeError if it is something
  /// else.
  std::optional<Function> Find(int32_t type_index) {
    TVMFFIAny raw = Raw(type_index);
    if (TVM_FFI_PREDICT_TRUE(raw.type_index == kTVMFFINone)) return std::nullopt;
    detail::CheckNativeStack("nested hooks");
    if (raw.type_index != kTVMFFIFunction) ThrowNotFunction(type_index, raw.type_index);
    return View(raw).cast<Function>();
  }
  const char* name() const { return name_; }

 private:
  const TVMFFITypeAttrColumn* Resolve();
  [[noreturn]] void ThrowNotFunction(int32_t type_index, int32_t value_index) const;

  const char* name_;
  std::atomic<const TVMFFITypeAttrColumn*> column_{nullptr};
};

/// Ties callbacks to the traversal that made them.
template <typename Engine>
class Session {
 public:
  explicit Session(Engine* engine) : link_(std::make_shared<Link>()) {
    link_->engine = engine;
    link_->thread = std::this_thread::get_id();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { link_->engine = nullptr; }

  /// A typed callback that runs body(engine, args...) as long as the traversal runs.
  template <typename R, typename... Args, typename Body>
  Function Callback(Body body) {
    std::shared_ptr<Link> link = link_;
    return Function::FromTyped([link, body](Args... args) -> R {
      if (link->engine == nullptr || link->thread != std::this_thread::get_id()) {
        TVM_FFI_THROW(RuntimeError)
            << "The callback given to a type's hook is valid only during the call, on its thread";
      }
      detail::CheckNativeStack("nested hooks");
      return body(*link->engine, std::forward<Args>(args)...);
    });
  }

 private:
  struct Link {
    Engine* engine;
    std::thread::id thread;
  };
  std::shared_ptr<Link> link_;
};

/// Numbers of a hook's result travel as int64; hashes use the same bits.
inline int64_t AsSigned(uint64_t bits) { return static_cast<int64_t>(bits); }

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_HOOK_H_
