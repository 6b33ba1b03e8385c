// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// VisitErrorContext: which nodes a visitor was in when an error passed (layer 2).
// The macros record nodes in the error's extra context while it unwinds, innermost first;
// FindAccessPaths tells where such nodes lie below a root. A context that somebody else attached is
// kept as prev_error_context.
#ifndef TVM_FFI_EXTRA_VISIT_ERROR_CONTEXT_H_
#define TVM_FFI_EXTRA_VISIT_ERROR_CONTEXT_H_

#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/reflection/access_path.h>

#include <optional>
#include <utility>

namespace tvm {
namespace ffi {

class VisitErrorContextObj : public Object {
 public:
  /// Visited nodes, innermost first.
  List<ObjectRef> reverse_visit_pattern;
  /// The extra context the error had before.
  Optional<ObjectRef> prev_error_context;

  static constexpr bool _type_mutable = true;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindUnsupported;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("ffi.VisitErrorContext", VisitErrorContextObj, Object);
};

class VisitErrorContext : public ObjectRef {
 public:
  explicit VisitErrorContext(ObjectPtr<VisitErrorContextObj> n) : ObjectRef(std::move(n)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(VisitErrorContext, ObjectRef, VisitErrorContextObj);

  static Optional<VisitErrorContext> TryGetFromError(const Error& err) {
    if (std::optional<ObjectRef> extra = err.extra_context()) {
      if (std::optional<VisitErrorContext> context = extra->as<VisitErrorContext>()) {
        return *context;
      }
    }
    return std::nullopt;
  }

  /// Ways from root through the nodes of the pattern, outermost first; other nodes may lie between.
  /// With allow_prefix_match also the ways on which only the outer nodes were met.
  TVM_FFI_DLL static Array<reflection::AccessPath> FindAccessPaths(
      const ObjectRef& root, const VisitErrorContext& visit_context,
      bool allow_prefix_match = false);
};

namespace detail {

/// Adds a node to the error's context, which it gets if it has none of ours.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RecordVisitedNode(const Error& error,
                                                                  ObjectRef node) {
  if (Optional<VisitErrorContext> known = VisitErrorContext::TryGetFromError(error)) {
    (*known)->reverse_visit_pattern.push_back(std::move(node));
    return;
  }
  auto context = make_object<VisitErrorContextObj>();
  context->reverse_visit_pattern.push_back(std::move(node));
  if (std::optional<ObjectRef> previous = error.extra_context()) {
    context->prev_error_context = *previous;
  }
  // The cell owns its context: ours goes in, the old one is released after ours holds it.
  TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(error));
  TVMFFIObjectHandle old = cell->extra_context;
  cell->extra_context = ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(context));
  if (old != nullptr) ObjectUnsafe::DecRefObjectHandle(old);
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RecordVisitedObject(const TVMFFIAny& error,
                                                                    AnyView value) noexcept {
  try {
    const Error known = AnyView::CopyFromTVMFFIAny(error).as_or_throw<Error>();
    const std::optional<ObjectRef> extra = known.extra_context();
    // What a host language keeps there, its own exception, has to come back as it is.
    if (extra.has_value() && extra->as<VisitErrorContextObj>() == nullptr) return;
    RecordVisitedNode(known, value.cast<ObjectRef>());
  } catch (...) {  // Out of memory: the error is worth more than its context.
  }
}

/// The result of visiting a value; an error that leaves an object takes the object along.
TVM_FFI_INLINE TVMFFIAny WithVisitedNode(TVMFFIAny result, AnyView value) noexcept {
  if (TVM_FFI_PREDICT_FALSE(result.type_index == kTVMFFIError) &&
      value.type_index() >= kTVMFFIStaticObjectBegin) {
    RecordVisitedObject(result, value);
  }
  return result;
}

/// Right side of TVM_FFI_VISIT_THROW; `site &= writer` throws.
struct VisitThrowSite {
  ErrorSite site;
  ObjectRef node;

  template <typename Stream>
  [[noreturn]] void operator&=(Stream& stream) const {
    const Error error = site.Make(WriterOf(stream));
    RecordVisitedNode(error, node);
    throw error;
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

/// Around the body of a visit function; TVM_FFI_VISIT_END names the node that the body visits.
#define TVM_FFI_VISIT_BEGIN() try {
#define TVM_FFI_VISIT_END(node)                                          \
  }                                                                      \
  catch (const ::tvm::ffi::Error& tvm_ffi_visit_error_) {                \
    ::tvm::ffi::detail::RecordVisitedNode(tvm_ffi_visit_error_, (node)); \
    throw;                                                               \
  }
/// For functions that return an Expected.
#define TVM_FFI_VISIT_END_RETURN_EXPECTED(node)                          \
  }                                                                      \
  catch (const ::tvm::ffi::Error& tvm_ffi_visit_error_) {                \
    ::tvm::ffi::detail::RecordVisitedNode(tvm_ffi_visit_error_, (node)); \
    return tvm_ffi_visit_error_;                                         \
  }
/// Throws an error that names the node: TVM_FFI_VISIT_THROW(ValueError, node) << "text".
#define TVM_FFI_VISIT_THROW(ErrorKind, node)                                             \
  ::tvm::ffi::detail::VisitThrowSite{{__FILE__, __LINE__, TVM_FFI_FUNC_SIG, #ErrorKind}, \
                                     (node)} &= ::tvm::ffi::detail::MessageWriter().self()

#endif  // TVM_FFI_EXTRA_VISIT_ERROR_CONTEXT_H_
