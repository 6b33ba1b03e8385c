// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The printing traversal (layer 2).
#include "printer.h"

#include <tvm/ffi/enum.h>
#include <tvm/ffi/error.h>

#include <cstdio>
#include <cstdlib>

#include "leaf_text.h"

namespace tvm {
namespace ffi {
namespace dataclass {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

HookColumn repr_hooks{"__ffi_repr__"};

/// Shared nodes print wherever they occur, so a small graph can have an enormous text.
constexpr size_t kMaxText = size_t{1} << 28;

/// The two objects that stand for "no value".
const char* SentinelName(const TVMFFIObject* obj) {
  static constexpr const char* kNames[2][2] = {{"ffi.GetInvalidObject", "<MISSING>"},
                                               {"ffi.GetKwargsObject", "<KWARGS>"}};
  for (const auto& name : kNames) {
    if (std::optional<Function> get = Function::GetGlobal(name[0])) {
      const Any sentinel = (*get)();
      if (IsObject(Raw(sentinel)) && Raw(sentinel).v_obj == obj) return name[1];
    }
  }
  return nullptr;
}

bool AddressesWanted() {
  const char* flag = std::getenv("TVM_FFI_REPR_WITH_ADDR");
  return flag != nullptr && flag[0] == '1' && flag[1] == '\0';
}

}  // namespace

Printer::Printer() : stack_("ObjectGraphDFS"), with_address_(AddressesWanted()) {}

std::string Printer::Run(const TVMFFIAny& root) {
  const size_t base = stack_.size();
  if (!Visit(root, 1)) {
    while (stack_.size() > base) {
      if (!Step()) continue;
      Close();
    }
  }
  return std::move(out_);
}

void Printer::CheckLength() const {
  if (out_.size() > kMaxText) {
    TVM_FFI_THROW(ValueError) << "ReprPrint: text longer than " << kMaxText << " bytes";
  }
}

void Printer::AppendAddress(const TVMFFIObject* obj) {
  if (!with_address_) return;
  char buffer[32];
  std::snprintf(buffer, sizeof(buffer), "@%p", static_cast<const void*>(obj));
  out_ += buffer;
}

bool Printer::Visit(const TVMFFIAny& value, uint32_t owners) {
  return AppendLeaf(value, &out_) || VisitObject(value, owners);
}

void Printer::Record(TVMFFIObject* obj, size_t begin) {
  seen_.Insert(obj) = Known{true, text_, begin, out_.size() - begin};
}

bool Printer::VisitObject(const TVMFFIAny& value, uint32_t owners) {
  TVMFFIObject* obj = value.v_obj;
  const int32_t index = value.type_index;
  CheckLength();
  const bool tracked = UseCount(obj) > owners;
  if (tracked) {
    if (const Known* known = seen_.Find(obj)) {
      if (!known->done) {
        out_ += "...";
        return true;
      }
      if (known->text == text_) {
        out_.reserve(out_.size() + known->size);
        out_.append(out_.data() + known->begin, known->size);
        return true;
      }
    }
    seen_.Insert(obj) = Known{};
  }
  const size_t begin = out_.size();
  const bool seq = IsSeq(index);
  const bool map = IsMap(index);
  if (!seq && !map) {
    const TVMFFITypeInfo* type = TypeOf(index);
    FieldCursor visible(type);
    const bool enumerator = reinterpret_cast<const Object*>(obj)->IsInstance<EnumObj>();
    const bool hooked = !enumerator && repr_hooks.Has(index);
    if (enumerator || hooked || visible.NextWithout(kTVMFFIFieldFlagBitMaskReprOff) == nullptr) {
      if (hooked) {
        PrintByHook(value);
      } else {
        PrintOpaque(value);
      }
      if (tracked) Record(obj, begin);
      return true;
    }
    Frame& frame = stack_.Push(value);
    frame.tracked = tracked;
    frame.begin = begin;
    frame.fields = FieldCursor(type);
    out_ += TextOf(type->type_key);
    AppendAddress(obj);
    out_ += '(';
    return false;
  }
  Frame& frame = stack_.Push(value);
  frame.tracked = tracked;
  frame.begin = begin;
  if (map) frame.entries.emplace(frame.content.object());
  out_ += map ? '{' : (index == kTVMFFIArray ? '(' : '[');
  return false;
}

/// Enumerators, sentinels and objects that show no field.
void Printer::PrintOpaque(const TVMFFIAny& value) {
  const auto* obj = reinterpret_cast<const Object*>(value.v_obj);
  if (value.type_index == kTVMFFIObject) {
    if (const char* name = SentinelName(value.v_obj)) {
      out_ += name;
      return;
    }
  }
  out_ += TypeKeyOf(value.type_index);
  if (obj->IsInstance<EnumObj>()) {
    const String& name = static_cast<const EnumObj*>(obj)->_str_index;
    out_ += '.';
    out_.append(name.data(), name.size());
  }
  AppendAddress(value.v_obj);
}

bool Printer::Step() {
  Frame& frame = stack_.top();
  if (frame.entries.has_value()) return StepMap();
  return IsSeq(Raw(frame.node).type_index) ? StepSeq() : StepFields();
}

bool Printer::StepSeq() {
  while (true) {
    Frame& frame = stack_.top();
    const TVMFFIAny* element = ElementOf(frame.content.object(), frame.next);
    if (element == nullptr) return true;
    if (frame.next++ != 0) out_ += ", ";
    if (!Visit(*element, frame.content.owners())) return false;
  }
}

bool Printer::StepMap() {
  while (true) {
    Frame& frame = stack_.top();
    if (frame.at_value) {
      const Any value = std::move(frame.pending_value);
      frame.at_value = false;
      out_ += ": ";
      if (!Visit(Raw(value), frame.content.owners() + 1)) return false;
      continue;
    }
    const MapItem* item = frame.entries->Next();
    if (item == nullptr) return true;
    if (frame.next++ != 0) out_ += ", ";
    frame.pending_value = Own(item->value);
    frame.at_value = true;
    if (!Visit(item->key, frame.content.owners())) return false;
  }
}

bool Printer::StepFields() {
  while (true) {
    Frame& frame = stack_.top();
    const TVMFFIFieldInfo* field = frame.fields.NextWithout(kTVMFFIFieldFlagBitMaskReprOff);
    if (field == nullptr) return true;
    if (frame.next++ != 0) out_ += ", ";
    out_ += TextOf(field->name);
    out_ += '=';
    const FieldValue value(frame.object(), field);
    if (!Visit(value.cell(), value.owners())) return false;
  }
}

void Printer::Close() {
  Frame& frame = stack_.top();
  const int32_t index = Raw(frame.node).type_index;
  if (index == kTVMFFIArray && frame.next == 1) out_ += ',';
  if (frame.entries.has_value()) {
    out_ += '}';
  } else {
    out_ += index == kTVMFFIList ? ']' : ')';
  }
  if (IsSeq(index) || IsMap(index)) AppendAddress(frame.object());
  if (frame.tracked) Record(frame.object(), frame.begin);
  stack_.Pop();
}

std::string Printer::RunNested(AnyView value) {
  kept_.push_back(Any(value));
  std::string outer = std::move(out_);
  const uint64_t outer_text = text_;
  out_.clear();
  text_ = ++texts_;
  std::string text;
  try {
    text = Run(Raw(kept_.back()));
  } catch (...) {
    out_ = std::move(outer);
    text_ = outer_text;
    throw;
  }
  out_ = std::move(outer);
  text_ = outer_text;
  return text;
}

void Printer::PrintByHook(const TVMFFIAny& value) {
  std::optional<Function> hook = repr_hooks.Find(value.type_index);
  if (session_ == nullptr) {
    session_ = std::make_unique<Session<Printer>>(this);
    callback_ = session_->Callback<String, AnyView>(
        [](Printer& self, AnyView child) { return String(self.RunNested(child)); });
  }
  const Any keep = Own(value);
  const size_t depth = stack_.size();
  const String text = (*hook)(keep, *callback_).cast<String>();
  // A hook may have swallowed an error of its callback.
  stack_.Shrink(depth);
  out_.append(text.data(), text.size());
}

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
