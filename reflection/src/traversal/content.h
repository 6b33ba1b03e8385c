// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What a traversal reads of a node (layer 2).
// Other threads, and hooks, may change a List or a Dict while it is traversed. Its content is
// copied under its lock when the traversal enters it, so a traversal sees each of them as it was at
// one moment and what it reads stays alive. Everything else is read where it lies.
#ifndef TVM_FFI_TRAVERSAL_CONTENT_H_
#define TVM_FFI_TRAVERSAL_CONTENT_H_

#include "value.h"

namespace tvm {
namespace ffi {
namespace traversal {

/// The elements of a List as an Array, the entries of a Dict as a Map.
Any Snapshot(const TVMFFIAny& shared);

class Content {
 public:
  explicit Content(const TVMFFIAny& node) : object_(node.v_obj) {
    if (node.type_index == kTVMFFIList || node.type_index == kTVMFFIDict) {
      snapshot_ = Snapshot(node);
      object_ = Raw(snapshot_).v_obj;
    }
  }
  /// An Array or a Map where the node is a container, else the node itself.
  TVMFFIObject* object() const { return object_; }
  /// References to each child that the node and the traversal hold.
  uint32_t owners() const { return snapshot_.type_index() == kTVMFFINone ? 1 : 2; }

 private:
  Any snapshot_;
  TVMFFIObject* object_;
};

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_CONTENT_H_
