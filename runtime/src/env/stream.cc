// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// env/stream.cc: the current stream of every device, per thread (layer 1).
#include <tvm/ffi/extra/c_env_api.h>

#include <vector>

#include "abi/guard.h"
#include "error/messages.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr int32_t kMaxDeviceType = 65535;

struct DeviceStream {
  int32_t device_type;
  int32_t device_id;
  TVMFFIStreamHandle stream;
};
using Streams = std::vector<DeviceStream>;

// The pointer has no destructor, so that a lookup late in a thread's end finds "unset" instead of a
// dead vector.
thread_local Streams* thread_streams = nullptr;
struct StreamsOwner {
  void Touch() {}
  ~StreamsOwner() {
    delete thread_streams;
    thread_streams = nullptr;
  }
};
thread_local StreamsOwner streams_owner;

DeviceStream* FindStream(int32_t device_type, int32_t device_id) {
  if (thread_streams == nullptr) return nullptr;
  for (DeviceStream& one : *thread_streams) {
    if (one.device_type == device_type && one.device_id == device_id) return &one;
  }
  return nullptr;
}

int SetStream(int32_t device_type, int32_t device_id, TVMFFIStreamHandle stream,
              TVMFFIStreamHandle* original) {
  TVMFFIStreamHandle before = nullptr;
  if (DeviceStream* one = FindStream(device_type, device_id)) {
    before = one->stream;
    one->stream = stream;
  } else {
    if (thread_streams == nullptr) {
      streams_owner.Touch();
      thread_streams = new Streams();
    }
    thread_streams->push_back(DeviceStream{device_type, device_id, stream});
  }
  if (original != nullptr) *original = before;
  return 0;
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIEnvSetStream(int32_t device_type, int32_t device_id, TVMFFIStreamHandle stream,
                       TVMFFIStreamHandle* opt_out_original_stream) {
  if (device_type < 0 || device_type > kMaxDeviceType || device_id < 0) {
    return Raise(Message::kEnvDevice, {__func__, device_type, device_id});
  }
  return Guarded(
      [&] { return SetStream(device_type, device_id, stream, opt_out_original_stream); });
}

TVMFFIStreamHandle TVMFFIEnvGetStream(int32_t device_type, int32_t device_id) {
  const DeviceStream* one = FindStream(device_type, device_id);
  return one != nullptr ? one->stream : nullptr;
}
