// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/shared_library.h: loading one shared library as a transaction (layer 1).
// A library that was opened stays mapped as long as the process: objects, closures and types made
// by it carry code of it, and nobody can tell when the last of them is gone. One that failed to
// initialise stays mapped, too, but nothing that it registered is kept, and every later attempt to
// load it gets the same error.
#ifndef TVM_FFI_MODULE_SHARED_LIBRARY_H_
#define TVM_FFI_MODULE_SHARED_LIBRARY_H_

#include <string>

namespace tvm {
namespace ffi {
namespace detail {

class SharedLibrary {
 public:
  // NULL with the error raised when it cannot be loaded. Any thread.
  static SharedLibrary* Open(const std::string& path);

  // NULL when neither the library nor one that it needs exports the name.
  void* Find(const char* symbol) const noexcept;
  const std::string& path() const { return path_; }
  // Start of the mapped library, as FindOrigin gives it.
  const void* base() const { return base_; }

 private:
  SharedLibrary(std::string path, void* handle, const void* base)
      : path_(std::move(path)), handle_(handle), base_(base) {}
  std::string path_;
  void* handle_;
  const void* base_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_MODULE_SHARED_LIBRARY_H_
