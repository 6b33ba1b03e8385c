// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// guest/registrations.cc: the host's side of the guest.
// Types cannot be taken back from the runtime, so a library that has described one stays; when the
// same object is loaded again, the description that is there serves it, too.
#include "guest/registrations.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <new>
#include <set>

#include "memory/thread_local.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

thread_local const Registrations* loading = nullptr;

Error MoveRaised() {
  TVMFFIObjectHandle raised = nullptr;
  TVMFFIErrorMoveFromRaised(&raised);
  return detail::ObjectUnsafe::ObjectRefFromOwned<Error>(static_cast<TVMFFIObject*>(raised));
}

// Members of types that libraries of ours have described: such a library is never unmapped.
class KnownMembers {
 public:
  static KnownMembers& Get() {
    static KnownMembers* members = new KnownMembers();
    return *members;
  }
  void Add(int32_t type_index, char kind, const TVMFFIByteArray* name) {
    std::lock_guard<std::mutex> lock(mutex_);
    names_[type_index].insert(kind + std::string(name->data, name->size));
  }
  bool Has(int32_t type_index, char kind, const TVMFFIByteArray* name) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = names_.find(type_index);
    return found != names_.end() && found->second.count(kind + std::string(name->data, name->size));
  }

 private:
  std::mutex mutex_;
  std::map<int32_t, std::set<std::string>> names_;
};

std::optional<Function> GlobalNow(const std::string& name) {
  const TVMFFIByteArray key{name.data(), name.size()};
  TVMFFIObjectHandle found = nullptr;
  if (TVMFFIFunctionGetGlobal(&key, &found) != 0 || found == nullptr) return std::nullopt;
  return detail::ObjectUnsafe::ObjectRefFromOwned<Function>(static_cast<TVMFFIObject*>(found));
}

// A function that the library made in C: its context is ours, so that we see it go.
struct GuestFunction {
  std::atomic<int64_t>* alive;
  void* self;
  TVMFFISafeCallType safe_call;
  void (*deleter)(void* self);

  static int Call(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
    const auto* function = static_cast<const GuestFunction*>(handle);
    return function->safe_call(function->self, args, num_args, result);
  }
  static void Delete(void* handle) {
    auto* function = static_cast<GuestFunction*>(handle);
    if (function->deleter != nullptr) function->deleter(function->self);
    function->alive->fetch_sub(1, std::memory_order_release);
    delete function;
  }
};

}  // namespace

// What this thread has to destroy when it ends, of all libraries.
class ThreadExits {
 public:
  static ThreadExits& OfThisThread() {
    // First, since the objects lie in what it holds: it must go last.
    TouchThreadLocals();
    static thread_local ThreadExits exits;
    return exits;
  }
  ~ThreadExits() {
    while (!entries_.empty()) RunLast();
  }
  void Add(Registrations* library, void (*destructor)(void*), void* object) {
    entries_.push_back({library, destructor, object});
    library->thread_exits_.fetch_add(1, std::memory_order_relaxed);
  }
  // Destroys what is of one library, the newest first.
  void Run(const Registrations* library) {
    std::stable_partition(entries_.begin(), entries_.end(),
                          [&](const Entry& entry) { return entry.library != library; });
    while (!entries_.empty() && entries_.back().library == library) RunLast();
  }

 private:
  struct Entry {
    Registrations* library;
    void (*destructor)(void*);
    void* object;
  };
  void RunLast() {
    const Entry entry = entries_.back();
    entries_.pop_back();
    entry.destructor(entry.object);
    entry.library->thread_exits_.fetch_sub(1, std::memory_order_release);
  }
  std::vector<Entry> entries_;
};

// Entries of the table; they are called by C code and must not throw.
struct HostTable {
  static Registrations* Of(void* library) { return static_cast<Registrations*>(library); }

  static int SetGlobal(void* library, const TVMFFIByteArray* name, TVMFFIObjectHandle f,
                       int allow_override) {
    if (TVMFFIFunctionSetGlobal(name, f, allow_override) != 0) return Of(library)->Refuse();
    return Of(library)->AddGlobal(name, f);
  }
  static int SetGlobalMethod(void* library, const TVMFFIMethodInfo* info, int allow_override) {
    if (TVMFFIFunctionSetGlobalFromMethodInfo(info, allow_override) != 0) {
      return Of(library)->Refuse();
    }
    return Of(library)->AddGlobal(&info->name, info->method.v_obj);
  }

