// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ownership.cc: see ownership.h (core module). Runs inside of the collector: nothing here makes
// Python objects, runs Python code or lets go of the last reference to anything.
#include "ownership.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "callback.h"
#include "container.h"
#include "opaque.h"

namespace tvm_ffi_py {

constexpr int kMaxDepth = 128;

static int visit_contents(void* handle, int depth, visitproc visit, void* arg);

static int visit_element(const TVMFFIAny& element, int depth, visitproc visit, void* arg) {
  if (!holds_object(element) || both_counts(element.v_ptr) != kBothOne) return 0;
  return visit_contents(element.v_ptr, depth, visit, arg);
}

static int visit_elements(void* handle, int depth, visitproc visit, void* arg) {
  const ContainerLock lock(handle);
  const auto* cell = body_of<TVMFFISeqCell>(handle);
  for (int64_t i = 0; i < cell->size; ++i) {
    const int rc = visit_element(static_cast<const TVMFFIAny*>(cell->data)[i], depth, visit, arg);
    if (rc != 0) return rc;
  }
  return 0;
}

static int visit_entries(void* handle, int depth, visitproc visit, void* arg) {
  const ContainerLock lock(handle);
  MapCursor cursor(handle);
  const TVMFFIAny *key, *value;
  while (cursor.next(&key, &value)) {
    int rc = visit_element(*key, depth, visit, arg);
    if (rc == 0) rc = visit_element(*value, depth, visit, arg);
    if (rc != 0) return rc;
  }
  return 0;
}

static bool may_hold_object(const TVMFFIFieldInfo& field) {
  const int32_t index = field.field_static_type_index;
  if (index >= 0 && index < kTVMFFIStaticObjectBegin) return false;
  return index != kTVMFFIStr && index != kTVMFFIBytes && index != kTVMFFIShape &&
         index != kTVMFFITensor;
}

// Whether a field keeps the object in its own memory, as a pointer or in a cell; an accessor may
// return one that belongs to something else.
static bool is_stored(const char* place, int64_t size, void* object) {
  void* stored;
  if (size == sizeof(void*)) {
    std::memcpy(&stored, place, sizeof(stored));
    return stored == object;
  }
  if (size != sizeof(TVMFFIAny)) return false;
  std::memcpy(&stored, place + offsetof(TVMFFIAny, v_ptr), sizeof(stored));
  return stored == object;
}

// Fields are read through their accessor, which knows their representation; it adds a reference.
static int visit_field(const TVMFFIFieldInfo& field, char* object, int depth, visitproc visit,
                       void* arg) {
  if (field.getter == nullptr || !may_hold_object(field)) return 0;
  OwnedAny value;
  char* place = object + field.offset;
  if (field.getter(place, &value.value) != 0) {
    void* error = nullptr;
    TVMFFIErrorMoveFromRaised(&error);
    dec_ref(error);
    return 0;
  }
  if (!holds_object(value.value)) return 0;
  void* held = value.value.v_ptr;
  if (both_counts(held) != kBothOne + 1 || !is_stored(place, field.size, held)) return 0;
  return visit_contents(held, depth, visit, arg);
}

// Of a type and its ancestors, until look returns anything but 0.
template <class Look>
static int each_field(int32_t type_index, Look look) {
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index);
  for (int32_t level = 1; level <= info->type_depth; ++level) {
    const TVMFFITypeInfo* of = level == info->type_depth ? info : info->type_ancestors[level];
    for (int32_t i = 0; i < of->num_fields; ++i) {
      const int rc = look(of->fields[i]);
      if (rc != 0) return rc;
    }
  }
  return 0;
}

static int visit_fields(void* handle, int depth, visitproc visit, void* arg) {
  return each_field(type_index_of(handle), [&](const TVMFFIFieldInfo& field) {
    return visit_field(field, static_cast<char*>(handle), depth, visit, arg);
  });
}

// Of an object that has no other owner.
static int visit_contents(void* handle, int depth, visitproc visit, void* arg) {
  if (depth == kMaxDepth) return 0;
  switch (type_index_of(handle)) {
    case kTVMFFIFunction:
      Py_VISIT(callback_of(handle));
      return 0;
    case kTVMFFIOpaquePyObject:
      Py_VISIT(opaque_content(handle));
      return 0;
    case kTVMFFIArray:
    case kTVMFFIList:
      return visit_elements(handle, depth + 1, visit, arg);
    case kTVMFFIMap:
    case kTVMFFIDict:
      return visit_entries(handle, depth + 1, visit, arg);
    default:
      return type_index_of(handle) < kTVMFFIDynObjectBegin
                 ? 0
                 : visit_fields(handle, depth + 1, visit, arg);
  }
}

int visit_owned(void* handle, visitproc visit, void* arg) {
  return both_counts(handle) == kBothOne ? visit_contents(handle, 0, visit, arg) : 0;
}

int visit_owned_value(const TVMFFIAny& value, visitproc visit, void* arg) {
  return visit_element(value, 0, visit, arg);
}

// Whether the type schema in a field's metadata is made of plain values only.
static bool is_plain_by_schema(const TVMFFIByteArray& metadata) {
  constexpr std::string_view kWord = "\\\"type\\\":\\\"";
  constexpr std::string_view kPlain[] = {"int",        "float",     "bool",       "None",
                                         "Device",     "DataType",  "ffi.String", "ffi.Bytes",
                                         "ffi.Tensor", "ffi.Shape", "Optional",   "Variant"};
  const std::string_view text(metadata.data == nullptr ? "" : metadata.data, metadata.size);
  size_t at = text.find(kWord);
  if (at == std::string_view::npos) return false;
  for (; at != std::string_view::npos; at = text.find(kWord, at)) {
    at += kWord.size();
    const std::string_view word = text.substr(at, text.find('\\', at) - at);
    if (std::find(std::begin(kPlain), std::end(kPlain), word) == std::end(kPlain)) return false;
  }
  return true;
}

bool leads_to_objects(int32_t type_index) {
  if (type_index < kTVMFFIDynObjectBegin) return false;
  return each_field(type_index, [](const TVMFFIFieldInfo& field) {
           return may_hold_object(field) && !is_plain_by_schema(field.metadata) ? 1 : 0;
         }) != 0;
}

}  // namespace tvm_ffi_py
