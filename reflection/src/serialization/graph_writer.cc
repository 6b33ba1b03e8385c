// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The writing traversal (layer 2).
#include "graph_writer.h"

#include <tvm/ffi/dtype.h>
#include <tvm/ffi/enum.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/base64.h>
#include <tvm/ffi/reflection/creator.h>

#include <string>

#include "../traversal/hook.h"
#include "inline_field.h"

namespace tvm {
namespace ffi {
namespace serialization {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

HookColumn to_json_hooks{"__data_to_json__"};
HookColumn any_hash_hooks{"__any_hash__"};

[[noreturn]] void ThrowCycle(int32_t type_index) {
  const std::string what = type_index == kTVMFFIList   ? "List"
                           : type_index == kTVMFFIDict ? "Dict"
                                                       : TypeKeyOf(type_index);
  TVM_FFI_THROW(ValueError) << "Cycle detected during serialization: a " << what
                            << " contains itself";
  TVM_FFI_UNREACHABLE();
}

String TypeName(int32_t type_index) {
  if (type_index == kTVMFFISmallStr) type_index = kTVMFFIStr;
  if (type_index == kTVMFFISmallBytes) type_index = kTVMFFIBytes;
  const TVMFFIByteArray key = TypeOf(type_index)->type_key;
  return String(key.data, key.size);
}

}  // namespace

int64_t GraphWriter::Run(const TVMFFIAny& root) {
  int64_t index = Visit(root);
  while (stack_.size() > 0) {
    if (!Step()) continue;
    index = Close();
    stack_.Pop();
    if (stack_.size() > 0) Feed(index);
  }
  return index;
}

int64_t GraphWriter::Emit(const TVMFFIAny& value, const String& type, std::optional<Any> data) {
  json::Object node;
  node.Set(String("type"), type);
  if (data.has_value()) node.Set(String("data"), *std::move(data));
  const int64_t index = static_cast<int64_t>(nodes_.size());
  nodes_.push_back(std::move(node));
  const bool by_identity =
      IsObject(value) && !IsStr(value.type_index) && !IsBytes(value.type_index);
  if (by_identity) by_object_.Insert(value.v_obj).index = index;
  if (!by_identity || any_hash_hooks.Has(value.type_index)) by_content_.emplace(Own(value), index);
  return index;
}

/// The data of a value without children; empty for the others.
std::optional<Any> GraphWriter::LeafData(const TVMFFIAny& value) {
  switch (value.type_index) {
    case kTVMFFIBool:
    case kTVMFFIInt:
    case kTVMFFIFloat:
    case kTVMFFISmallStr:
    case kTVMFFIStr:
      return Own(value);
    case kTVMFFIDataType:
      return Any(DLDataTypeToString(value.v_dtype));
    case kTVMFFIDevice:
      return Any(json::Array{static_cast<int64_t>(value.v_device.device_type),
                             static_cast<int64_t>(value.v_device.device_id)});
    case kTVMFFISmallBytes:
    case kTVMFFIBytes: {
      const std::string_view bytes = TextOf(value);
      return Any(Base64Encode(TVMFFIByteArray{bytes.data(), bytes.size()}));
    }
    case kTVMFFIShape: {
      const auto* shape = BodyOf<TVMFFIShapeCell>(value.v_obj);
      return Any(json::Array(shape->data, shape->data + shape->size));
    }
    default:
      return std::nullopt;
  }
}

int64_t GraphWriter::Visit(const TVMFFIAny& value) {
  const int32_t index = value.type_index;
  const bool object = IsObject(value);
  if (!object || IsStr(index) || IsBytes(index) || any_hash_hooks.Has(index)) {
    const auto known = by_content_.find(*reinterpret_cast<const Any*>(&value));
    if (known != by_content_.end()) return known->second;
  }
  if (object && !IsStr(index) && !IsBytes(index)) {
    if (const Known* known = by_object_.Find(value.v_obj)) {
      if (known->index < 0) ThrowCycle(index);
      return known->index;
    }
  }
  if (index == kTVMFFINone) return Emit(value, TypeName(index), std::nullopt);
  if (std::optional<Any> data = LeafData(value)) {
    return Emit(value, TypeName(index), std::move(data));
  }
  if (!object) {
    TVM_FFI_THROW(RuntimeError) << "Cannot serialize type `" << TypeKeyOf(index) << "`";
  }
  return VisitObject(value);
}

int64_t GraphWriter::VisitObject(const TVMFFIAny& value) {
  const int32_t index = value.type_index;
  TVMFFIObject* obj = value.v_obj;
  const auto* typed = reinterpret_cast<const Object*>(obj);
  const TVMFFITypeInfo* type = TypeOf(index);
  const bool container = IsSeq(index) || IsMap(index);
  if (!container) {
    if (std::optional<Function> hook = to_json_hooks.Find(index)) {
      const Any keep = Own(value);
      return Emit(value, TypeName(index), (*hook)(keep));
    }
    if (typed->IsInstance<IntEnumObj>()) {
      return Emit(value, TypeName(index), Any(static_cast<const EnumObj*>(typed)->_int_index));
    }
    if (typed->IsInstance<EnumObj>()) {
      return Emit(value, TypeName(index), Any(static_cast<const EnumObj*>(typed)->_str_index));
    }
    using namespace reflection;  // NOLINT(google-build-using-namespace)
    if (!HasCreator(type)) {
      TVM_FFI_THROW(TypeError) << "Type `" << TextOf(type->type_key)
                               << "` does not support ToJSONGraph (no native creator or "
                                  "__ffi_new__ type attr)";
    }
  }
  Frame& frame = stack_.Push(value);
  if (IsMap(index)) {
    frame.entries.emplace(frame.content.object());
  } else if (!container) {
    frame.fields = FieldCursor(type);
  }
  by_object_.Insert(obj);
  return -1;
}

bool GraphWriter::Step() {
  while (true) {
    Frame& frame = stack_.top();
    int64_t child = -1;
    if (frame.entries.has_value()) {
      if (frame.at_value) {
        const Any value = std::move(frame.pending_value);
        child = Visit(Raw(value));
      } else {
        const MapItem* item = frame.entries->Next();
        if (item == nullptr) return true;
        frame.pending_value = Own(item->value);
        child = Visit(item->key);
      }
    } else if (IsSeq(Raw(frame.node).type_index)) {
      const TVMFFIAny* element = ElementOf(frame.content.object(), frame.next);
      if (element == nullptr) return true;
      ++frame.next;
      child = Visit(*element);
    } else {
      return StepFields();
    }
    if (child < 0) return false;
    Feed(child);
  }
}

bool GraphWriter::StepFields() {
  while (true) {
    Frame& frame = stack_.top();
    frame.field = frame.fields.Next();
    if (frame.field == nullptr) return true;
    Any value;
    ReadField(frame.source(), frame.field, &value);
    if (IsInlineField(frame.field)) {
      const String name(frame.field->name.data, frame.field->name.size);
      if (value.type_index() == kTVMFFIDataType) value = *LeafData(Raw(value));
      frame.object.Set(name, std::move(value));
      continue;
    }
    const int64_t child = Visit(Raw(value));
    if (child < 0) return false;
    Feed(child);
  }
}

/// Takes the index of the top frame's current child.
void GraphWriter::Feed(int64_t child) {
  Frame& frame = stack_.top();
  if (frame.field != nullptr) {
    frame.object.Set(String(frame.field->name.data, frame.field->name.size), child);
    return;
  }
  frame.list.push_back(child);
  frame.at_value = frame.entries.has_value() && !frame.at_value;
}

int64_t GraphWriter::Close() {
  Frame& frame = stack_.top();
  const TVMFFIAny& value = Raw(frame.node);
  const bool container = IsSeq(value.type_index) || IsMap(value.type_index);
  Any data = container ? Any(std::move(frame.list)) : Any(std::move(frame.object));
  return Emit(value, TypeName(value.type_index), std::move(data));
}

}  // namespace serialization
}  // namespace ffi
}  // namespace tvm
