// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ld/work_folder.cc: making, locking and clearing folders.
#include "ld/work_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <tvm/ffi/error.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

constexpr const char* kPrefix = "tvm_ffi_orcjit-";

std::string Parent() {
  const char* folder = std::getenv("TMPDIR");
  std::string parent = folder != nullptr && folder[0] != '\0' ? folder : "/tmp";
  while (parent.size() > 1 && parent.back() == '/') parent.pop_back();
  return parent;
}

template <typename Visit>
void ForEachEntry(const std::string& folder, Visit visit) {
  DIR* entries = opendir(folder.c_str());
  if (entries == nullptr) return;
  while (const dirent* entry = readdir(entries)) {
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0) {
      visit(std::string(entry->d_name));
    }
  }
  closedir(entries);
}

void RemoveFolder(const std::string& folder) {
  // The lock last: who holds it is the only one to remove.
  ForEachEntry(folder, [&](const std::string& name) {
    if (name != "lock") unlink((folder + "/" + name).c_str());
  });
  unlink((folder + "/lock").c_str());
  rmdir(folder.c_str());
}

// Removes the folders of this user that no process holds.
void RemoveAbandoned(const std::string& parent) {
  ForEachEntry(parent, [&](const std::string& name) {
    if (name.rfind(kPrefix, 0) != 0) return;
    const std::string folder = parent + "/" + name;
    struct stat info;
    if (lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != geteuid()) {
      return;
    }
    const int lock = open((folder + "/lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    // Without a lock it is one that is just being made.
    if (lock < 0) return;
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) RemoveFolder(folder);
    close(lock);
  });
}

struct Folder {
  std::mutex mutex;
  pid_t owner = 0;
  std::string path;
};

Folder& TheFolder() {
  static Folder* folder = new Folder();
  return *folder;
}

void RemoveAtExit() {
  const Folder& folder = TheFolder();
  if (folder.owner == getpid()) RemoveFolder(folder.path);
}

}  // namespace

std::string WorkFolder() {
  Folder& folder = TheFolder();
  std::lock_guard<std::mutex> lock(folder.mutex);
  if (folder.owner == getpid() && access(folder.path.c_str(), W_OK) == 0) return folder.path;
  const std::string parent = Parent();
  RemoveAbandoned(parent);
  std::string path = parent + "/" + kPrefix + "XXXXXX";
  const char* failed = mkdtemp(&path[0]) == nullptr ? path.c_str() : nullptr;
  if (failed != nullptr) {
    TVM_FFI_THROW(RuntimeError) << "cannot make a folder in '" << parent
                                << "': " << std::strerror(errno)
                                << "; set TMPDIR to a folder that can be written";
  }
  // Locked before it gets the name under which others look for it. Kept open for ever.
  const std::string fresh = path + "/lock.new";
  const int handle = open(fresh.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle < 0 || flock(handle, LOCK_EX | LOCK_NB) != 0 ||
      rename(fresh.c_str(), (path + "/lock").c_str()) != 0) {
    TVM_FFI_THROW(RuntimeError) << "cannot lock '" << path << "': " << std::strerror(errno);
  }
  const bool first = folder.owner == 0;
  folder.owner = getpid();
  folder.path = path;
  if (first) std::atexit(RemoveAtExit);
  return path;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
