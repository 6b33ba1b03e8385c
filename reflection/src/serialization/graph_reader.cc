// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The reading traversal (layer 2).
#include "graph_reader.h"

#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/enum.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/base64.h>
#include <tvm/ffi/reflection/creator.h>

#include <limits>

#include "../traversal/hook.h"
#include "../traversal/shallow_copy.h"
#include "inline_field.h"

namespace tvm {
namespace ffi {
namespace serialization {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

HookColumn from_json_hooks{"__data_from_json__"};

int32_t TypeIndexOf(const String& key) {
  const TVMFFIByteArray name{key.data(), key.size()};
  int32_t index = 0;
  if (TVMFFITypeKeyToIndex(&name, &index) != 0) ThrowRaised();
  return index;
}

bool IsEnumType(int32_t type_index) {
  const TVMFFITypeInfo* type = TypeOf(type_index);
  const int32_t base = EnumObj::RuntimeTypeIndex();
  return type_index == base || (type->type_depth > EnumObj::_type_depth &&
                                type->type_ancestors[EnumObj::_type_depth]->type_index == base);
}

DLDevice ReadDevice(const json::Array& data) {
  if (data.size() != 2) {
    TVM_FFI_THROW(ValueError) << "Invalid JSON Object Graph: Device data must be an array of "
                                 "[device_type, device_id], got "
                              << data.size() << " element(s)";
  }
  int64_t parts[2] = {data[0].cast<int64_t>(), data[1].cast<int64_t>()};
  for (int64_t part : parts) {
    if (part < std::numeric_limits<int32_t>::min() || part > std::numeric_limits<int32_t>::max()) {
      TVM_FFI_THROW(ValueError) << "Invalid JSON Object Graph: Device number " << part
                                << " does not fit in 32 bits";
    }
  }
  return TVMFFIDLDeviceFromIntPair(static_cast<int32_t>(parts[0]), static_cast<int32_t>(parts[1]));
}

Any ReadEnumerator(int32_t type_index, const Any& data) {
  if (data.type_index() == kTVMFFIInt) {
    return Any(EnumObj::_GetByIntIndex(type_index, data.cast<int64_t>()));
  }
  return Any(EnumObj::_GetByStrIndex(type_index, data.cast<String>()));
}

std::optional<Any> Entry(const json::Object& object, const String& key) {
  const auto it = object.find(key);
  if (it == object.end()) return std::nullopt;
  return (*it).second;
}

}  // namespace

GraphReader::GraphReader(json::Array nodes)
    : nodes_(std::move(nodes)),
      values_(nodes_.size()),
      states_(nodes_.size(), State::kUnread),
      stack_("FromJSONGraph") {}

Any GraphReader::Run(int64_t root) {
  if (!Require(root)) {
    while (stack_.size() > 0) {
      if (!Step()) continue;
      Frame& frame = stack_.top();
      Done(frame.index, std::move(frame.value));
      stack_.Pop();
    }
  }
  return values_[static_cast<size_t>(root)];
}

void GraphReader::Done(int64_t index, Any value) {
  values_[static_cast<size_t>(index)] = std::move(value);
  states_[static_cast<size_t>(index)] = State::kRead;
}

bool GraphReader::Require(int64_t index) {
  if (index < 0 || static_cast<uint64_t>(index) >= states_.size()) {
    TVM_FFI_THROW(ValueError) << "Invalid JSON Object Graph: invalid node index " << index;
  }
  const State state = states_[static_cast<size_t>(index)];
  if (state == State::kOpen) {
    TVM_FFI_THROW(ValueError) << "Invalid JSON Object Graph: node " << index << " refers to itself";
  }
  return state == State::kRead || Open(index);
}

std::optional<Any> GraphReader::ReadLeaf(int32_t type_index, const json::Object& node) {
  if (type_index == kTVMFFINone) return Any(nullptr);
  const Any data = node.at(String("data"));
  switch (type_index) {
    case kTVMFFIBool:
      return Any(data.cast<bool>());
    case kTVMFFIInt:
      return Any(data.cast<int64_t>());
    case kTVMFFIFloat:
      return Any(data.cast<double>());
    case kTVMFFIStr:
      return Any(data.cast<String>());
    case kTVMFFIDataType:
      return Any(data.cast<DLDataType>());
    case kTVMFFIDevice:
      return Any(ReadDevice(data.cast<json::Array>()));
    case kTVMFFIBytes:
      return Any(Base64Decode(data.cast<String>()));
    case kTVMFFIShape:
      return Any(Shape(data.cast<Array<int64_t>>()));
    default:
      break;
  }
  if (std::optional<Function> hook = from_json_hooks.Find(type_index)) return (*hook)(data);
  if (type_index >= kTVMFFIStaticObjectBegin && IsEnumType(type_index)) {
    return ReadEnumerator(type_index, data);
  }
  return std::nullopt;
}

bool GraphReader::Open(int64_t index) {
  const json::Object node = nodes_[index].cast<json::Object>();
  const int32_t type_index = TypeIndexOf(node.at(String("type")).cast<String>());
  if (std::optional<Any> leaf = ReadLeaf(type_index, node)) {
    Done(index, *std::move(leaf));
    return true;
  }
  const Any data = node.at(String("data"));
  Frame& frame = stack_.Push(index);
  frame.type_index = type_index;
  if (IsSeq(type_index) || IsMap(type_index)) {
    frame.list = data.cast<json::Array>();
    if (IsMap(type_index) && frame.list.size() % 2 != 0) {
      TVM_FFI_THROW(ValueError) << "Invalid JSON Object Graph: Map/Dict data must contain an even "
                                   "number of [key, value] entries, got "
                                << frame.list.size();
    }
    frame.items.reserve(frame.list.size());
  } else {
    const TVMFFITypeInfo* type = TypeOf(type_index);
    using namespace reflection;  // NOLINT(google-build-using-namespace)
    frame.value = ObjectRef(CreateEmptyObject(type));
    frame.object = data.cast<json::Object>();
    frame.fields = FieldCursor(type);
    frame.field = frame.fields.Next();
  }
  states_[static_cast<size_t>(index)] = State::kOpen;
  return false;
}

bool GraphReader::Step() {
  Frame* frame = &stack_.top();
  return IsSeq(frame->type_index) || IsMap(frame->type_index) ? StepList(frame) : StepFields(frame);
}

bool GraphReader::StepList(Frame* frame) {
  const int64_t size = static_cast<int64_t>(frame->list.size());
  for (; frame->next < size; ++frame->next) {
    const int64_t child = frame->list[frame->next].cast<int64_t>();
    if (!Require(child)) return false;
    frame->items.push_back(values_[static_cast<size_t>(child)]);
  }
  std::vector<Any>& items = frame->items;
  switch (frame->type_index) {
    case kTVMFFIArray:
      frame->value = Array<Any>(items.begin(), items.end());
      break;
    case kTVMFFIList:
      frame->value = List<Any>(items.begin(), items.end());
      break;
    case kTVMFFIDict: {
      Dict<Any, Any> dict;
      for (size_t i = 0; i < items.size(); i += 2) dict.Set(items[i], items[i + 1]);
      frame->value = std::move(dict);
      break;
    }
    default: {
      std::vector<std::pair<Any, Any>> pairs;
      pairs.reserve(items.size() / 2);
      for (size_t i = 0; i < items.size(); i += 2) pairs.emplace_back(items[i], items[i + 1]);
      frame->value = Map<Any, Any>(pairs.begin(), pairs.end());
      break;
    }
  }
  return true;
}

bool GraphReader::StepFields(Frame* frame) {
  for (; frame->field != nullptr; frame->field = frame->fields.Next()) {
    const TVMFFIFieldInfo* field = frame->field;
    TVMFFIObject* obj = Raw(frame->value).v_obj;
    std::optional<Any> data = Entry(frame->object, String(field->name.data, field->name.size));
    if (!data.has_value()) {
      if ((field->flags & kTVMFFIFieldFlagBitMaskHasDefault) == 0) {
        TVM_FFI_THROW(TypeError) << "Required field `" << TextOf(field->name)
                                 << "` not set in type `" << TypeKeyOf(frame->type_index) << "`";
      }
      reflection::SetFieldToDefault(field, FieldAddress(obj, field));
      continue;
    }
    if (IsInlineField(field)) {
      WriteField(obj, field, Raw(*data));
      continue;
    }
    const int64_t child = data->cast<int64_t>();
    if (!Require(child)) return false;
    WriteField(obj, field, Raw(values_[static_cast<size_t>(child)]));
  }
  return true;
}

}  // namespace serialization
}  // namespace ffi
}  // namespace tvm
