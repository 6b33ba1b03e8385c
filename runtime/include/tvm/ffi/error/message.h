/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error/message.h: MessageBuilder, the left side of `TVM_FFI_THROW(Kind) << …` (layer 1).
 * Prints what std::ostream prints, without its header: numbers and text by hand, everything else
 * through a stream that is made on first use in the including file, where <ostream> is complete if
 * the type is printable at all.
 */
#ifndef TVM_FFI_ERROR_MESSAGE_H_
#define TVM_FFI_ERROR_MESSAGE_H_

#include <tvm/ffi/base/append_text.h>

#include <cstddef>
#include <cstdio>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// A basic value on its way to a stream with changed formatting (after std::hex, std::setw, …).
struct BasicValue {
  enum Kind { kBool, kChar, kInt, kUnsigned, kDouble, kLongDouble, kText, kPointer } kind;
  union {
    long long i;
    unsigned long long u;
    long double f;
    const void* p;
  };
  std::string_view text;
};

template <typename Traits>
class MessageStream;

template <typename T, typename = void>
struct HasStreamFunction : std::false_type {};
template <typename T>
struct HasStreamFunction<
    T, std::void_t<decltype(operator<<(std::declval<std::ostream&>(), std::declval<const T&>()))>>
    : std::true_type {};
template <typename T, typename = void>
struct HasStreamOperator : std::false_type {};
template <typename T>
struct HasStreamOperator<
    T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

/// Printed by the template below rather than by an overload. Literals and basic types are ruled out
/// before the expensive questions are asked, which would otherwise be asked for every length of a
/// literal.
template <typename T, bool kBasic = std::is_arithmetic_v<T>>
struct IsOtherPrintable
    : std::bool_constant<HasStreamFunction<T>::value || HasStreamOperator<T>::value> {};
template <typename T>
struct IsOtherPrintable<T, true> : std::false_type {};
template <size_t N>
struct IsOtherPrintable<char[N], false> : std::false_type {};
template <>
struct IsOtherPrintable<std::string, false> : std::false_type {};
template <>
struct IsOtherPrintable<std::string_view, false> : std::false_type {};
template <>
struct IsOtherPrintable<const char*, false> : std::false_type {};
template <>
struct IsOtherPrintable<char*, false> : std::false_type {};

class MessageBuilder {
 public:
  MessageBuilder() = default;
  MessageBuilder(const MessageBuilder&) = delete;
  MessageBuilder& operator=(const MessageBuilder&) = delete;
  ~MessageBuilder() {
    if (stream_ != nullptr) destroy_(stream_);
  }

  MessageBuilder& self() { return *this; }
  const std::string& str() const { return text_; }
  std::string* mutable_str() { return &text_; }

  MessageBuilder& operator<<(const char* value) {
    return Text(value != nullptr ? std::string_view(value) : std::string_view("(null)"));
  }
  MessageBuilder& operator<<(const std::string& value) { return Text(value); }
  MessageBuilder& operator<<(std::string_view value) { return Text(value); }
  MessageBuilder& operator<<(std::nullptr_t) { return Text("nullptr"); }
  MessageBuilder& operator<<(bool value) { return Signed(value ? 1 : 0, BasicValue::kBool); }
  MessageBuilder& operator<<(char value) { return Character(value); }
  MessageBuilder& operator<<(signed char value) { return Character(static_cast<char>(value)); }
  MessageBuilder& operator<<(unsigned char value) { return Character(static_cast<char>(value)); }
  MessageBuilder& operator<<(short value) { return Signed(value); }             // NOLINT
  MessageBuilder& operator<<(unsigned short value) { return Unsigned(value); }  // NOLINT
  MessageBuilder& operator<<(int value) { return Signed(value); }
  MessageBuilder& operator<<(unsigned value) { return Unsigned(value); }
  MessageBuilder& operator<<(long value) { return Signed(value); }                  // NOLINT
  MessageBuilder& operator<<(unsigned long value) { return Unsigned(value); }       // NOLINT
  MessageBuilder& operator<<(long long value) { return Signed(value); }             // NOLINT
  MessageBuilder& operator<<(unsigned long long value) { return Unsigned(value); }  // NOLINT
  MessageBuilder& operator<<(float value) { return Floating(value, BasicValue::kDouble); }
  MessageBuilder& operator<<(double value) { return Floating(value, BasicValue::kDouble); }
  MessageBuilder& operator<<(long double value) { return Floating(value, BasicValue::kLongDouble); }
  MessageBuilder& operator<<(const void* value) { return Pointer(value); }

  /// Manipulators: std::endl and std::hex.
  template <typename Dummy = char>
  MessageBuilder& operator<<(std::ostream& (*manipulator)(std::ostream&)) {
    manipulator(Stream<std::char_traits<Dummy>>());
    return *this;
  }
  template <typename Dummy = char>
  MessageBuilder& operator<<(std::ios_base& (*manipulator)(std::ios_base&)) {
    manipulator(Stream<std::char_traits<Dummy>>());
    return *this;
  }

  /// Everything else that a stream prints.
  template <typename T, typename = std::enable_if_t<IsOtherPrintable<T>::value>>
  MessageBuilder& operator<<(const T& value) {
    if constexpr (HasStreamFunction<T>::value) {
      ToStream(Stream<std::char_traits<char>>(), value);
    } else if constexpr (std::is_pointer_v<T>) {
      if constexpr (std::is_function_v<std::remove_pointer_t<T>>) {
        return *this << (value != nullptr);
      } else {
        return *this << static_cast<const void*>(value);
      }
    } else if constexpr (std::is_enum_v<T> && std::is_convertible_v<T, long long>) {
      return *this << static_cast<std::underlying_type_t<T>>(value);
    } else {
      ToStream(Stream<std::char_traits<char>>(), value);
    }
    return *this;
  }

