// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The generated constructor: ffi._RegisterFFIInit gives a type an __ffi_init__ that binds fields
// (layer 2). Arguments are checked before the object is made; message texts are contract.
#include "auto_init.h"

#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/creator.h>
#include <tvm/ffi/reflection/registry.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "init_plan.h"
#include "sentinel.h"

namespace tvm::ffi::reflection::detail {
namespace {

std::string_view View(TVMFFIByteArray text) { return {text.data, text.size}; }

[[noreturn]] TVM_FFI_NO_INLINE void Fail(const InitPlan& plan, const std::string& what) {
  TVM_FFI_THROW(TypeError) << View(plan.type_info()->type_key) << ".__ffi_init__() " << what;
  TVM_FFI_UNREACHABLE();
}

std::string Quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

/// Values by field, borrowed from the arguments; room for small types without the heap.
class Bindings {
 public:
  explicit Bindings(size_t size) {
    if (size > small_.size()) {
      large_.resize(size);
      data_ = large_.data();
    } else {
      small_.fill(nullptr);
      data_ = small_.data();
    }
  }
  const TVMFFIAny*& operator[](size_t i) { return data_[i]; }

 private:
  std::array<const TVMFFIAny*, 24> small_;
  std::vector<const TVMFFIAny*> large_;
  const TVMFFIAny** data_;
};

const TVMFFIAny* Raw(const AnyView* view) { return reinterpret_cast<const TVMFFIAny*>(view); }

int CountPositional(PackedArgs args) {
  const Object* kwargs = KwargsSentinel().get();
  for (int i = 0; i < args.size(); ++i) {
    if (Raw(args.data() + i)->type_index == TypeIndex::kTVMFFIObject &&
        Raw(args.data() + i)->v_ptr == kwargs) {
      return i;
    }
  }
  return args.size();
}

void BindPositional(const InitPlan& plan, PackedArgs args, int count, Bindings& values) {
  if (static_cast<size_t>(count) > plan.positional().size()) {
    Fail(plan, "takes at most " + std::to_string(plan.positional().size()) +
                   " positional argument(s), but " + std::to_string(count) + " were given");
  }
  for (int i = 0; i < count; ++i) {
    values[plan.positional()[static_cast<size_t>(i)]] = Raw(args.data() + i);
  }
}

void BindNamed(const InitPlan& plan, PackedArgs args, int first, Bindings& values) {
  if ((args.size() - first) % 2 != 0) {
    Fail(plan, "KWARGS requires an even number of key-value arguments");
  }
  for (int i = first; i < args.size(); i += 2) {
    const String name = args[i].cast<String>();
    ptrdiff_t index = plan.IndexOf({name.data(), name.size()});
    // `class_` names the field `class` where a language keeps that word for itself.
    if (index < 0 && name.size() > 1 && name.data()[name.size() - 1] == '_') {
      index = plan.IndexOf({name.data(), name.size() - 1});
    }
    if (index < 0) {
      Fail(plan, "got an unexpected keyword argument " + Quoted({name.data(), name.size()}));
    }
    const TVMFFIAny*& value = values[static_cast<size_t>(index)];
    if (value != nullptr) {
      Fail(plan, "got multiple values for argument " + Quoted({name.data(), name.size()}));
    }
    value = Raw(args.data() + i + 1);
  }
}

void CheckNothingMissing(const InitPlan& plan, Bindings& values) {
  for (size_t i = 0; i < plan.fields().size(); ++i) {
    const TVMFFIFieldInfo& field = plan.fields()[i];
    if (values[i] != nullptr) continue;
    if (field.flags & (kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitMaskInitOff)) {
      continue;
    }
    const bool named = (field.flags & kTVMFFIFieldFlagBitMaskKwOnly) != 0;
    Fail(plan, std::string(named ? "missing required keyword-only argument: "
                                 : "missing required argument: ") +
                   Quoted(View(field.name)));
  }
}

// Says which field, keeps kind and backtrace, and carries the original along.
[[noreturn]] TVM_FFI_NO_INLINE void RethrowForField(const InitPlan& plan,
                                                    const TVMFFIFieldInfo& field,
                                                    const char* what) {
  Error error = ::tvm::ffi::detail::MoveFromSafeCallRaised();
  std::string message = std::string(View(plan.type_info()->type_key)) + ".__ffi_init__() " + what +
                        " " + Quoted(View(field.name)) + ":\n  " + error.message();
  throw Error(error.kind(), std::move(message), error.backtrace(), error, error.extra_context());
}

void SetFields(const InitPlan& plan, Object* object, Bindings& values) {
  for (size_t i = 0; i < plan.fields().size(); ++i) {
    const TVMFFIFieldInfo& field = plan.fields()[i];
    void* address = reinterpret_cast<char*>(object) + field.offset;
    if (values[i] != nullptr) {
      if (CallFieldSetter(&field, address, values[i]) != 0) RethrowForField(plan, field, "field");
    } else if (field.flags & kTVMFFIFieldFlagBitMaskHasDefault) {
      if (CallFieldSetterToDefault(&field, address) != 0) {
        RethrowForField(plan, field, "default for field");
      }
    }
  }
}

/// Whether every argument stands for the field of its own number: nothing to bind or to look for.
bool MatchesFields(const InitPlan& plan, PackedArgs args) {
  if (!plan.takes_fields_in_order() || static_cast<size_t>(args.size()) != plan.fields().size()) {
    return false;
  }
  for (int i = 0; i < args.size(); ++i) {
    if (Raw(args.data() + i)->type_index == TypeIndex::kTVMFFIObject) return false;  // KWARGS?
  }
  return true;
}

ObjectRef MakeInOrder(const InitPlan& plan, PackedArgs args) {
  ObjectPtr<Object> object = CreateEmptyObject(plan.type_info());
  const TVMFFIFieldInfo* field = plan.fields().data();
  for (int i = 0; i < args.size(); ++i, ++field) {
    void* address = reinterpret_cast<char*>(object.get()) + field->offset;
    if (CallFieldSetter(field, address, Raw(args.data() + i)) != 0) [[unlikely]] {
      RethrowForField(plan, *field, "field");
    }
  }
  return ObjectRef(std::move(object));
}

/// Makes objects of one type; the plan is made on the first call.
class AutoInit {
 public:
  explicit AutoInit(int32_t type_index) : state_(std::make_shared<State>()) {
    state_->type_index = type_index;
  }

