// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// traceback.cc: native frames in Python tracebacks and Python frames in native backtraces (core
// module). The common text form is one line per frame, `  File "f", line n, in g`, most recent
// first. Code objects made for such lines are kept, since the same few lines fail again and again.
#include <string_view>

#include "error.h"

namespace tvm_ffi_py {

constexpr Py_ssize_t kMaxCachedLines = 4096;

struct FrameLine {
  std::string_view file;
  std::string_view function;
  int line;
};

// Reads `  File "f", line n, in g`; false for any other text.
static bool parse_line(std::string_view text, FrameLine* out) {
  const size_t start = text.find("File \"");
  if (start == std::string_view::npos) return false;
  const size_t file = start + 6;
  const size_t quote = text.find("\", line ", file);
  if (quote == std::string_view::npos) return false;
  size_t at = quote + 8;
  int64_t line = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9' && line < INT32_MAX / 10 - 1) {
    line = line * 10 + (text[at++] - '0');
  }
  if (text.substr(at, 5) != ", in ") return false;
  out->file = text.substr(file, quote - file);
  out->line = static_cast<int>(line);
  out->function = text.substr(at + 5);
  return true;
}

static PyObject* code_for(std::string_view text) {
  State& s = state();
  Ref key(PyBytes_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size())));
  if (!key) return nullptr;
  PyObject* cached = PyDict_GetItemWithError(s.code_cache, key.get());
  if (cached != nullptr) return Py_NewRef(cached);
  FrameLine frame;
  if (PyErr_Occurred() || !parse_line(text, &frame)) return nullptr;
  Ref file(PyUnicode_DecodeUTF8(frame.file.data(), static_cast<Py_ssize_t>(frame.file.size()),
                                "backslashreplace"));
  Ref function(PyUnicode_DecodeUTF8(
      frame.function.data(), static_cast<Py_ssize_t>(frame.function.size()), "backslashreplace"));
#if PY_VERSION_HEX < 0x030A0000
  // Before 3.10 traceback reads any file as Python source, and fails on a library without line
  // information; names in angle brackets are left alone.
  if (file && frame.line == 0) file = Ref(PyUnicode_FromFormat("<%U>", file.get()));
#endif
  Ref code(file && function ? place_code(file.get(), function.get(), frame.line) : nullptr);
  if (!code) return nullptr;
  if (PyDict_GET_SIZE(s.code_cache) >= kMaxCachedLines) PyDict_Clear(s.code_cache);
  if (PyDict_SetItem(s.code_cache, key.get(), code.get()) < 0) return nullptr;
  return code.release();
}

static void add_frame(std::string_view text) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  Ref code(code_for(text));
  PyErr_Clear();
  PyFrameObject* frame = nullptr;
  if (code) {
    frame = place_frame(code.get(), state().frame_globals);
    PyErr_Clear();
  }
  PyErr_Restore(type, value, traceback);
  if (frame == nullptr) return;
  PyTraceBack_Here(frame);
  Py_DECREF(frame);
}

// Frames of this module, and those without a name, tell a reader nothing.
static bool is_own_frame(std::string_view line) {
  return line.find("tvm_ffi_py::") != std::string_view::npos ||
         line.find("tvm_ffi/native/") != std::string_view::npos;
}

// Own frames in front belong to a callback; the first one behind others is where Python asked for
// the call.
void add_backtrace_frames(const TVMFFIByteArray& backtrace) {
  std::string_view rest(backtrace.data == nullptr ? "" : backtrace.data, backtrace.size);
  bool seen_others = false;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.empty()) continue;
    if (is_own_frame(line)) {
      if (seen_others) return;
      continue;
    }
    seen_others = true;
    if (line.find("in <unknown>") == std::string_view::npos) add_frame(line);
  }
}

TVMFFIByteArray lines_beyond(const TVMFFIByteArray& backtrace, PyObject* traceback) {
  std::string_view rest(backtrace.data == nullptr ? "" : backtrace.data, backtrace.size);
  Ref at = Ref::borrow(traceback);
  while (at && at.get() != Py_None && !rest.empty()) {
    const size_t end = rest.find('\n');
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    at = Ref(PyObject_GetAttr(at.get(), names().tb_next));
  }
  PyErr_Clear();
  return TVMFFIByteArray{rest.data(), rest.size()};
}

static int append_frame(PyObject* lines, PyObject* traceback) {
  Ref frame(PyObject_GetAttrString(traceback, "tb_frame"));
  Ref line(PyObject_GetAttrString(traceback, "tb_lineno"));
  if (!frame || !line) return -1;
  Ref code(as_py(PyFrame_GetCode(reinterpret_cast<PyFrameObject*>(frame.get()))));
  Ref file(PyObject_GetAttrString(code.get(), "co_filename"));
  Ref function(PyObject_GetAttrString(code.get(), "co_name"));
  if (!file || !function) return -1;
  Ref text(PyUnicode_FromFormat("  File \"%S\", line %S, in %S\n", file.get(), line.get(),
                                function.get()));
  return text ? PyList_Append(lines, text.get()) : -1;
}

PyObject* backtrace_text(PyObject* traceback) {
  Ref lines(PyList_New(0));
  if (!lines) return nullptr;
  Ref at = Ref::borrow(traceback);
  while (at && at.get() != Py_None) {
    if (append_frame(lines.get(), at.get()) < 0) return nullptr;
    at = Ref(PyObject_GetAttr(at.get(), names().tb_next));
    if (!at) return nullptr;
  }
  if (PyList_Reverse(lines.get()) < 0) return nullptr;
  Ref empty(PyUnicode_FromString(""));
  return empty ? PyUnicode_Join(empty.get(), lines.get()) : nullptr;
}

static bool is_traceback(PyObject* o) {
  if (o == Py_None || PyTraceBack_Check(o)) return true;
  PyErr_Format(PyExc_TypeError, "expected traceback object or None, got '%s'",
               type_name(Py_TYPE(o)));
  return false;
}

// core._append_frame(traceback | None, line) -> traceback with the line's frame in front.
PyObject* append_frame_to(PyObject*, PyObject* args) {
  PyObject* traceback;
  TVMFFIByteArray line;
  Py_ssize_t size;
  if (!PyArg_ParseTuple(args, "Os#:_append_frame", &traceback, &line.data, &size)) return nullptr;
  line.size = static_cast<size_t>(size);
  if (!is_traceback(traceback)) return nullptr;
  PyErr_SetString(PyExc_RuntimeError, "");
  PyObject *type, *value, *old;
  PyErr_Fetch(&type, &value, &old);
  Py_XDECREF(old);
  PyErr_Restore(type, value, traceback == Py_None ? nullptr : Py_NewRef(traceback));
  add_backtrace_frames(line);
  PyErr_Fetch(&type, &value, &old);
  Py_XDECREF(type);
  Py_XDECREF(value);
  return old != nullptr ? old : Py_NewRef(Py_None);
}

// core._backtrace_text(traceback | None) -> str
PyObject* backtrace_text_of(PyObject*, PyObject* traceback) {
  return is_traceback(traceback) ? backtrace_text(traceback) : nullptr;
}

}  // namespace tvm_ffi_py
