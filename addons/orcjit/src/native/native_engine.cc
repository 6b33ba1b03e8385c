// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// native/native_engine.cc: linked memory comes to life: protection, unwinding, constructors.
#include "native/native_engine.h"

#include <sys/mman.h>
#include <tvm/ffi/error.h>

#include <memory>
#include <utility>

#include "memory/process_end.h"
#include "native/linker.h"
#include "native/unwind_table.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

class NativeEngine final : public Engine {
 public:
  explicit NativeEngine(const EngineOptions& options) : pool_(options.slab_size) {}
  const char* name() const override { return "native"; }
  std::unique_ptr<EngineLibrary> NewLibrary() override;
  int64_t ClearFreeSlabs() override { return pool_.ClearFree(); }
  SlabPool& pool() { return pool_; }

 private:
  SlabPool pool_;
};

// A set whose code can run.
class LiveImage {
 public:
  LiveImage(const LinkRequest& request, SlabPool* pool) : pool_(pool) {
    try {
      NativeLinker(request, pool, image_.get()).Run();
      for (const NativeImage::Protection& one : image_->protections) {
        if (one.size != 0 && mprotect(one.begin, one.size, one.flags) != 0) {
          TVM_FFI_THROW(RuntimeError) << "cannot link: the system refuses to protect memory";
        }
      }
    } catch (...) {
      Release();
      throw;
    }
    for (void* frame : image_->frames) __register_frame(frame);
  }
  ~LiveImage() {
    image_->init_fini.RunDestructors();
    if (ProcessEnds()) {
      // Somebody may be in the middle of it.
      static_cast<void>(image_.release());
      return;
    }
    for (void* frame : image_->frames) __deregister_frame(frame);
    Release();
  }
  LiveImage(const LiveImage&) = delete;
  LiveImage& operator=(const LiveImage&) = delete;

  NativeImage& image() { return *image_; }

 private:
  void Release() {
    image_->thread_locals.reset();
    image_->code_names.reset();
    if (image_->piece.slab != nullptr) pool_->Give(image_->piece);
  }
  SlabPool* pool_;
  std::unique_ptr<NativeImage> image_ = std::make_unique<NativeImage>();
};

class NativeLibrary final : public EngineLibrary {
 public:
  explicit NativeLibrary(SlabPool* pool) : pool_(pool) {}
  ~NativeLibrary() override {
    while (!sets_.empty()) DropLast();
  }

  void Link(const LinkRequest& request) override {
    sets_.push_back(std::make_unique<LiveImage>(request, pool_));
    sets_.back()->image().init_fini.RunConstructors();
  }
  void DropLast() override {
    std::unique_ptr<LiveImage> last = std::move(sets_.back());
    sets_.pop_back();
  }
  void* Find(const std::string& name) const override {
    for (auto set = sets_.rbegin(); set != sets_.rend(); ++set) {
      const auto& symbols = (*set)->image().symbols;
      const auto found = symbols.find(name);
      if (found != symbols.end()) return found->second;
    }
    return nullptr;
  }
  std::vector<AddressRange> Ranges() const override {
    std::vector<AddressRange> ranges;
    for (const auto& set : sets_) {
      const auto begin = reinterpret_cast<uintptr_t>(set->image().piece.begin);
      ranges.push_back({begin, begin + set->image().piece.size});
    }
    return ranges;
  }

 private:
  SlabPool* pool_;
  std::vector<std::unique_ptr<LiveImage>> sets_;
};

std::unique_ptr<EngineLibrary> NativeEngine::NewLibrary() {
  return std::make_unique<NativeLibrary>(&pool_);
}

}  // namespace

std::string WhyNoNativeEngine() {
#if defined(__x86_64__)
  return {};
#else
  return "it knows x86-64 only";
#endif
}

std::shared_ptr<Engine> MakeNativeEngine(const EngineOptions& options) {
  return std::make_shared<NativeEngine>(options);
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