  void operator()(PackedArgs args, Any* result) const {
    const InitPlan* made = state_->ready.load(std::memory_order_acquire);
    const InitPlan& plan = made != nullptr ? *made : MakePlan();
    if (MatchesFields(plan, args)) {
      *result = MakeInOrder(plan, args);
      return;
    }
    Bindings values(plan.fields().size());
    const int count = CountPositional(args);
    BindPositional(plan, args, count, values);
    if (count < args.size()) BindNamed(plan, args, count + 1, values);
    CheckNothingMissing(plan, values);
    ObjectPtr<Object> object = CreateEmptyObject(plan.type_info());
    SetFields(plan, object.get(), values);
    *result = ObjectRef(std::move(object));
  }

 private:
  struct State {
    int32_t type_index;
    std::once_flag once;
    std::unique_ptr<InitPlan> plan;
    std::atomic<const InitPlan*> ready{nullptr};
  };

  TVM_FFI_NO_INLINE const InitPlan& MakePlan() const {
    std::call_once(state_->once, [this] {
      state_->plan = std::make_unique<InitPlan>(TVMFFIGetTypeInfo(state_->type_index));
      state_->ready.store(state_->plan.get(), std::memory_order_release);
    });
    return *state_->plan;
  }
  std::shared_ptr<State> state_;
};

}  // namespace

Function MakeAutoInit(int32_t type_index) { return Function::FromPacked(AutoInit(type_index)); }

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef().def("ffi._RegisterFFIInit", [](int32_t type_index) {
    RegisterTypeAttr(type_index, type_attr::kInit.name, MakeAutoInit(type_index));
  });
}

}  // namespace tvm::ffi::reflection::detail
