// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// plan.cc: from a function's metadata text to its Plan (core module).
// The text is read by tvm_ffi._signature, imported on first need; the outcome is kept with the
// function, also when nothing is known.
#include <new>
#include <string_view>

#include "function.h"
#include "keywords.h"
#include "result.h"

namespace tvm_ffi_py {

void clear_target(Target* target) {
  Py_CLEAR(target->owner);
  Py_CLEAR(target->name);
  Py_CLEAR(target->metadata);
  Py_CLEAR(target->doc);
  if (target->plan != nullptr) {
    Py_CLEAR(target->plan->lend_tensor.names);
    Py_CLEAR(target->plan->take_sequence.names);
  }
  delete std::exchange(target->plan, nullptr);
}

static GlobalFunction g_global_metadata{"ffi.GetGlobalFuncMetadata"};
static GlobalFunction g_module_metadata{"ffi.ModuleGetFunctionMetadata"};

// Metadata of the global function of this name, if it still is this function.
static PyObject* global_metadata(const Target* target, void* handle) {
  Py_ssize_t size;
  const char* data = PyUnicode_AsUTF8AndSize(target->name, &size);
  if (data == nullptr) return nullptr;
  const TVMFFIByteArray name{data, static_cast<size_t>(size)};
  void* found = nullptr;
  if (TVMFFIFunctionGetGlobal(&name, &found) != 0 || found == nullptr) return nullptr;
  dec_ref(found);
  if (handle != nullptr && found != handle) return nullptr;
  CallFrame frame;
  if (set_arg(frame, target->name, &frame.args[0]) < 0) return nullptr;
  return g_global_metadata(frame.args, 1);
}

static PyObject* module_metadata(const Target* target) {
  CallFrame frame;
  if (set_arg(frame, target->owner, &frame.args[0]) < 0 ||
      set_arg(frame, target->name, &frame.args[1]) < 0) {
    return nullptr;
  }
  set_pod(&frame.args[2], kTVMFFIBool, 1);
  return g_module_metadata(frame.args, 3);
}

static PyObject* metadata_of(const Target* target, void* handle) {
  switch (target->origin) {
    case Origin::kGlobal:
      return global_metadata(target, handle);
    case Origin::kModule:
      return module_metadata(target);
    case Origin::kMetadata:
      return Py_XNewRef(target->metadata);
    default:
      return nullptr;
  }
}

// Quotes inside of values are escaped, so a key in plain quotes is a key of the text itself.
static bool is_false(std::string_view text, std::string_view key) {
  size_t at = text.find(key);
  if (at == std::string_view::npos) return false;
  at = text.find_first_not_of(" :", at + key.size());
  return at != std::string_view::npos && text.substr(at, 5) == "false";
}

CallChoices choices_of(PyObject* metadata) {
  Py_ssize_t size;
  const char* data = PyUnicode_Check(metadata) ? PyUnicode_AsUTF8AndSize(metadata, &size) : nullptr;
  if (data == nullptr) return {false, false};
  const std::string_view text(data, static_cast<size_t>(size));
  // The signature is a text in the text, hence the backslashes. A doc that holds the same words
  // costs the short way, nothing else.
  constexpr std::string_view kByName = R"(\"kind\":\"keyword_only\")";
  return {is_false(text, "\"release_gil\""), text.find(kByName) != std::string_view::npos};
}

COLD CallChoices choices_of(const Target* target, void* handle) {
  const SavedError saved;
  Ref text(metadata_of(target, handle));
  const CallChoices choices = text ? choices_of(text.get()) : CallChoices{false, false};
  PyErr_Clear();
  return choices;
}

void bind_always(Target* target) {
  target->fills_defaults = true;
  target->fills_from = 0;
  target->fills_to = INT32_MAX;
}

// tvm_ffi._signature.NAME(text) -> int
static uint64_t read_bits(const char* name, PyObject* text) {
  Ref read(import_attr("tvm_ffi._signature", name));
  Ref bits(read ? PyObject_CallFunctionObjArgs(read.get(), text, nullptr) : nullptr);
  return bits ? PyLong_AsUnsignedLongLongMask(bits.get()) : 0;
}

static void fill(Plan* plan, const Target* target, void* handle) {
  Ref text(metadata_of(target, handle));
  if (!text || !PyUnicode_Check(text.get()) || PyUnicode_GetLength(text.get()) == 0) return;
  plan->lend_tensor.bits = read_bits("lend_bits", text.get());
  if (!PyErr_Occurred()) plan->take_sequence.bits = read_bits("sequence_bits", text.get());
}

COLD const Plan* plan_of(const Target* target, void* handle) {
  if (target == nullptr) return nullptr;
  if (target->plan != nullptr) return target->plan;
  auto* plan = new (std::nothrow) Plan{};
  if (plan == nullptr) return nullptr;
  {
    const SavedError saved;
    if (target->origin != Origin::kNone) fill(plan, target, handle);
    PyErr_Clear();
  }
  // Python code ran: another thread or a recursion may have been here first.
  Plan*& place = const_cast<Target*>(target)->plan;
  if (place != nullptr) {
    delete plan;
  } else {
    place = plan;
  }
  return place;
}

// tvm_ffi._signature.NAME(text) -> tuple[str, ...]
static PyObject* read_names(const char* name, void* handle) {
  Ref text(describe_function(handle));
  Ref read(text ? import_attr("tvm_ffi._signature", name) : nullptr);
  Ref names(read ? PyObject_CallFunctionObjArgs(read.get(), text.get(), nullptr) : nullptr);
  return names && PyTuple_CheckExact(names.get()) ? names.release() : PyTuple_New(0);
}

COLD PyObject* names_of(const Target* target, void* handle, Plan::Chosen Plan::* chosen) {
  const Plan* plan = plan_of(target, handle);
  if (plan == nullptr || (plan->*chosen).bits == 0) return nullptr;
  if ((plan->*chosen).names != nullptr) return (plan->*chosen).names;
  const SavedError saved;
  PyObject* made =
      read_names(chosen == &Plan::lend_tensor ? "lend_names" : "sequence_names", handle);
  PyErr_Clear();
  // Python code ran: another thread or a recursion may have been here first.
  PyObject*& place = (const_cast<Plan*>(plan)->*chosen).names;
  if (place != nullptr) {
    Py_XDECREF(made);
  } else {
    place = made;
  }
  return place;
}

}  // namespace tvm_ffi_py
