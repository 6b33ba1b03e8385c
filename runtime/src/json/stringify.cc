// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/stringify.cc: values to JSON text (layer 1).
// One loop with its own stack writes into one buffer, which the result takes over.
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/extra/json.h>

#include <cstring>
#include <string>
#include <unordered_set>
#include <vector>

#include "json/number.h"
#include "json/string_scan.h"

namespace tvm {
namespace ffi {
namespace json {
namespace {

// Text that grows; every write says first how much room it needs.
class Output {
 public:
  Output() { text_.resize(256); }
  char* Room(size_t n) {
    if (text_.size() - size_ < n) text_.resize(2 * text_.size() + n);
    return &text_[size_];
  }
  void WroteTo(const char* end) { size_ = static_cast<size_t>(end - text_.data()); }
  void Put(char c) {
    *Room(1) = c;
    ++size_;
  }
  void Put(const char* data, size_t n) {
    std::memcpy(Room(n), data, n);
    size_ += n;
  }
  void NewLine(int64_t blanks) {
    const size_t n = static_cast<size_t>(blanks);
    char* at = Room(n + 1);
    *at = '\n';
    std::memset(at + 1, ' ', n);
    size_ += n + 1;
  }
  String Take() {
    if (size_ <= 7) return String(text_.data(), size_);
    text_.resize(size_);
    return String(std::move(text_));
  }

 private:
  std::string text_;
  size_t size_ = 0;
};

class Writer {
 public:
  explicit Writer(int64_t indent) : indent_(indent) {}

  String Run(const Any& root) {
    Write(detail::RawOf(&root));
    while (!frames_.empty()) Step();
    return out_.Take();
  }

 private:
  struct Frame {
    const ffi::Object* object;
    // Where the elements are read, and its owner if it is a copy of the object.
    const ffi::Object* content;
    Any copy;
    // Index in a sequence, position in a map.
    uint64_t at;
    bool first;
  };

  static bool IsSeq(int32_t index) { return index == kTVMFFIArray || index == kTVMFFIList; }

  // Start of the next element, or the closing bracket.
  void Step() {
    Frame& frame = frames_.back();
    if (frame.object->type_index() == kTVMFFIMap) {
      const auto* map = static_cast<const MapObj*>(frame.content);
      if (frame.at == detail::MapCore::End(map)) return Close('}');
      const TVMFFIAny* key = detail::MapCore::KeyAt(map, frame.at);
      frame.at = detail::MapCore::Next(map, frame.at);
      Separate(&frame);
      if (!WriteText(key)) {
        TVM_FFI_THROW(ValueError) << "Expect key to be string, got `"
                                  << TypeIndexToTypeKey(key->type_index) << "`";
      }
      out_.Put(": ", has_lines() ? 2 : 1);
      Write(key + 1);
    } else {
      const auto* seq = static_cast<const SeqBaseObj*>(frame.content);
      if (frame.at >= seq->size()) return Close(']');
      const TVMFFIAny* item = detail::RawOf(seq->begin() + frame.at);
      ++frame.at;
      Separate(&frame);
      Write(item);
    }
  }

  bool has_lines() const { return indent_ > 0; }

  void Separate(Frame* frame) {
    if (!frame->first) out_.Put(',');
    frame->first = false;
    if (has_lines()) out_.NewLine(indent_ * static_cast<int64_t>(frames_.size()));
  }

  void Open(const ffi::Object* object) {
    const bool is_map = object->type_index() == kTVMFFIMap;
    out_.Put(is_map ? '{' : '[');
    frames_.push_back(Frame{object, object, Any(),
                            is_map ? detail::MapCore::Begin(static_cast<const MapObj*>(object)) : 0,
                            true});
    if (object->type_index() == kTVMFFIList) {
      EnterList(object);
      Frame& frame = frames_.back();
      frame.copy = ElementsOf(static_cast<const SeqBaseObj*>(object));
      frame.content = frame.copy.as<ffi::Object>();
    }
  }

  void Close(char bracket) {
    const ffi::Object* object = frames_.back().object;
    frames_.pop_back();
    if (has_lines()) out_.NewLine(indent_ * static_cast<int64_t>(frames_.size()));
    out_.Put(bracket);
    if (object->type_index() == kTVMFFIList) LeaveList(object);
  }

  // As they are at this moment: other threads may change the list.
  static Any ElementsOf(const SeqBaseObj* list) {
    detail::SharedLock lock(list);
    ObjectPtr<ArrayObj> copy = ArrayObj::Empty(static_cast<int64_t>(list->size()));
    copy->InitRange(0, list->begin(), list->end());
    return Any(std::move(copy));
  }

