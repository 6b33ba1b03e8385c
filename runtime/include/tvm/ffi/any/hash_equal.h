/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/any/hash_equal.h: AnyHash and AnyEqual, the hash and equality of map keys (layer 1).
 * ABI: maps are probed with these by every library (c-abi.md section 6). Types may bring hooks
 * through the attribute columns __any_hash__ and __any_equal__, which exist as soon as the library
 * is loaded.
 */
#ifndef TVM_FFI_ANY_HASH_EQUAL_H_
#define TVM_FFI_ANY_HASH_EQUAL_H_

#include <tvm/ffi/any/unsafe.h>
#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/base/hash.h>

#include <cstring>

namespace tvm {
namespace ffi {
namespace detail {

/// Bytes of a String or Bytes value in either form.
TVM_FFI_INLINE TVMFFIByteArray TextCellContent(const TVMFFIAny* value) {
  return value->type_index < TypeIndex::kTVMFFIStaticObjectBegin
             ? TVMFFISmallBytesGetContentByteArray(value)
             : *TVMFFIBytesGetByteArrayPtr(value->v_obj);
}

inline const TVMFFITypeAttrColumn* AnyHashHookColumn() {
  static const TVMFFITypeAttrColumn* any_hash_hooks = [] {
    TVMFFIByteArray name{"__any_hash__", 12};
    return TVMFFIGetTypeAttrColumn(&name);
  }();
  return any_hash_hooks;
}

inline const TVMFFITypeAttrColumn* AnyEqualHookColumn() {
  static const TVMFFITypeAttrColumn* any_equal_hooks = [] {
    TVMFFIByteArray name{"__any_equal__", 13};
    return TVMFFIGetTypeAttrColumn(&name);
  }();
  return any_equal_hooks;
}

/// Libraries built for runtimes before 0.1.15 have native hooks that return a plain number: an
/// int64 to hash, a bool to compare. Read as a value its first word is no kind that a hook may
/// return; of a bool only the lowest byte means anything.
TVM_FFI_INLINE bool IsPlainHookResult(const TVMFFIAny& result, int num_args, int64_t* out) {
  std::memcpy(out, &result, sizeof(*out));
  if (num_args == 1) return *out < 0 || *out > 0xFFFF;
  const bool is_integer = *out == TypeIndex::kTVMFFIInt;
  *out &= 0xFF;
  return *out <= 1 && !is_integer;
}

/// Call a hook, native or Function, and throw the error it reports. The result is an integer or a
/// truth value.
TVM_FFI_NO_INLINE inline int64_t CallAnyHook(const TVMFFIAny* hook, const Any* args, int num_args) {
  TVMFFIAny result;
  SetNone(&result);
  if (hook->type_index == TypeIndex::kTVMFFIOpaquePtr) {
    if (num_args == 1) {
      result = reinterpret_cast<TVMFFIAny (*)(const Any&)>(hook->v_ptr)(args[0]);
    } else {
      result =
          reinterpret_cast<TVMFFIAny (*)(const Any&, const Any&)>(hook->v_ptr)(args[0], args[1]);
    }
    int64_t plain;
    if (IsPlainHookResult(result, num_args, &plain)) return plain;
  } else if (hook->type_index == TypeIndex::kTVMFFIFunction) {
    TVMFFIAny views[2];
    for (int i = 0; i < num_args; ++i) views[i] = *AnyUnsafe::TVMFFIAnyPtrFromAny(args[i]);
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionCall(hook->v_obj, views, num_args, &result));
  } else {
    MessageWriter out;
    out << "A hash or equality hook must be a native function or ffi.Function, got `"
        << TypeIndexToTypeKey(hook->type_index) << "`";
    ThrowError("TypeError", out);
  }
  if (result.type_index == TypeIndex::kTVMFFIError) {
    throw ObjectUnsafe::ObjectRefFromOwned<Error>(result.v_obj);
  }
  if (result.type_index != TypeIndex::kTVMFFIInt && result.type_index != TypeIndex::kTVMFFIBool) {
    Any owned = AnyUnsafe::MoveTVMFFIAnyToAny(&result);
    ThrowCannotConvert(AnyUnsafe::TVMFFIAnyPtrFromAny(owned), &TypeTraitsBase::GetMismatchTypeInfo,
                       IntTypeText<8, true>::kTypeText);
  }
  return result.v_int64;
}

TVM_FFI_NO_INLINE inline uint64_t HashObjectCell(const Any& src) {
  const TVMFFIAny* data = AnyUnsafe::TVMFFIAnyPtrFromAny(src);
  const uint64_t key = static_cast<uint64_t>(data->type_index);
  if (const TVMFFIAny* hook = FindAttrCell(AnyHashHookColumn(), data->type_index)) {
    return StableHashCombine(key, static_cast<uint64_t>(CallAnyHook(hook, &src, 1)));
  }
  return StableHashCombine(key, data->v_uint64);
}

TVM_FFI_NO_INLINE inline bool EqualDifferentCells(const Any& lhs, const Any& rhs) {
  const TVMFFIAny* l = AnyUnsafe::TVMFFIAnyPtrFromAny(lhs);
  const TVMFFIAny* r = AnyUnsafe::TVMFFIAnyPtrFromAny(rhs);
  // Small and heap forms of a text share a kind: 11 and 65, 12 and 66.
  auto text_kind = [](int32_t index) {
    switch (index) {
      case TypeIndex::kTVMFFISmallStr:
      case TypeIndex::kTVMFFIStr:
        return 1;
      case TypeIndex::kTVMFFISmallBytes:
      case TypeIndex::kTVMFFIBytes:
        return 2;
      default:
        return 0;
    }
  };
  const int kind = text_kind(l->type_index);
  if (kind != 0) {
    if (kind != text_kind(r->type_index)) return false;
    TVMFFIByteArray a = TextCellContent(l), b = TextCellContent(r);
    return a.size == b.size && (a.size == 0 || std::memcmp(a.data, b.data, a.size) == 0);
  }
  if (l->type_index != r->type_index || l->type_index < TypeIndex::kTVMFFIStaticObjectBegin) {
    return false;
  }
  if (const TVMFFIAny* hook = FindAttrCell(AnyEqualHookColumn(), l->type_index)) {
    Any args[2] = {lhs, rhs};
    return CallAnyHook(hook, args, 2) != 0;
  }
  return false;
}

}  // namespace detail

struct AnyHash {
  uint64_t operator()(const Any& src) const {
    const TVMFFIAny* data = detail::AnyUnsafe::TVMFFIAnyPtrFromAny(src);
    const int32_t index = data->type_index;
    if (index == TypeIndex::kTVMFFISmallStr || index == TypeIndex::kTVMFFISmallBytes) {
      const uint64_t key =
          index == TypeIndex::kTVMFFISmallStr ? TypeIndex::kTVMFFIStr : TypeIndex::kTVMFFIBytes;
      return detail::StableHashCombine(key, detail::StableHashSmallStrBytes(data));
    }
    if (index == TypeIndex::kTVMFFIStr || index == TypeIndex::kTVMFFIBytes) {
      TVMFFIByteArray bytes = *TVMFFIBytesGetByteArrayPtr(data->v_obj);
      return detail::StableHashCombine(static_cast<uint64_t>(index),
                                       detail::StableHashBytes(bytes.data, bytes.size));
    }
    if (index >= TypeIndex::kTVMFFIStaticObjectBegin) return detail::HashObjectCell(src);
    return detail::StableHashCombine(static_cast<uint64_t>(index), data->v_uint64);
  }
};

struct AnyEqual {
  bool operator()(const Any& lhs, const Any& rhs) const {
    return lhs.same_as(rhs) || detail::EqualDifferentCells(lhs, rhs);
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ANY_HASH_EQUAL_H_
