// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/session.h: the object `tvm_ffi_orcjit.ExecutionSession`, which makes libraries with one
// engine.
#ifndef TVM_FFI_ORCJIT_MODULE_SESSION_H_
#define TVM_FFI_ORCJIT_MODULE_SESSION_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/object.h>

#include <memory>

#include "engine.h"
#include "input/object_file.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class ExecutionSessionObj : public Object {
 public:
  explicit ExecutionSessionObj(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {}

  const std::shared_ptr<Engine>& engine() const { return engine_; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("tvm_ffi_orcjit.ExecutionSession", ExecutionSessionObj, Object);

 private:
  std::shared_ptr<Engine> engine_;
};

class ExecutionSession : public ObjectRef {
 public:
  // orc_rt: "auto", a path, bytes or None; our engines need no runtime library, so it is only
  // checked. engine: a name, or empty for the default.
  ExecutionSession(const Any& orc_rt, int64_t slab_size, const std::string& engine);
  // The one of the process; made at the first call, never destroyed.
  static ExecutionSession Default();

  Module CreateLibrary(const String& name) const;
  // All the objects in one new library, linked; the root of the modules embedded in it, if any.
  Module LoadModule(const Array<ObjectSource>& objects, const String& name) const;

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(ExecutionSession, ObjectRef, ExecutionSessionObj);
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MODULE_SESSION_H_
