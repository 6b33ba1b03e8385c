// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ld/run_linker.cc: finding it, starting it, and telling why it failed.
#include "ld/run_linker.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <tvm/ffi/error.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "input/object_file.h"

extern char** environ;

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

bool IsProgram(const std::string& path) { return access(path.c_str(), X_OK) == 0; }

std::string SearchPath(const std::string& name) {
  if (name.find('/') != std::string::npos) return IsProgram(name) ? name : std::string();
  const char* variable = std::getenv("PATH");
  std::string folders = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  size_t at = 0;
  while (at <= folders.size()) {
    const size_t end = std::min(folders.find(':', at), folders.size());
    const std::string path = folders.substr(at, end - at) + "/" + name;
    if (end > at && IsProgram(path)) return path;
    at = end + 1;
  }
  return {};
}

struct Spawned {
  posix_spawn_file_actions_t actions;
  Spawned() { posix_spawn_file_actions_init(&actions); }
  ~Spawned() { posix_spawn_file_actions_destroy(&actions); }
};

// What the linker said, without the names of its own files.
std::string Shorten(std::string text, const std::string& linker, const std::string& folder) {
  for (const std::string& part : {linker + ": ", folder + "/", std::string("warning: ")}) {
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
      text.erase(at, part.size());
    }
  }
  while (!text.empty() && text.back() == '\n') text.pop_back();
  constexpr size_t kLimit = 4000;
  if (text.size() > kLimit) text = text.substr(0, kLimit) + "\n…";
  return text;
}

std::string Advice(const std::string& said) {
  if (said.find("can not be used when making a shared object") != std::string::npos) {
    return "compile the object with -fPIC: ";
  }
  return {};
}

}  // namespace

std::string FindLinker() {
  if (const char* wanted = std::getenv("TVM_FFI_ORCJIT_LD")) return SearchPath(wanted);
  for (const char* name : {"ld", "ld.bfd", "ld.lld"}) {
    std::string path = SearchPath(name);
    if (!path.empty()) return path;
  }
  return {};
}

void RunLinker(const std::string& linker, const std::vector<std::string>& arguments,
               const std::string& folder, const std::string& label) {
  std::vector<char*> argv{const_cast<char*>(linker.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const std::string output = folder + "/" + label + ".txt";
  Spawned spawned;
  posix_spawn_file_actions_addopen(&spawned.actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&spawned.actions, 1, output.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&spawned.actions, 1, 2);
  pid_t child = 0;
  const int error =
      posix_spawn(&child, linker.c_str(), &spawned.actions, nullptr, argv.data(), environ);
  if (error != 0) {
    TVM_FFI_THROW(RuntimeError) << "cannot start the linker '" << linker
                                << "': " << std::strerror(error);
  }
  int status = 0;
  pid_t waited = 0;
  do {
    waited = waitpid(child, &status, 0);
  } while (waited < 0 && errno == EINTR);
  std::string said = ReadFile(output);
  unlink(output.c_str());
  // A host that ignores its children (SIGCHLD) cannot be told how this one ended; then the missing
  // output file is what fails.
  if (waited == child && WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (waited != child && said.empty()) return;
  if (said.empty() && WIFSIGNALED(status)) {
    said = std::string("it was ended by signal ") + std::to_string(WTERMSIG(status));
  }
  said = Shorten(said, linker, folder);
  TVM_FFI_THROW(RuntimeError) << "cannot link: " << Advice(said) << said;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
