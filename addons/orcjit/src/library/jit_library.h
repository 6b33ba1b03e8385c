// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// library/jit_library.h: a library that grows by objects, on top of any engine.
// Objects that were added are linked when something is looked up that is not there yet; what fails
// to link leaves the library as it was. Any thread.
#ifndef TVM_FFI_ORCJIT_LIBRARY_JIT_LIBRARY_H_
#define TVM_FFI_ORCJIT_LIBRARY_JIT_LIBRARY_H_

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine.h"
#include "guest/registrations.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class JitLibrary {
 public:
  JitLibrary(std::shared_ptr<Engine> engine, std::string name);
  // What was handed out decides: the library is unmapped now, later, or never.
  ~JitLibrary();
  JitLibrary(const JitLibrary&) = delete;
  JitLibrary& operator=(const JitLibrary&) = delete;

  const std::string& name() const { return name_; }

  // Takes objects for the next link; RuntimeError when a name would be defined twice.
  void Add(std::vector<ObjectFile> objects);
  // Libraries that are asked for names before the process is; they stay alive with this one.
  // RuntimeError when that would be a circle.
  void SetLinkOrder(std::vector<std::shared_ptr<JitLibrary>> order);
  // Links what was added. On an error nothing of it is linked, and all of it waits for what was
  // missing.
  void Link();
  // Forgets what was added and not linked.
  void DropAdded();

  // Address of a symbol of this library alone, which is linked first if need be; else NULL.
  void* Find(const std::string& symbol);

  // The same without linking.
  void* FindLinked(const std::string& symbol);
  // How many bytes are mapped for the library from an address of it on.
  size_t BytesFrom(const void* address);
  // Whether something was linked since the last call.
  bool TakeChanged();

  // Unmaps what went out of use since its library died; done by every load as well.
  static void Sweep();

 private:
  bool Defines(const std::string& symbol) const { return linked_.count(symbol) != 0; }
  bool DependsOn(const JitLibrary* other);
  std::vector<Import> Resolve(const std::vector<ObjectFile>& objects);
  void LinkLocked();

  // Recursive, because a constructor may look something up.
  std::recursive_mutex mutex_;
  std::shared_ptr<Engine> engine_;
  std::string name_;
  std::unique_ptr<Registrations> registrations_;
  std::unique_ptr<EngineLibrary> code_;
  std::vector<std::shared_ptr<JitLibrary>> order_;
  std::vector<ObjectFile> added_;
  // Strong names, linked or added, with the object that defines them; and all linked names.
  std::map<std::string, std::string> strong_;
  std::set<std::string> linked_;
  bool changed_ = false;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_LIBRARY_JIT_LIBRARY_H_
