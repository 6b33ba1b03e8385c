// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Text of one step of a path (layer 2).
#include "path_text.h"

#include <tvm/ffi/extra/dataclass.h>

namespace tvm {
namespace ffi {
namespace traversal {

void AppendStep(const Step& step, std::string* text) {
  switch (step.kind) {
    case Step::kNone:
      return;
    case Step::kAttr:
      *text += '.';
      *text += TextOf(step.attr);
      return;
    case Step::kItem:
      *text += '[';
      *text += std::to_string(step.index);
      *text += ']';
      return;
    case Step::kKey: {
      const String repr = ReprPrint(Own(step.key));
      *text += '[';
      text->append(repr.data(), repr.size());
      *text += ']';
      return;
    }
  }
}

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
