/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error/message.h: MessageWriter, the left side of `TVM_FFI_THROW(Kind) << …` (layer 1).
 * Prints what std::ostream prints, without its header: numbers and text by hand, everything else
 * through a stream that is made on first use in the including file, where <ostream> is complete if
 * the type is printable at all.
 */
#ifndef TVM_FFI_ERROR_MESSAGE_H_
#define TVM_FFI_ERROR_MESSAGE_H_

#include <tvm/ffi/base/append_text.h>
#include <tvm/ffi/error/message_text.h>

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

/// Collects the text; has no destructor, so that a function that throws by it is unwound in one go.
/// Whoever makes an error of it calls Release. An operand that throws before leaves the text to the
/// thread (message_text.h).
class MessageWriter {
 public:
  MessageWriter() = default;
  MessageWriter(const MessageWriter&) = delete;
  MessageWriter& operator=(const MessageWriter&) = delete;

  MessageWriter& self() { return *this; }
  std::string_view str() const {
    return text_ != nullptr ? std::string_view(text_->text) : std::string_view();
  }
  std::string* mutable_str() { return &Opened()->text; }
  void Release() {
    if (text_ != nullptr) DeleteMessageText(text_);
    text_ = nullptr;
  }

  MessageWriter& operator<<(const char* value) {
    return Text(value != nullptr ? std::string_view(value) : std::string_view("(null)"));
  }
  MessageWriter& operator<<(const std::string& value) { return Text(value); }
  MessageWriter& operator<<(std::string_view value) { return Text(value); }
  MessageWriter& operator<<(std::nullptr_t) { return Text("nullptr"); }
  MessageWriter& operator<<(bool value) { return Signed(value ? 1 : 0, BasicValue::kBool); }
  MessageWriter& operator<<(char value) { return Character(value); }
  MessageWriter& operator<<(signed char value) { return Character(static_cast<char>(value)); }
  MessageWriter& operator<<(unsigned char value) { return Character(static_cast<char>(value)); }
  MessageWriter& operator<<(short value) { return Signed(value); }             // NOLINT
  MessageWriter& operator<<(unsigned short value) { return Unsigned(value); }  // NOLINT
  MessageWriter& operator<<(int value) { return Signed(value); }
  MessageWriter& operator<<(unsigned value) { return Unsigned(value); }
  MessageWriter& operator<<(long value) { return Signed(value); }                  // NOLINT
  MessageWriter& operator<<(unsigned long value) { return Unsigned(value); }       // NOLINT
  MessageWriter& operator<<(long long value) { return Signed(value); }             // NOLINT
  MessageWriter& operator<<(unsigned long long value) { return Unsigned(value); }  // NOLINT
  MessageWriter& operator<<(float value) { return Floating(value, BasicValue::kDouble); }
  MessageWriter& operator<<(double value) { return Floating(value, BasicValue::kDouble); }
  MessageWriter& operator<<(long double value) { return Floating(value, BasicValue::kLongDouble); }
  MessageWriter& operator<<(const void* value) { return Pointer(value); }

  /// Manipulators: std::endl and std::hex.
  template <typename Dummy = char>
  MessageWriter& operator<<(std::ostream& (*manipulator)(std::ostream&)) {
    manipulator(Stream<std::char_traits<Dummy>>());
    return *this;
  }
  template <typename Dummy = char>
  MessageWriter& operator<<(std::ios_base& (*manipulator)(std::ios_base&)) {
    manipulator(Stream<std::char_traits<Dummy>>());
    return *this;
  }

