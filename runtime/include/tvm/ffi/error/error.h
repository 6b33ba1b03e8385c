/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error/error.h: the Error exception (layer 1).
 * ABI: bases in this order give the vtable pointer at 0 and the object at 8; default visibility
 * lets an Error thrown by one library be caught in another. Error objects are made by the library,
 * so they outlive the code that threw.
 */
#ifndef TVM_FFI_ERROR_ERROR_H_
#define TVM_FFI_ERROR_ERROR_H_

#include <tvm/ffi/object/declare.h>
#include <tvm/ffi/object/ref_traits.h>
#include <tvm/ffi/object/unsafe.h>

#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {
struct ErrorUnsafe;
}  // namespace detail

class ErrorObj : public Object, public TVMFFIErrorCell {
 public:
  ErrorObj() : TVMFFIErrorCell{} {}

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIError;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIError, ErrorObj, Object);
};

static_assert(sizeof(ErrorObj) == 96, "layout of errors is ABI");

class TVM_FFI_DLL_EXPORT Error : public ObjectRef, public std::exception {
 public:
  Error(std::string kind, std::string message, std::string backtrace)
      : ObjectRef(Create(View(kind), View(message), View(backtrace), nullptr, nullptr)) {}
  Error(std::string kind, std::string message, std::string backtrace,
        std::optional<Error> cause_chain, std::optional<ObjectRef> extra_context);
  Error(std::string kind, std::string message, const TVMFFIByteArray* backtrace)
      : ObjectRef(Create(View(kind), View(message),
                         backtrace != nullptr ? *backtrace : TVMFFIByteArray{nullptr, 0}, nullptr,
                         nullptr)) {}

  std::string kind() const { return Text(Cell()->kind); }
  std::string message() const { return Text(Cell()->message); }
  template <typename E = Error>
  std::optional<E> cause_chain() const {
    if (Cell()->cause_chain == nullptr) return std::nullopt;
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<E>(Retained(Cell()->cause_chain));
  }
  template <typename Ref = ObjectRef>
  std::optional<Ref> extra_context() const {
    if (Cell()->extra_context == nullptr) return std::nullopt;
    return Ref(Retained(Cell()->extra_context));
  }
  /// Most recent call first, one line per frame.
  std::string backtrace() const { return Text(Cell()->backtrace); }
  /// The lines of backtrace() in reverse, as Python prints them.
  std::string TracebackMostRecentCallLast() const { return ReverseLines(Cell()->backtrace); }
  /// mode is a TVMFFIBacktraceUpdateMode.
  void UpdateBacktrace(const TVMFFIByteArray* backtrace_str, int32_t update_mode) {
    Cell()->update_backtrace(detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this),
                             backtrace_str, update_mode);
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE std::string FullMessage() const {
    std::string out;
    detail::AppendText(&out, "Traceback (most recent call last):\n");
    out.append(TracebackMostRecentCallLast());
    out.append(Cell()->kind.data, Cell()->kind.size);
    detail::AppendText(&out, ": ");
    out.append(Cell()->message.data, Cell()->message.size);
    out.push_back('\n');
    return out;
  }
  const char* what() const noexcept(true) override {
    if (data_ == nullptr) return "tvm.ffi: moved-from Error";
    const char* text = Cell()->message.data;
    return text != nullptr ? text : "";
  }

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Error, ObjectRef, ErrorObj);

 private:
  ErrorObj* Cell() const { return static_cast<ErrorObj*>(data_.get()); }
  static TVMFFIByteArray View(const std::string& text) {
    return TVMFFIByteArray{text.data(), text.size()};
  }
  static std::string Text(const TVMFFIByteArray& bytes) {
    return bytes.size != 0 ? std::string(bytes.data, bytes.size) : std::string();
  }
  static ObjectPtr<Object> Retained(TVMFFIObjectHandle handle) {
    return detail::ObjectUnsafe::ObjectPtrFromUnowned<Object>(static_cast<TVMFFIObject*>(handle));
  }

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static ObjectPtr<Object> Create(TVMFFIByteArray kind,
                                                                      TVMFFIByteArray message,
                                                                      TVMFFIByteArray backtrace,
                                                                      TVMFFIObject* cause_chain,
                                                                      TVMFFIObject* extra_context) {
    if (backtrace.data == nullptr) backtrace = TVMFFIByteArray{"", 0};
    TVMFFIObjectHandle out = nullptr;
    if (TVMFFIErrorCreateWithCauseAndExtraContext(&kind, &message, &backtrace, cause_chain,
                                                  extra_context, &out) != 0) {
      throw std::bad_alloc();
    }
    return detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(static_cast<TVMFFIObject*>(out));
  }

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static std::string ReverseLines(const TVMFFIByteArray& text) {
    std::string out;
    out.reserve(text.size);
    size_t end = text.size;
    while (end > 0) {
      size_t begin = end - 1;
      while (begin > 0 && text.data[begin - 1] != '\n') --begin;
      out.append(text.data + begin, end - begin);
      if (out.back() != '\n') out.push_back('\n');
      end = begin;
    }
    return out;
  }
  friend struct detail::ErrorUnsafe;
};

namespace detail {

/// Errors from byte arrays, without strings in between.
struct ErrorUnsafe {
  static Error Make(TVMFFIByteArray kind, TVMFFIByteArray message, TVMFFIByteArray backtrace) {
    return ObjectUnsafe::ObjectRefFromObjectPtr<Error>(
        Error::Create(kind, message, backtrace, nullptr, nullptr));
  }
};

}  // namespace detail

static_assert(sizeof(Error) == 2 * sizeof(void*), "layout of Error is ABI");

inline Error::Error(std::string kind, std::string message, std::string backtrace,
                    std::optional<Error> cause_chain, std::optional<ObjectRef> extra_context)
    : ObjectRef(Create(
          View(kind), View(message), View(backtrace),
          cause_chain ? detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*cause_chain) : nullptr,
          extra_context ? detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*extra_context)
                        : nullptr)) {}

/// The host language already has an exception set; throw this to hand it on.
inline Error EnvErrorAlreadySet() { return Error("EnvErrorAlreadySet", "", ""); }

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_ERROR_H_
