// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/parse.cc: JSON text to values (layer 1).
// One loop with its own stack: finished values wait on it until the bracket closes that takes them
// all at once.
#include <tvm/ffi/extra/json.h>

#include <cstring>
#include <string>
#include <vector>

#include "json/number.h"
#include "json/string_scan.h"

namespace tvm {
namespace ffi {
namespace json {
namespace {

constexpr size_t kMaxDepth = 512;
constexpr const char* kTooDeep = "Maximum nesting depth of 512 exceeded";

// Owned values in the order of the text.
class ValueStack {
 public:
  ValueStack() = default;
  ValueStack(const ValueStack&) = delete;
  ValueStack& operator=(const ValueStack&) = delete;
  ~ValueStack() {
    detail::ReleaseValues(data_, size_);
    if (data_ != first_) detail::FreeBytes(data_);
  }
  // Room for one more value, which the caller fills and then counts with Grow.
  TVMFFIAny* Next() {
    if (size_ == capacity_) Enlarge();
    return data_ + size_;
  }
  void Grow() { ++size_; }
  void PushInline(int32_t type_index, int64_t value) {
    detail::SetInline(Next(), type_index, value);
    Grow();
  }
  size_t size() const { return size_; }
  TVMFFIAny* At(size_t i) { return data_ + i; }
  // The values from `base` on were moved out.
  void Forget(size_t base) { size_ = base; }

 private:
  void Enlarge() {
    auto* fresh = static_cast<TVMFFIAny*>(detail::AllocateBytes(2 * capacity_ * sizeof(TVMFFIAny)));
    std::memcpy(fresh, data_, size_ * sizeof(TVMFFIAny));
    if (data_ != first_) detail::FreeBytes(data_);
    data_ = fresh;
    capacity_ *= 2;
  }
  static constexpr size_t kOnStack = 64;
  TVMFFIAny first_[kOnStack];
  TVMFFIAny* data_ = first_;
  size_t size_ = 0;
  size_t capacity_ = kOnStack;
};

class Parser {
 public:
  Parser(const char* begin, const char* end) : begin_(begin), at_(begin), end_(end) {}

  // False: what_ and fault_ tell why.
  bool Run(Any* result) {
    if (!Values()) return false;
    SkipBlanks();
    if (at_ != end_) return Fail("Extra data", at_);
    // Outside of strings such a byte was refused already.
    const char* invalid = FindInvalidUtf8(begin_, end_);
    if (invalid != end_) return Fail("Invalid UTF-8 byte at", invalid);
    *detail::RawOf(result) = *values_.At(0);
    values_.Forget(0);
    return true;
  }

  std::string Describe() const {
    int64_t line = 1;
    const char* line_start = begin_;
    for (const char* at = begin_; at != fault_; ++at) {
      if (*at == '\n') {
        ++line;
        line_start = at + 1;
      }
    }
    return std::string(what_) + ": line " + std::to_string(line) + " column " +
           std::to_string(fault_ - line_start + 1) + " (char " + std::to_string(fault_ - begin_) +
           ")";
  }

 private:
  struct Frame {
    // First of its values on the stack.
    size_t base;
    bool is_object;
  };

  bool Fail(const char* what, const char* where) {
    what_ = what;
    fault_ = where;
    return false;
  }

  void SkipBlanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }

  bool Values() {
    for (;;) {
      SkipBlanks();
      if (at_ == end_) return Fail("Expecting value", at_);
      if (*at_ == '{' || *at_ == '[') {
        if (!Open()) return false;
        SkipBlanks();
        const bool is_object = frames_.back().is_object;
        if (at_ == end_ || *at_ != (is_object ? '}' : ']')) {
          if (is_object && !Key()) return false;
          continue;
        }
        ++at_;
        Close();
      } else if (!Scalar()) {
        return false;
      }
      bool more = false;
      while (!frames_.empty() && !more) {
        SkipBlanks();
        const bool is_object = frames_.back().is_object;
        if (at_ != end_ && *at_ == ',') {
          ++at_;
          more = true;
          if (is_object) {
            SkipBlanks();
            if (!Key()) return false;
          }
        } else if (at_ != end_ && *at_ == (is_object ? '}' : ']')) {
          ++at_;
          Close();
        } else {
          return Fail("Expecting ',' delimiter", at_);
        }
      }
      if (!more) return true;
    }
  }

  bool Open() {
    if (frames_.size() == kMaxDepth) return Fail(kTooDeep, at_);
    frames_.push_back(Frame{values_.size(), *at_ == '{'});
    ++at_;
    return true;
  }

  // The values of the innermost frame become one.
  void Close() {
    const Frame frame = frames_.back();
    frames_.pop_back();
    const size_t count = values_.size() - frame.base;
    TVMFFIObject* obj = frame.is_object ? MakeMap(frame.base, count) : MakeArray(frame.base, count);
    values_.Forget(frame.base);
    TVMFFIAny* out = values_.Next();
    out->type_index = obj->type_index;
    out->zero_padding = 0;
    out->v_obj = obj;
    values_.Grow();
  }