  /// Everything else that a stream prints.
  template <typename T, typename = std::enable_if_t<IsOtherPrintable<T>::value>>
  MessageWriter& operator<<(const T& value) {
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
  MessageText* text_ = nullptr;

  MessageText* Opened() {
    if (text_ == nullptr) text_ = NewMessageText(this);
    return text_;
  }

  template <typename Stream, typename T>
  static void ToStream(Stream& stream, const T& value) {
    stream << value;
  }

  template <typename Traits>
  MessageStream<Traits>& Stream() {
    MessageText* out = Opened();
    if (out->stream == nullptr) {
      out->stream = new MessageStream<Traits>(this, &out->text);
      out->put = &MessageStream<Traits>::Put;
      out->destroy = &MessageStream<Traits>::Destroy;
    }
    return *static_cast<MessageStream<Traits>*>(out->stream);
  }

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageWriter& Text(std::string_view value) {
    MessageText* out = Opened();
    if (out->stream == nullptr) {
      out->text.append(value);
    } else {
      BasicValue basic{BasicValue::kText, {0}, value};
      out->put(out->stream, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageWriter& Character(char value) {
    MessageText* out = Opened();
    if (out->stream == nullptr) {
      out->text.push_back(value);
    } else {
      BasicValue basic{BasicValue::kChar, {value}, {}};
      out->put(out->stream, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageWriter& Signed(
      long long value, BasicValue::Kind kind = BasicValue::kInt) {  // NOLINT
    MessageText* out = Opened();
    if (out->stream == nullptr) {
      AppendInt(&out->text, value);
    } else {
      BasicValue basic{kind, {value}, {}};
      out->put(out->stream, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageWriter& Unsigned(unsigned long long value) {  // NOLINT
    MessageText* out = Opened();
    if (out->stream == nullptr) {
      char buffer[24];
      const int n = std::snprintf(buffer, sizeof(buffer), "%llu", value);
      out->text.append(buffer, static_cast<size_t>(n));
    } else {
      BasicValue basic{BasicValue::kUnsigned, {0}, {}};
      basic.u = value;
      out->put(out->stream, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageWriter& Floating(long double value,
                                                              BasicValue::Kind kind) {
    MessageText* out = Opened();
    if (out->stream == nullptr) {
      char buffer[64];
      int n = std::snprintf(buffer, sizeof(buffer), "%.6Lg", value);
      for (int i = 0; i < n; ++i) {
        // Streams print a point whatever the C locale says.
        if (buffer[i] == ',') buffer[i] = '.';
      }
      out->text.append(buffer, static_cast<size_t>(n));
    } else {
      BasicValue basic{kind, {0}, {}};
      basic.f = value;
      out->put(out->stream, basic);
    }
    return *this;
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE MessageWriter& Pointer(const void* value) {
    MessageText* out = Opened();
    if (out->stream == nullptr) {
      char buffer[32];
      int n = value == nullptr ? std::snprintf(buffer, sizeof(buffer), "0")
                               : std::snprintf(buffer, sizeof(buffer), "%p", value);
      out->text.append(buffer, static_cast<size_t>(n));
    } else {
      BasicValue basic{BasicValue::kPointer, {0}, {}};
      basic.p = value;
      out->put(out->stream, basic);
    }
    return *this;
  }
};

/// A writer that releases its text by itself.
class MessageBuilder : public MessageWriter {
 public:
  ~MessageBuilder() { Release(); }
};

/// At the place where a writer's text becomes an error.
class MessageReleaser {
 public:
  explicit MessageReleaser(MessageWriter* writer) : writer_(writer) {}
  MessageReleaser(const MessageReleaser&) = delete;
  MessageReleaser& operator=(const MessageReleaser&) = delete;
  ~MessageReleaser() { writer_->Release(); }

 private:
  MessageWriter* writer_;
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

/// The stream behind a MessageWriter; knows its writer so that the macros find it again.
template <typename Traits>
class MessageStream : public std::basic_ostream<char, Traits> {
 public:
  using Base = std::basic_ostream<char, Traits>;
  MessageStream(MessageWriter* writer, std::string* out)
      : Base(nullptr), writer_(writer), buffer_(out) {
    this->rdbuf(&buffer_);
  }
  MessageWriter& writer() { return *writer_; }

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
  MessageWriter* writer_;
  AppendBuffer<Traits> buffer_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_MESSAGE_H_