  // Lists are the only mutable containers that are printed, so only they can close a cycle.
  void EnterList(const ffi::Object* list) {
    bool open = false;
    if (open_lists_.size() < kFewLists) {
      for (const ffi::Object* other : open_lists_) open = open || other == list;
    } else {
      if (many_lists_.empty()) many_lists_.insert(open_lists_.begin(), open_lists_.end());
      open = !many_lists_.insert(list).second;
    }
    if (open) TVM_FFI_THROW(ValueError) << "Cycle detected: List contains itself";
    open_lists_.push_back(list);
  }
  void LeaveList(const ffi::Object* list) {
    open_lists_.pop_back();
    if (!many_lists_.empty()) many_lists_.erase(list);
    if (open_lists_.size() < kFewLists) many_lists_.clear();
  }

  void Write(const TVMFFIAny* value) {
    switch (value->type_index) {
      case kTVMFFINone:
        return out_.Put("null", 4);
      case kTVMFFIBool:
        return value->v_int64 != 0 ? out_.Put("true", 4) : out_.Put("false", 5);
      case kTVMFFIInt:
        return out_.WroteTo(FormatInt(value->v_int64, out_.Room(kMaxNumberChars)));
      case kTVMFFIFloat:
        return out_.WroteTo(FormatDouble(value->v_float64, out_.Room(kMaxNumberChars)));
      case kTVMFFIArray:
      case kTVMFFIList:
      case kTVMFFIMap:
        return Open(reinterpret_cast<const ffi::Object*>(value->v_obj));
      default:
        break;
    }
    if (!WriteText(value)) {
      TVM_FFI_THROW(ValueError) << "Unsupported type: `" << TypeIndexToTypeKey(value->type_index)
                                << "`";
    }
  }

  // False when the value is no string.
  bool WriteText(const TVMFFIAny* value) {
    const char* data;
    size_t size;
    if (value->type_index == kTVMFFISmallStr) {
      data = value->v_bytes;
      size = value->small_str_len;
    } else if (value->type_index == kTVMFFIStr) {
      const TVMFFIByteArray* bytes = TVMFFIBytesGetByteArrayPtr(value->v_obj);
      data = bytes->data;
      size = bytes->size;
    } else {
      return false;
    }
    const char* end = data + size;
    char* to = out_.Room(size + 2);
    *to++ = '"';
    for (;;) {
      const char* special = FindEscaped(data, end);
      const size_t run = static_cast<size_t>(special - data);
      std::memcpy(to, data, run);
      to += run;
      if (special == end) break;
      out_.WroteTo(to);
      data = special + 1;
      // An escape takes six characters at most.
      to = Escape(*special, out_.Room(static_cast<size_t>(end - data) + 8));
    }
    *to++ = '"';
    out_.WroteTo(to);
    return true;
  }

  static char* Escape(char c, char* to) {
    *to++ = '\\';
    switch (c) {
      case '"':
      case '\\':
      case '/':
        *to++ = c;
        return to;
      case '\b':
        *to++ = 'b';
        return to;
      case '\f':
        *to++ = 'f';
        return to;
      case '\n':
        *to++ = 'n';
        return to;
      case '\r':
        *to++ = 'r';
        return to;
      case '\t':
        *to++ = 't';
        return to;
      default:
        break;
    }
    constexpr char kHex[] = "0123456789abcdef";
    const unsigned char byte = static_cast<unsigned char>(c);
    std::memcpy(to, "u00", 3);
    to[3] = kHex[byte >> 4];
    to[4] = kHex[byte & 15];
    return to + 5;
  }

  static constexpr size_t kFewLists = 32;
  // Blanks per level; none: everything on one line.
  const int64_t indent_;
  Output out_;
  std::vector<Frame> frames_;
  std::vector<const ffi::Object*> open_lists_;
  // The same once there are many.
  std::unordered_set<const ffi::Object*> many_lists_;
};

String StringifyWith(const Value& value, const Optional<int>& indent) {
  return Writer(indent.has_value() ? indent.value() : -1).Run(value);
}

}  // namespace

String Stringify(const Value& value, const Optional<int>& indent) {
  return StringifyWith(value, indent);
}

/// Same name with the parameter by value, as libraries built before 0.1.15 import it.
TVM_FFI_DLL String Stringify(const Value& value, Optional<int> indent);
String Stringify(const Value& value, Optional<int> indent) { return StringifyWith(value, indent); }

}  // namespace json
}  // namespace ffi
}  // namespace tvm
