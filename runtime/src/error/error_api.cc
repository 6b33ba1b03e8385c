// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/error_api.cc: errors behind the C ABI (layer 1).
#include <tvm/ffi/c_api.h>

#include <string>

#include "abi/bytes.h"
#include "abi/guard.h"
#include "error/error_object.h"
#include "error/messages.h"
#include "error/raised.h"
#include "object/raw_object.h"
#include "type/load_scope.h"

using namespace tvm::ffi::detail;

void TVMFFIErrorMoveFromRaised(TVMFFIObjectHandle* result) {
  if (result != nullptr) *result = TakeRaised();
}

void TVMFFIErrorSetRaised(TVMFFIObjectHandle error) {
  auto* object = static_cast<TVMFFIObject*>(error);
  if (object != nullptr && !IsError(object)) {
    Raise(Message::kNotAnError, {__func__, "error"});
    return;
  }
  if (object != nullptr) IncStrongRef(object);
  SetRaised(object);
  LoadScope::NoteExplicitError(object);
}

void TVMFFIErrorSetRaisedFromCStr(const char* kind, const char* message) {
  TVMFFIErrorSetRaisedFromCStrParts(kind, &message, 1);
}

void TVMFFIErrorSetRaisedFromCStrParts(const char* kind, const char** message_parts,
                                       int32_t num_parts) {
  Guarded([&] {
    std::string message;
    for (int32_t i = 0; message_parts != nullptr && i < num_parts; ++i) {
      if (message_parts[i] != nullptr) message += message_parts[i];
    }
    RaiseText(kind != nullptr ? kind : "RuntimeError", message);
    return 0;
  });
  LoadScope::NoteExplicitError(PeekRaised());
}

int TVMFFIErrorCreate(const TVMFFIByteArray* kind, const TVMFFIByteArray* message,
                      const TVMFFIByteArray* backtrace, TVMFFIObjectHandle* out) {
  return TVMFFIErrorCreateWithCauseAndExtraContext(kind, message, backtrace, nullptr, nullptr, out);
}

// Callers read -1 as "out of memory", with nothing in the slot; wrong arguments are told apart by
// the raised error.
int TVMFFIErrorCreateWithCauseAndExtraContext(
    const TVMFFIByteArray* kind, const TVMFFIByteArray* message, const TVMFFIByteArray* backtrace,
    TVMFFIObjectHandle cause_chain, TVMFFIObjectHandle extra_context, TVMFFIObjectHandle* out) {
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  const TVMFFIByteArray none{nullptr, 0};
  if (kind == nullptr) kind = &none;
  if (message == nullptr) message = &none;
  if (backtrace == nullptr) backtrace = &none;
  if (!IsText(*kind) || !IsText(*message) || !IsText(*backtrace)) {
    return Raise(Message::kBadText, {});
  }
  auto* cause = static_cast<TVMFFIObject*>(cause_chain);
  if (cause != nullptr && !IsError(cause)) {
    return Raise(Message::kNotAnError, {__func__, "cause_chain"});
  }
  TVMFFIObject* error = NewError(ToView(*kind), ToView(*message), ToView(*backtrace), cause,
                                 static_cast<TVMFFIObject*>(extra_context));
  if (error == nullptr) return -1;
  *out = error;
  return 0;
}
