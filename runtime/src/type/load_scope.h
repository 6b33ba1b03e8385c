// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/load_scope.h: the transaction around the loading of one library (layer 1).
// While a library's static initialisers run on this thread, every registration is noted with the
// code address that asked for it. A registration that cannot be made is noted as a failure, so that
// the initialiser runs on; afterwards the loader raises the first failure and takes back what the
// library has registered.
#ifndef TVM_FFI_TYPE_LOAD_SCOPE_H_
#define TVM_FFI_TYPE_LOAD_SCOPE_H_

#include <tvm/ffi/c_api.h>

#include <string>
#include <vector>

#include "error/messages.h"

namespace tvm {
namespace ffi {
namespace detail {

class LoadScope {
 public:
  LoadScope();
  ~LoadScope();
  LoadScope(const LoadScope&) = delete;
  LoadScope& operator=(const LoadScope&) = delete;

  // The innermost one of this thread, or NULL.
  static LoadScope* Current();

  // Takes a registration back; runs under the registry lock, must not fail.
  struct Undo {
    const void* origin;
    void (*run)(void* subject, void* detail) noexcept;
    void* subject;
    void* detail;
  };
  // Makes room for one note, so that a registration cannot fail after it was published. May throw.
  static void Reserve();
  static void Note(const Undo& undo) noexcept;

  // A failure that the initialiser itself reports through TVMFFIErrorSetRaised and leaves in the
  // slot.
  static void NoteExplicitError(TVMFFIObject* error) noexcept;

  struct Failure {
    // Owned.
    TVMFFIObject* error;
    // Where the thing was registered first, and where again; either may be NULL.
    const void* first_origin;
    const void* origin;
  };
  // First failure, or NULL. To be asked after the library was loaded.
  const Failure* FirstFailure();
  // Takes back, newest first, what code of the libraries with these base addresses has registered.
  void RollBack(const std::vector<const void*>& library_bases);
  // Bases of the libraries that caused failures.
  std::vector<const void*> FailedLibraries() const;

 private:
  friend class Refusal;
  LoadScope* outer_;
  TVMFFIObject* explicit_error_ = nullptr;
  std::vector<Undo> notes_;
  std::vector<Failure> failures_;
};

// Why a registration cannot be made. Filled under the registry lock, reported after it: an error
// carries a backtrace, and naming its frames takes the loader's lock.
class Refusal {
 public:
  [[gnu::cold]] void Set(Message message, Holes holes, const void* first_origin = nullptr) {
    kind_ = KindOf(message);
    text_ = FormatMessage(message, holes);
    first_origin_ = first_origin;
  }
  bool is_set() const { return kind_ != nullptr; }
  // Inside a load the refusal is noted and the result is 0, because callers in static initialisers
  // would end the process on -1; everywhere else the error is raised and the result is -1. origin:
  // code that asked.
  [[gnu::cold]] int Report(const void* origin) const noexcept;
  // The same, but the caller copes with -1: the error is always raised.
  [[gnu::cold]] int Raise() const noexcept;

 private:
  const char* kind_ = nullptr;
  std::string text_;
  const void* first_origin_ = nullptr;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TYPE_LOAD_SCOPE_H_
