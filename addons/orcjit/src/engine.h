// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// engine.h: the one seam between what a session promises and who links.
// An engine makes libraries; a library takes sets of objects, one after the other. Everything that
// can be decided without linking (is it an object, who defines a name, what is missing) was decided
// before an engine is asked; an engine still throws RuntimeError for what it cannot link.
// Calls on one library come one at a time; different libraries are used from different threads.
#ifndef TVM_FFI_ORCJIT_ENGINE_H_
#define TVM_FFI_ORCJIT_ENGINE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "address_range.h"
#include "guest/guest.h"
#include "input/object_file.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class EngineLibrary;

// A name that the objects use and do not define, and where it was found.
struct Import {
  std::string name;
  void* address;
  // NULL: the process. The library itself: one of its earlier sets.
  const EngineLibrary* library;
};

struct LinkRequest {
  // Distinguishes this set from all others of the process; fit for a file name.
  std::string label;
  const std::vector<ObjectFile>* objects;
  const std::vector<Import>* imports;
  // The libraries that were asked for the imports, in this order, before the process was.
  std::vector<const EngineLibrary*> order;
  TVMFFIOrcJITGuest guest;
};

class EngineLibrary {
 public:
  // Runs the destructors of every set, newest first, and unmaps them.
  virtual ~EngineLibrary() = default;
  // Links one more set and runs its constructors. After an error nothing of the set remains.
  virtual void Link(const LinkRequest& request) = 0;
  // Runs the destructors of the newest set and unmaps it.
  virtual void DropLast() = 0;
  // Address of a name with default visibility that one of the sets defines, else NULL.
  virtual void* Find(const std::string& name) const = 0;
  // Memory that is mapped for the sets.
  virtual std::vector<AddressRange> Ranges() const = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual const char* name() const = 0;
  virtual std::unique_ptr<EngineLibrary> NewLibrary() = 0;
  // Gives memory back that was used and is not any more; the number of pieces.
  virtual int64_t ClearFreeSlabs() { return 0; }
};

struct EngineOptions {
  // 0: the engine's choice; below 0: no slabs.
  int64_t slab_size = 0;
};

// By name, else by TVM_FFI_ORCJIT_ENGINE, else the first one that can work here.
// ValueError for a name that does not exist, RuntimeError for an engine that cannot work here.
std::shared_ptr<Engine> MakeEngine(const std::string& name, const EngineOptions& options);
// The engines that can work here, the default first.
std::vector<std::string> AvailableEngines();

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_ENGINE_H_