  // Registers a member of a type by call, unless it is known from an earlier load.
  template <typename Call>
  static int Member(void* library, int32_t type_index, char kind, const TVMFFIByteArray* name,
                    Call call) {
    try {
      if (KnownMembers::Get().Has(type_index, kind, name)) return 0;
      if (call() != 0) return Of(library)->Refuse();
      Of(library)->kept_.store(true);
      KnownMembers::Get().Add(type_index, kind, name);
      return 0;
    } catch (const std::exception& error) {
      Of(library)->kept_.store(true);
      TVMFFIErrorSetRaisedFromCStr("RuntimeError", error.what());
      return -1;
    }
  }
  static int RegisterField(void* library, int32_t type_index, const TVMFFIFieldInfo* info) {
    return Member(library, type_index, 'f', &info->name,
                  [&] { return TVMFFITypeRegisterField(type_index, info); });
  }
  static int RegisterMethod(void* library, int32_t type_index, const TVMFFIMethodInfo* info) {
    return Member(library, type_index, 'm', &info->name,
                  [&] { return TVMFFITypeRegisterMethod(type_index, info); });
  }
  static int RegisterMetadata(void* library, int32_t type_index, const TVMFFITypeMetadata* info) {
    const TVMFFIByteArray none{"", 0};
    return Member(library, type_index, 't', &none,
                  [&] { return TVMFFITypeRegisterMetadata(type_index, info); });
  }
  static int RegisterAttr(void* library, int32_t type_index, const TVMFFIByteArray* name,
                          const TVMFFIAny* value) {
    return Member(library, type_index, 'a', name,
                  [&] { return TVMFFITypeRegisterAttr(type_index, name, value); });
  }

  static int FunctionCreate(void* library, void* self, TVMFFISafeCallType safe_call,
                            void (*deleter)(void* self), TVMFFIObjectHandle* out) {
    auto* function =
        new (std::nothrow) GuestFunction{&Of(library)->functions_, self, safe_call, deleter};
    if (function == nullptr) {
      TVMFFIErrorSetRaisedFromCStr("MemoryError", "out of memory");
      return -1;
    }
    function->alive->fetch_add(1, std::memory_order_relaxed);
    const int status =
        TVMFFIFunctionCreate(function, GuestFunction::Call, GuestFunction::Delete, out);
    if (status != 0) {
      // As the runtime has it, a function that was not made has not taken its context.
      function->alive->fetch_sub(1, std::memory_order_relaxed);
      delete function;
    }
    return status;
  }

  static int TensorFromDLPack(void* library, DLManagedTensor* from, int32_t require_alignment,
                              int32_t require_contiguous, TVMFFIObjectHandle* out) {
    Of(library)->kept_.store(true);
    return TVMFFITensorFromDLPack(from, require_alignment, require_contiguous, out);
  }
  static int TensorFromDLPackVersioned(void* library, DLManagedTensorVersioned* from,
                                       int32_t require_alignment, int32_t require_contiguous,
                                       TVMFFIObjectHandle* out) {
    Of(library)->kept_.store(true);
    return TVMFFITensorFromDLPackVersioned(from, require_alignment, require_contiguous, out);
  }

  static int ThreadAtExit(void* library, void (*destructor)(void*), void* object) {
    try {
      ThreadExits::OfThisThread().Add(Of(library), destructor, object);
      return 0;
    } catch (const std::bad_alloc&) {
      return -1;
    }
  }

  static void* Note(void* library, void* block) {
    if (block != nullptr && !Of(library)->blocks_.Add(block)) Of(library)->kept_.store(true);
    return block;
  }
  static void* Allocate(void* library, size_t size) { return Note(library, std::malloc(size)); }
  static void* AllocateCleared(void* library, size_t count, size_t size) {
    return Note(library, std::calloc(count, size));
  }
  static void* Reallocate(void* library, void* block, size_t size) {
    Of(library)->blocks_.Remove(block);
    void* moved = std::realloc(block, size);
    if (moved == nullptr && size != 0) Note(library, block);
    return Note(library, moved);
  }
  static int AllocateAligned(void* library, void** out, size_t alignment, size_t size) {
    const int status = posix_memalign(out, alignment, size);
    if (status == 0) Note(library, *out);
    return status;
  }
  static void* OperatorNew(void* library, size_t size) {
    return Note(library, ::operator new(size));
  }
  static void* OperatorNewAligned(void* library, size_t size, size_t alignment) {
    return Note(library, ::operator new(size, std::align_val_t{alignment}));
  }
  // Forgotten first: the address may be given out again at once.
  static void Release(void* library, void* block) {
    Of(library)->blocks_.Remove(block);
    std::free(block);
  }
  static void OperatorDelete(void* library, void* block) {
    Of(library)->blocks_.Remove(block);
    ::operator delete(block);
  }
  static void OperatorDeleteAligned(void* library, void* block, size_t alignment) {
    Of(library)->blocks_.Remove(block);
    ::operator delete(block, std::align_val_t{alignment});
  }

