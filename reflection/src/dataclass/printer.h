// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind ReprPrint (layer 2).
// Writes one text over an explicit stack. A node that contains itself prints as `...` there; the
// text of a node with several owners is copied, not made again.
#ifndef TVM_FFI_DATACLASS_PRINTER_H_
#define TVM_FFI_DATACLASS_PRINTER_H_

#include <tvm/ffi/string.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../traversal/child_cursor.h"
#include "../traversal/content.h"
#include "../traversal/frame_stack.h"
#include "../traversal/hook.h"
#include "../traversal/seen_table.h"

namespace tvm {
namespace ffi {
namespace dataclass {

class Printer {
 public:
  Printer();
  std::string Run(const TVMFFIAny& root);

 private:
  struct Frame {
    explicit Frame(const TVMFFIAny& value)
        : node(traversal::Own(value)), content(value), fields(nullptr) {}

    Any node;
    traversal::Content content;
    int64_t next = 0;
    traversal::FieldCursor fields;
    std::optional<traversal::MapCursor> entries;
    Any pending_value;
    bool at_value = false;
    bool tracked = false;
    size_t begin = 0;

    TVMFFIObject* object() const { return traversal::Raw(node).v_obj; }
  };
  /// Where the text of a finished node lies, in which of the nested texts.
  struct Known {
    bool done = false;
    uint64_t text = 0;
    size_t begin = 0;
    size_t size = 0;
  };

  /// Prints a value completely, or pushes a frame and returns false.
  bool Visit(const TVMFFIAny& value, uint32_t owners);
  bool VisitObject(const TVMFFIAny& value, uint32_t owners);
  /// Prints up to the next frame; true when the top frame is complete.
  bool Step();
  bool StepSeq();
  bool StepMap();
  bool StepFields();
  void Close();
  void PrintOpaque(const TVMFFIAny& value);
  void PrintByHook(const TVMFFIAny& value);
  std::string RunNested(AnyView value);
  void Record(TVMFFIObject* obj, size_t begin);
  void AppendAddress(const TVMFFIObject* obj);
  void CheckLength() const;

  traversal::FrameStack<Frame> stack_;
  traversal::SeenTable<Known> seen_;
  std::string out_;
  /// Hooks get texts of their own; each has a number.
  uint64_t text_ = 0;
  uint64_t texts_ = 0;
  bool with_address_;
  std::vector<Any> kept_;
  std::unique_ptr<traversal::Session<Printer>> session_;
  std::optional<Function> callback_;
};

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_DATACLASS_PRINTER_H_