  TVMFFIObject* MakeArray(size_t base, size_t count) {
    ObjectPtr<ArrayObj> array = ArrayObj::FromRaw(values_.At(base), count);
    return detail::ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(array));
  }

  TVMFFIObject* MakeMap(size_t base, size_t count) {
    const size_t pairs = count / 2;
    MapObj* map = pairs <= detail::kMaxSmallSlots ? detail::MapCore::NewSmall<MapObj>(pairs)
                                                  : detail::MapCore::NewFor<MapObj>(pairs);
    auto held = detail::AdoptFresh<ffi::Object>(detail::ObjectUnsafe::GetHeader(map));
    for (size_t i = 0; i < pairs; ++i) {
      Any* pair = reinterpret_cast<Any*>(values_.At(base + 2 * i));
      detail::MapCore::Set(map, pair, pair + 1);
      // What an equal key left behind.
      pair->reset();
      pair[1].reset();
    }
    return detail::ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(held));
  }

  bool Key() {
    if (at_ == end_ || *at_ != '"') {
      return Fail("Expecting property name enclosed in double quotes", at_);
    }
    if (!Text()) return false;
    SkipBlanks();
    if (at_ == end_ || *at_ != ':') return Fail("Expecting ':' delimiter", at_);
    ++at_;
    return true;
  }

  bool Literal(const char* text, size_t size) {
    if (static_cast<size_t>(end_ - at_) < size || std::memcmp(at_, text, size) != 0) {
      return Fail("Expecting value", at_);
    }
    at_ += size;
    return true;
  }

  void PushDouble(double value) {
    TVMFFIAny* out = values_.Next();
    detail::SetInline(out, kTVMFFIFloat, 0);
    out->v_float64 = value;
    values_.Grow();
  }

  bool Scalar() {
    switch (*at_) {
      case '"':
        return Text();
      case 't':
        if (!Literal("true", 4)) return false;
        values_.PushInline(kTVMFFIBool, 1);
        return true;
      case 'f':
        if (!Literal("false", 5)) return false;
        values_.PushInline(kTVMFFIBool, 0);
        return true;
      case 'n':
        if (!Literal("null", 4)) return false;
        values_.PushInline(kTVMFFINone, 0);
        return true;
      case 'N':
        if (!Literal("NaN", 3)) return false;
        PushDouble(__builtin_nan(""));
        return true;
      case 'I':
        if (!Literal("Infinity", 8)) return false;
        PushDouble(__builtin_inf());
        return true;
      case '-':
        if (end_ - at_ > 1 && at_[1] == 'I') {
          if (!Literal("-Infinity", 9)) return false;
          PushDouble(-__builtin_inf());
          return true;
        }
        break;
      default:
        break;
    }
    const char* after = ParseNumber(at_, end_, values_.Next());
    if (after == nullptr) return Fail("Expecting value", at_);
    values_.Grow();
    at_ = after;
    return true;
  }

  // A string in quotes.
  bool Text() {
    const char* quote = at_++;
    const char* special = FindStringSpecial(at_, end_);
    if (special != end_ && *special == '"') {
      PushText(at_, static_cast<size_t>(special - at_));
      at_ = special + 1;
      return true;
    }
    scratch_.clear();
    for (;;) {
      scratch_.append(at_, special);
      if (special == end_) return Fail("Unterminated string starting at", quote);
      at_ = special + 1;
      if (*special == '"') break;
      if (*special != '\\') return Fail("Invalid control character at", special);
      const EscapeFault fault = DecodeEscape(&at_, end_, &scratch_);
      if (fault.what != nullptr) return Fail(fault.what, fault.at);
      special = FindStringSpecial(at_, end_);
    }
    PushText(scratch_.data(), scratch_.size());
    return true;
  }

  void PushText(const char* data, size_t size) {
    TVMFFIAny* out = values_.Next();
    if (size <= 7) {
      detail::SetInline(out, kTVMFFISmallStr, 0);
      out->small_str_len = static_cast<uint32_t>(size);
      if (size != 0) std::memcpy(out->v_bytes, data, size);
    } else {
      TypeTraits<String>::MoveToAny(String(data, size), out);
    }
    values_.Grow();
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  ValueStack values_;
  std::vector<Frame> frames_;
  std::string scratch_;
  const char* what_ = "";
  const char* fault_ = nullptr;
};

}  // namespace

Value Parse(const String& json_str, String* error_msg) {
  Parser parser(json_str.data(), json_str.data() + json_str.size());
  Any result;
  const bool ok = parser.Run(&result);
  if (error_msg != nullptr) {
    *error_msg = ok ? String() : String(parser.Describe());
  } else if (!ok) {
    TVM_FFI_THROW(ValueError) << parser.Describe();
  }
  return result;
}

}  // namespace json
}  // namespace ffi
}  // namespace tvm
