// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Classes and helpers of the dataclass tests.
#ifndef TVM_FFI_TESTS_DATACLASS_TYPES_H_
#define TVM_FFI_TESTS_DATACLASS_TYPES_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>
#include <utility>
#include <vector>

namespace dataclass_test {

using namespace tvm::ffi;  // NOLINT(google-build-using-namespace)

#define DATACLASS_TEST_NODE(Name, Key)                                         \
  class Name##Obj : public Object {                                            \
   public:                                                                     \
    Any a;                                                                     \
    Any b;                                                                     \
    Name##Obj() = default;                                                     \
    Name##Obj(Any a, Any b) : a(std::move(a)), b(std::move(b)) {}              \
    static constexpr bool _type_mutable = true;                                \
    TVM_FFI_DECLARE_OBJECT_INFO_FINAL(Key, Name##Obj, Object);                 \
  };                                                                           \
  class Name : public ObjectRef {                                              \
   public:                                                                     \
    explicit Name(Any a, Any b = nullptr)                                      \
        : ObjectRef(make_object<Name##Obj>(std::move(a), std::move(b))) {}     \
    TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Name, ObjectRef, Name##Obj); \
  }

DATACLASS_TEST_NODE(Pair, "test.dataclass.Pair");
/// Field a is left out of repr, comparison and hash.
DATACLASS_TEST_NODE(Marked, "test.dataclass.Marked");
/// Both fields are left out of repr.
DATACLASS_TEST_NODE(Hidden, "test.dataclass.Hidden");
/// All hooks, looking at field a.
DATACLASS_TEST_NODE(Hooked, "test.dataclass.Hooked");
/// Only __ffi_compare__, on field a.
DATACLASS_TEST_NODE(Ordered, "test.dataclass.Ordered");
/// Only __ffi_eq__, on field a.
DATACLASS_TEST_NODE(EqOnly, "test.dataclass.EqOnly");
/// Hooks that misbehave as field a says.
DATACLASS_TEST_NODE(Hostile, "test.dataclass.Hostile");

/// A class that cannot be copied.
class FixedObj : public Object {
 public:
  FixedObj() = default;
  FixedObj(const FixedObj&) = delete;
  FixedObj& operator=(const FixedObj&) = delete;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.dataclass.Fixed", FixedObj, Object);
};

template <typename Body>
std::string ErrorOf(Body&& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "no error";
}

/// Two to the power of bits, or the negative of it, as an integer beyond 64 bits.
inline Any BigPower(int bits, bool negative = false) {
  std::vector<uint64_t> words(static_cast<size_t>(bits / 64 + 1), 0);
  words[static_cast<size_t>(bits / 64)] = uint64_t{1} << (bits % 64);
  if (negative) {
    // The low words are zero, so negating touches the top word only.
    words.back() = ~words.back() + 1;
  }
  const TVMFFIByteArray content{reinterpret_cast<const char*>(words.data()),
                                words.size() * sizeof(uint64_t)};
  Any result;
  TVM_FFI_CHECK_SAFE_CALL(
      TVMFFIBigIntFromByteArray(&content, reinterpret_cast<TVMFFIAny*>(&result)));
  return result;
}

/// depth arrays around an empty one.
inline Any Nested(int64_t depth) {
  Any value = Array<Any>();
  for (int64_t i = 0; i < depth; ++i) value = Array<Any>{std::move(value)};
  return value;
}

/// 2^levels ways lead from the root to the bottom.
inline Any Diamonds(int levels) {
  Any value = Array<Any>{1};
  for (int i = 0; i < levels; ++i) value = Array<Any>{value, value};
  return value;
}

}  // namespace dataclass_test

#endif  // TVM_FFI_TESTS_DATACLASS_TYPES_H_
