// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The way from the root to a node as text for an error message (layer 2): `<root>.a[0]["k"]`.
// Very long ways are cut in the middle, so that a message stays a message.
#ifndef TVM_FFI_TRAVERSAL_PATH_TEXT_H_
#define TVM_FFI_TRAVERSAL_PATH_TEXT_H_

#include <string>

#include "value.h"

namespace tvm {
namespace ffi {
namespace traversal {

/// One step down from a node.
struct Step {
  enum Kind : uint8_t { kNone, kAttr, kItem, kKey };
  Kind kind = kNone;
  int64_t index = 0;
  TVMFFIByteArray attr{nullptr, 0};
  TVMFFIAny key{};
};

/// Appends a step; keys print as their repr.
void AppendStep(const Step& step, std::string* text);

/// Text of the steps of frames[0..]; Frame::step() gives each frame's current step.
template <typename Frames>
std::string PathText(const Frames& frames) {
  constexpr size_t kShownAtEachEnd = 16;
  std::string text = "<root>";
  for (size_t i = 0; i < frames.size(); ++i) {
    if (i == kShownAtEachEnd && frames.size() > 2 * kShownAtEachEnd) {
      i = frames.size() - kShownAtEachEnd;
      text += "...";
    }
    AppendStep(frames[i].step(), &text);
  }
  return text;
}

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_PATH_TEXT_H_
