// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// guest/registrations.h: what one library has handed out to the runtime, and whether any of it is
// still in use. The guest in the library reports here, from any thread.
// Invariant: the object lives as long as code of the library is mapped.
#ifndef TVM_FFI_ORCJIT_GUEST_REGISTRATIONS_H_
#define TVM_FFI_ORCJIT_GUEST_REGISTRATIONS_H_

#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "guest/guest.h"
#include "guest/live_blocks.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class Registrations {
 public:
  Registrations() = default;
  Registrations(const Registrations&) = delete;
  Registrations& operator=(const Registrations&) = delete;

  TVMFFIOrcJITGuest MakeGuest();

  // Between the two, this thread runs the library's constructors: what cannot be registered is
  // noted and looks like a success to them, since they have nobody to tell.
  void BeginLoad();
  // Throws the first failure, after it took back the functions registered since BeginLoad.
  void EndLoad();
  // Instead of EndLoad, when there is an error already.
  void AbandonLoad();
  // Whether code that was just loaded can go again, given that its globals are removed.
  bool CanDrop() const { return !kept_.load() && functions_.load() == 0; }

  // Takes back the global functions that are still the library's.
  void RemoveGlobals();
  // Whether code of the library, which lies in the ranges, may still be called by those who got
  // something from it. To be asked after RemoveGlobals.
  bool InUse(const std::vector<AddressRange>& ranges);
  // Whether that is for ever.
  bool IsKept() const { return kept_.load(); }

 private:
  friend struct HostTable;
  friend class ThreadExits;
  struct Global {
    std::string name;
    Function function;
  };
  int Refuse();
  int AddGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle f);
  void RemoveGlobalsFrom(size_t first);

  std::mutex mutex_;
  std::vector<Global> globals_;
  std::optional<Error> failure_;
  size_t first_of_load_ = 0;
  // The load around this one on the same thread.
  const Registrations* outer_ = nullptr;
  std::atomic<bool> kept_{false};
  // Functions made by the library that are alive.
  std::atomic<int64_t> functions_{0};
  LiveBlocks blocks_;
  // Thread-local objects that some thread has still to destroy.
  std::atomic<int64_t> thread_exits_{0};
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_GUEST_REGISTRATIONS_H_