  static const TVMFFIOrcJITHost kTable;
};

const TVMFFIOrcJITHost HostTable::kTable = {
    HostTable::SetGlobal,
    HostTable::SetGlobalMethod,
    HostTable::RegisterField,
    HostTable::RegisterMethod,
    HostTable::RegisterMetadata,
    HostTable::RegisterAttr,
    HostTable::FunctionCreate,
    HostTable::TensorFromDLPack,
    HostTable::TensorFromDLPackVersioned,
    HostTable::ThreadAtExit,
    HostTable::Allocate,
    HostTable::AllocateCleared,
    HostTable::Reallocate,
    HostTable::AllocateAligned,
    HostTable::OperatorNew,
    HostTable::OperatorNewAligned,
    HostTable::Release,
    HostTable::OperatorDelete,
    HostTable::OperatorDeleteAligned,
};

TVMFFIOrcJITGuest Registrations::MakeGuest() { return {&HostTable::kTable, this}; }

void Registrations::BeginLoad() {
  TVMFFIObjectHandle stale = nullptr;
  TVMFFIErrorMoveFromRaised(&stale);
  TVMFFIObjectDecRef(stale);
  outer_ = std::exchange(loading, this);
  std::lock_guard<std::mutex> lock(mutex_);
  failure_.reset();
  first_of_load_ = globals_.size();
}

void Registrations::EndLoad() {
  loading = outer_;
  // What constructors leave behind that catch their own errors.
  TVMFFIObjectHandle raised = nullptr;
  TVMFFIErrorMoveFromRaised(&raised);
  std::optional<Error> failure;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    failure = std::move(failure_);
    failure_.reset();
  }
  if (raised != nullptr && !failure.has_value()) {
    TVMFFIErrorSetRaised(raised);
    failure = MoveRaised();
  }
  TVMFFIObjectDecRef(raised);
  if (!failure.has_value()) return;
  RemoveGlobalsFrom(first_of_load_);
  throw *failure;
}

void Registrations::AbandonLoad() {
  loading = outer_;
  RemoveGlobalsFrom(first_of_load_);
}

int Registrations::Refuse() {
  if (loading != this) return -1;
  Error error = MoveRaised();
  std::lock_guard<std::mutex> lock(mutex_);
  if (!failure_.has_value()) failure_ = std::move(error);
  return 0;
}

int Registrations::AddGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle f) {
  try {
    TVMFFIObjectIncRef(f);
    auto function =
        detail::ObjectUnsafe::ObjectRefFromOwned<Function>(static_cast<TVMFFIObject*>(f));
    std::lock_guard<std::mutex> lock(mutex_);
    globals_.push_back({std::string(name->data, name->size), std::move(function)});
  } catch (const std::exception&) {
    kept_.store(true);
  }
  return 0;
}

void Registrations::RemoveGlobals() { RemoveGlobalsFrom(0); }

void Registrations::RemoveGlobalsFrom(size_t first) {
  std::vector<Global> globals;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    globals.assign(globals_.begin() + static_cast<std::ptrdiff_t>(first), globals_.end());
  }
  static const Function remove = Function::GetGlobalRequired("ffi.FunctionRemoveGlobal");
  for (const Global& global : globals) {
    std::optional<Function> now = GlobalNow(global.name);
    if (now.has_value() && now->same_as(global.function)) remove(global.name);
  }
}

bool Registrations::InUse(const std::vector<AddressRange>& ranges) {
  if (kept_.load()) return true;
  std::vector<Global> unused;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const Global& global : globals_) {
      if (global.function.use_count() > 1) return true;
    }
    unused.swap(globals_);
  }
  // Those made in C are counted as alive until the list lets go of them.
  unused.clear();
  if (functions_.load(std::memory_order_acquire) != 0 || blocks_.HoldObjects(ranges)) return true;
  // Nothing will be called any more but the destructors of threads; those of this one can run now.
  if (thread_exits_.load(std::memory_order_acquire) != 0) ThreadExits::OfThisThread().Run(this);
  return thread_exits_.load(std::memory_order_acquire) != 0;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