  /// Lets operators that are visible at the place of use, but not found here, print into a real
  /// stream.
  template <typename S, typename = std::enable_if_t<std::is_same_v<S, std::ostream>>>
  operator S&() {  // NOLINT
    return Stream<typename S::traits_type>();
  }

 private:
  std::string text_;
  /// A MessageStream, once somebody needed one.
  void* stream_ = nullptr;
  void (*put_)(void* stream, const BasicValue& value) = nullptr;
  void (*destroy_)(void* stream) = nullptr;

  template <typename Stream, typename T>
  static void ToStream(Stream& stream, const T& value) {
    stream << value;
  }

  template <typename Traits>
  MessageStream<Traits>& Stream() {
    if (stream_ == nullptr) {
      stream_ = new MessageStream<Traits>(this, &text_);
      put_ = &MessageStream<Traits>::Put;
      destroy_ = &MessageStream<Traits>::Destroy;
    }
    return *static_cast<MessageStream<Traits>*>(stream_);
  }

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageBuilder& Text(std::string_view value) {
    if (stream_ == nullptr) {
      text_.append(value);
    } else {
      BasicValue basic{BasicValue::kText, {0}, value};
      put_(stream_, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageBuilder& Character(char value) {
    if (stream_ == nullptr) {
      text_.push_back(value);
    } else {
      BasicValue basic{BasicValue::kChar, {value}, {}};
      put_(stream_, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageBuilder& Signed(
      long long value, BasicValue::Kind kind = BasicValue::kInt) {  // NOLINT
    if (stream_ == nullptr) {
      AppendInt(&text_, value);
    } else {
      BasicValue basic{kind, {value}, {}};
      put_(stream_, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageBuilder& Unsigned(
      unsigned long long value) {  // NOLINT
    if (stream_ == nullptr) {
      char buffer[24];
      const int n = std::snprintf(buffer, sizeof(buffer), "%llu", value);
      text_.append(buffer, static_cast<size_t>(n));
    } else {
      BasicValue basic{BasicValue::kUnsigned, {0}, {}};
      basic.u = value;
      put_(stream_, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageBuilder& Floating(long double value,
                                                               BasicValue::Kind kind) {
    if (stream_ == nullptr) {
      char buffer[64];
      int n = std::snprintf(buffer, sizeof(buffer), "%.6Lg", value);
      for (int i = 0; i < n; ++i) {
        // Streams print a point whatever the C locale says.
        if (buffer[i] == ',') buffer[i] = '.';
      }
      text_.append(buffer, static_cast<size_t>(n));
    } else {
      BasicValue basic{kind, {0}, {}};
      basic.f = value;
      put_(stream_, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageBuilder& Pointer(const void* value) {
    if (stream_ == nullptr) {
      char buffer[32];
      int n = value == nullptr ? std::snprintf(buffer, sizeof(buffer), "0")
                               : std::snprintf(buffer, sizeof(buffer), "%p", value);
      text_.append(buffer, static_cast<size_t>(n));
    } else {
      BasicValue basic{BasicValue::kPointer, {0}, {}};
      basic.p = value;
      put_(stream_, basic);
    }
    return *this;
  }
};

/// Stream buffer that appends to a string.
template <typename Traits>
class AppendBuffer : public std::basic_streambuf<char, Traits> {
 public:
  explicit AppendBuffer(std::string* out) : out_(out) {}

 protected:
  typename Traits::int_type overflow(typename Traits::int_type c) override {
    if (!Traits::eq_int_type(c, Traits::eof())) out_->push_back(Traits::to_char_type(c));
    return Traits::not_eof(c);
  }
  std::streamsize xsputn(const char* text, std::streamsize n) override {
    out_->append(text, static_cast<size_t>(n));
    return n;
  }

 private:
  std::string* out_;
};

/// The stream behind a MessageBuilder; knows its builder so that the macros find it again.
template <typename Traits>
class MessageStream : public std::basic_ostream<char, Traits> {
 public:
  using Base = std::basic_ostream<char, Traits>;
  MessageStream(MessageBuilder* builder, std::string* out)
      : Base(nullptr), builder_(builder), buffer_(out) {
    this->rdbuf(&buffer_);
  }
  MessageBuilder& builder() { return *builder_; }

  static void Destroy(void* stream) { delete static_cast<MessageStream*>(stream); }
  static void Put(void* stream, const BasicValue& value) {
    Base& out = *static_cast<MessageStream*>(stream);
    switch (value.kind) {
      case BasicValue::kBool:
        out << (value.i != 0);
        break;
      case BasicValue::kChar:
        out << static_cast<char>(value.i);
        break;
      case BasicValue::kInt:
        out << value.i;
        break;
      case BasicValue::kUnsigned:
        out << value.u;
        break;
      case BasicValue::kDouble:
        out << static_cast<double>(value.f);
        break;
      case BasicValue::kLongDouble:
        out << value.f;
        break;
      case BasicValue::kText:
        out << value.text;
        break;
      case BasicValue::kPointer:
        out << value.p;
        break;
    }
  }

 private:
  MessageBuilder* builder_;
  AppendBuffer<Traits> buffer_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_MESSAGE_H_
