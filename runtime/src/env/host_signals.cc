// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// env/host_signals.cc: asks the host language whether a signal is pending (layer 1).
// The host registers its C functions by name; until then there is nothing to ask.
#include <tvm/ffi/extra/c_env_api.h>

#include <atomic>
#include <cstring>

#include "error/messages.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constinit std::atomic<void*> check_signals{nullptr};
constinit std::atomic<void*> gil_ensure{nullptr};
constinit std::atomic<void*> gil_release{nullptr};

struct HostFunction {
  const char* name;
  std::atomic<void*>* place;
};
constexpr HostFunction kHostFunctions[] = {
    {"PyErr_CheckSignals", &check_signals},
    {"PyGILState_Ensure", &gil_ensure},
    {"PyGILState_Release", &gil_release},
};

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIEnvRegisterCAPI(const char* name, void* symbol) {
  if (name == nullptr) return Raise(Message::kNullArgument, {__func__, "name"});
  for (const HostFunction& row : kHostFunctions) {
    if (std::strcmp(row.name, name) == 0) {
      row.place->store(symbol, std::memory_order_release);
      return 0;
    }
  }
  return Raise(Message::kEnvUnknownApi, {name});
}

int TVMFFIEnvCheckSignals(void) {
  using Check = int (*)();
  using Ensure = int (*)();
  using Release = void (*)(int);
  const auto check = reinterpret_cast<Check>(check_signals.load(std::memory_order_acquire));
  if (check == nullptr) return 0;
  const auto ensure = reinterpret_cast<Ensure>(gil_ensure.load(std::memory_order_acquire));
  const auto release = reinterpret_cast<Release>(gil_release.load(std::memory_order_acquire));
  if (ensure == nullptr || release == nullptr) return check() != 0 ? -1 : 0;
  const int state = ensure();
  const int pending = check();
  release(state);
  return pending != 0 ? -1 : 0;
}
