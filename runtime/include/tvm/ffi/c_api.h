/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/c_api.h: the stable C ABI (layer 1).
 * Everything here is frozen: sizes, offsets, values and names never change, new items are only
 * appended. Ownership words: "borrow" = not kept past the call; "steal" = the callee takes over;
 * "new" = the caller receives one strong reference. A function returning int gives 0, or -1 with
 * this thread's error slot set.
 */
#ifndef TVM_FFI_C_API_H_
#define TVM_FFI_C_API_H_

#include <dlpack/dlpack.h>
#include <stddef.h>
#include <stdint.h>

#if defined(TVM_FFI_DLL) && !defined(TVM_FFI_DLL_EXPORT)
#define TVM_FFI_DLL_EXPORT TVM_FFI_DLL
#endif
#ifndef TVM_FFI_DLL
#if defined(__EMSCRIPTEN__)
#include <emscripten/emscripten.h>
#define TVM_FFI_DLL EMSCRIPTEN_KEEPALIVE
#define TVM_FFI_DLL_EXPORT EMSCRIPTEN_KEEPALIVE
#elif defined(_MSC_VER)
#ifdef TVM_FFI_EXPORTS
#define TVM_FFI_DLL __declspec(dllexport)
#else
#define TVM_FFI_DLL __declspec(dllimport)
#endif
#define TVM_FFI_DLL_EXPORT __declspec(dllexport)
#else
#define TVM_FFI_DLL __attribute__((visibility("default")))
#define TVM_FFI_DLL_EXPORT __attribute__((visibility("default")))
#endif
#endif

#if defined(_MSC_VER)
#define TVM_FFI_WEAK __declspec(selectany)
#define TVM_FFI_ATTRIBUTE_PURE
#else
#define TVM_FFI_WEAK __attribute__((weak))
#define TVM_FFI_ATTRIBUTE_PURE __attribute__((pure))
#endif

/* Version of the headers; TVMFFIGetVersion gives that of the loaded library. */
#define TVM_FFI_VERSION_MAJOR 0
#define TVM_FFI_VERSION_MINOR 1
#define TVM_FFI_VERSION_PATCH 16

/* Fixed enumeration width in C++; C compilers choose int by themselves. */
#ifdef __cplusplus
#define TVM_FFI_ENUM_INT32 : int32_t
#else
#define TVM_FFI_ENUM_INT32
#endif
/* Anonymous unions are an extension before C11 and in C++ with members of struct type. */
#if defined(__GNUC__)
#define TVM_FFI_ANONYMOUS_UNION __extension__ union
#else
#define TVM_FFI_ANONYMOUS_UNION union
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  uint32_t major;
  uint32_t minor;
  uint32_t patch;
} TVMFFIVersion;

typedef enum TVMFFITypeIndex TVM_FFI_ENUM_INT32 {
  /* Only in field annotations, never the index of a value. */
  kTVMFFIAny = -1,
#define TVM_FFI_TYPE(index, name, key, storage, arity, lifetime) kTVMFFI##name = index,
#include "type_table.def"
  kTVMFFIStaticObjectBegin = 64,
  kTVMFFIStaticObjectEnd = 79,
  kTVMFFIDynObjectBegin = 128
} TVMFFITypeIndex;

/* What a deleter is asked to do; both bits in one call in the usual case. */
typedef enum TVMFFIObjectDeleterFlagBitMask TVM_FFI_ENUM_INT32 {
  kTVMFFIObjectDeleterFlagBitMaskStrong = 1 << 0,
  kTVMFFIObjectDeleterFlagBitMaskWeak = 1 << 1,
  kTVMFFIObjectDeleterFlagBitMaskBoth =
      (kTVMFFIObjectDeleterFlagBitMaskStrong | kTVMFFIObjectDeleterFlagBitMaskWeak)
} TVMFFIObjectDeleterFlagBitMask;

typedef enum TVMFFIBacktraceUpdateMode TVM_FFI_ENUM_INT32 {
  kTVMFFIBacktraceUpdateModeReplace = 0,
  kTVMFFIBacktraceUpdateModeAppend = 1
} TVMFFIBacktraceUpdateMode;

/* How structural equality and hashing treat a type. */
typedef enum TVMFFISEqHashKind TVM_FFI_ENUM_INT32 {
  kTVMFFISEqHashKindUnsupported = 0,
  kTVMFFISEqHashKindTreeNode = 1,
  kTVMFFISEqHashKindFreeVar = 2,
  kTVMFFISEqHashKindDAGNode = 3,
  kTVMFFISEqHashKindConstTreeNode = 4,
  kTVMFFISEqHashKindUniqueInstance = 5
} TVMFFISEqHashKind;

typedef enum TVMFFIDefRegionKind TVM_FFI_ENUM_INT32 {
  kTVMFFIDefRegionKindNone = 0,
  kTVMFFIDefRegionKindPattern = 1,
  kTVMFFIDefRegionKindSimple = 2,
  /* Names used before 0.1.15. */
  kTVMFFIDefRegionKindRecursive = 1,
  kTVMFFIDefRegionKindNonRecursive = 2
} TVMFFIDefRegionKind;

/* Bits of TVMFFIFieldInfo::flags and TVMFFIMethodInfo::flags. */
typedef enum TVMFFIFieldFlagBitMask TVM_FFI_ENUM_INT32 {
  kTVMFFIFieldFlagBitMaskWritable = 1 << 0,
  kTVMFFIFieldFlagBitMaskHasDefault = 1 << 1,
  kTVMFFIFieldFlagBitMaskIsStaticMethod = 1 << 2,
  kTVMFFIFieldFlagBitMaskSEqHashIgnore = 1 << 3,
  kTVMFFIFieldFlagBitMaskSEqHashDefPattern = 1 << 4,
  kTVMFFIFieldFlagBitMaskSEqHashDefRecursive = 1 << 4,
  kTVMFFIFieldFlagBitMaskDefaultFromFactory = 1 << 5,
  kTVMFFIFieldFlagBitMaskReprOff = 1 << 6,
  kTVMFFIFieldFlagBitMaskCompareOff = 1 << 7,
  kTVMFFIFieldFlagBitMaskHashOff = 1 << 8,
  kTVMFFIFieldFlagBitMaskInitOff = 1 << 9,
  kTVMFFIFieldFlagBitMaskKwOnly = 1 << 10,
  kTVMFFIFieldFlagBitSetterIsFunctionObj = 1 << 11,
  kTVMFFIFieldFlagBitMaskSEqHashDefSimple = 1 << 12,
  kTVMFFIFieldFlagBitMaskSEqHashDefNonRecursive = 1 << 12
} TVMFFIFieldFlagBitMask;

/* Pointer to a TVMFFIObject header. */
typedef void* TVMFFIObjectHandle;

/* Header of every counted object. Low 32 bits of the counter: strong; high 32 bits: weak. */
typedef struct TVMFFIObject {
  uint64_t combined_ref_count;
  int32_t type_index;
  /* Always zero. */
  uint32_t __padding;
  TVM_FFI_ANONYMOUS_UNION {
    /* self is the header's address; NULL means never freed. */
    void (*deleter)(void* self, int flags);
    int64_t __ensure_align;
  };
} TVMFFIObject;

/* One value, 16 bytes; compared and hashed bitwise, so unused bytes are zero. */
typedef struct TVMFFIAny {
  int32_t type_index;
  TVM_FFI_ANONYMOUS_UNION {
    uint32_t zero_padding;
    /* Length of SmallStr and SmallBytes. */
    uint32_t small_str_len;
  };
  TVM_FFI_ANONYMOUS_UNION {
    int64_t v_int64;
    double v_float64;
    void* v_ptr;
    const char* v_c_str;
    TVMFFIObject* v_obj;
    DLDataType v_dtype;
    DLDevice v_device;
    char v_bytes[8];
    uint64_t v_uint64;
  };
} TVMFFIAny;

/* Borrowed bytes; not necessarily NUL-terminated. */
typedef struct {
  const char* data;
  size_t size;
} TVMFFIByteArray;

typedef struct {
  const int64_t* data;
  size_t size;
} TVMFFIShapeCell;

/* Body of Array and List: elements are TVMFFIAny owned by the object. */
typedef struct {
  void* data;
  int64_t size;
  int64_t capacity;
  /* NULL when the elements lie inside the object. */
  void (*data_deleter)(void*);
} TVMFFISeqCell;

/* Body of an error; texts are owned by the object. */
typedef struct {
  TVMFFIByteArray kind;
  TVMFFIByteArray message;
  /* Most recent call first, one line per frame. */
  TVMFFIByteArray backtrace;
  /* mode is a TVMFFIBacktraceUpdateMode. */
  void (*update_backtrace)(TVMFFIObjectHandle self, const TVMFFIByteArray* backtrace,
                           int32_t update_mode);
  /* Owned error that led to this one, or NULL. */
  TVMFFIObjectHandle cause_chain;
  /* Owned object of any type, or NULL. */
  TVMFFIObjectHandle extra_context;
} TVMFFIErrorCell;

/* args are borrowed views; *result comes in as None and leaves owned. */
typedef int (*TVMFFISafeCallType)(void* handle, const TVMFFIAny* args, int32_t num_args,
                                  TVMFFIAny* result);

typedef struct {
  TVMFFISafeCallType safe_call;
  /* Same parameters, returns void, throws C++ exceptions; NULL unless made in C++. */
  void* cpp_call;
} TVMFFIFunctionCell;

typedef struct {
  void* handle;
} TVMFFIOpaqueObjectCell;

/* Lies right before a body made by the custom allocator. */
typedef struct TVMFFIObjectAllocHeader {
  void (*delete_space)(void* body);
} TVMFFIObjectAllocHeader;

typedef struct TVMFFICustomAllocator {
  /* The returned body is preceded by a TVMFFIObjectAllocHeader. */
  void* (*allocate)(size_t size, size_t alignment, int32_t type_index, void* context);
  void* context;
} TVMFFICustomAllocator;

typedef int (*TVMFFIFieldGetter)(void* field, TVMFFIAny* result);
typedef int (*TVMFFIFieldSetter)(void* field, const TVMFFIAny* value);
typedef int (*TVMFFIObjectCreator)(TVMFFIObjectHandle* result);

/* Texts are copied at registration. */
typedef struct {
  TVMFFIByteArray name;
  TVMFFIByteArray doc;
  /* JSON object with type_schema and user entries. */
  TVMFFIByteArray metadata;
  int64_t flags;
  int64_t size;
  int64_t alignment;
  /* From the object header. */
  int64_t offset;
  TVMFFIFieldGetter getter;
  /* A TVMFFIFieldSetter, or a Function handle with flag SetterIsFunctionObj. */
  void* setter;
  TVMFFIAny default_value_or_factory;
  int32_t field_static_type_index;
} TVMFFIFieldInfo;

typedef struct {
  TVMFFIByteArray name;
  TVMFFIByteArray doc;
  TVMFFIByteArray metadata;
  int64_t flags;
  /* A Function; the registry takes its own reference. */
  TVMFFIAny method;
} TVMFFIMethodInfo;

typedef struct {
  TVMFFIByteArray doc;
  /* Makes a default object; NULL when there is no native way. */
  TVMFFIObjectCreator creator;
  int32_t total_size;
  TVMFFISEqHashKind structural_eq_hash_kind;
} TVMFFITypeMetadata;

/* One value per type index; the struct stays where it is, data and size change as it grows. */
typedef struct {
  const TVMFFIAny* data;
  int32_t size;
  int32_t begin_index;
} TVMFFITypeAttrColumn;

typedef struct TVMFFITypeInfo {
  int32_t type_index;
  int32_t type_depth;
  TVMFFIByteArray type_key;
  /* type_depth entries, root first. */
  const struct TVMFFITypeInfo** type_ancestors;
  uint64_t type_key_hash;
  /* Own members only. */
  int32_t num_fields;
  int32_t num_methods;
  const TVMFFIFieldInfo* fields;
  const TVMFFIMethodInfo* methods;
  /* NULL when the type was declared but never described. */
  const TVMFFITypeMetadata* metadata;
} TVMFFITypeInfo;

/*--- Version, objects, allocation ---*/
TVM_FFI_DLL void TVMFFIGetVersion(TVMFFIVersion* out_version);
TVM_FFI_DLL int TVMFFIObjectIncRef(TVMFFIObjectHandle obj);
/* NULL is tolerated. */
TVM_FFI_DLL int TVMFFIObjectDecRef(TVMFFIObjectHandle obj);
/* New object wrapping handle, which deleter (may be NULL) releases; type_index must be
 * OpaquePyObject. */
TVM_FFI_DLL int TVMFFIObjectCreateOpaque(void* handle, int32_t type_index,
                                         void (*deleter)(void* handle), TVMFFIObjectHandle* out);
/* Never NULL. */
TVM_FFI_DLL TVMFFICustomAllocator* TVMFFIGetCustomAllocator(void);
/* Borrows for the life of the process; NULL brings the built-in one back. */
TVM_FFI_DLL int TVMFFISetCustomAllocator(TVMFFICustomAllocator* allocator);

/*--- Functions ---*/
/* New Function; self is stolen (deleter runs when the function dies). */
TVM_FFI_DLL int TVMFFIFunctionCreate(void* self, TVMFFISafeCallType safe_call,
                                     void (*deleter)(void* self), TVMFFIObjectHandle* out);
/* New, or *out = NULL with return 0 when there is none of that name. */
TVM_FFI_DLL int TVMFFIFunctionGetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle* out);
TVM_FFI_DLL int TVMFFIFunctionSetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle f,
                                        int allow_override);
TVM_FFI_DLL int TVMFFIFunctionSetGlobalFromMethodInfo(const TVMFFIMethodInfo* method_info,
                                                      int allow_override);
TVM_FFI_DLL int TVMFFIFunctionCall(TVMFFIObjectHandle func, TVMFFIAny* args, int32_t num_args,
                                   TVMFFIAny* result);
/* out must hold nothing owned. */
TVM_FFI_DLL int TVMFFIAnyViewToOwnedAny(const TVMFFIAny* any_view, TVMFFIAny* out);

/*--- Errors ---*/
/* New, NULL when none; empties this thread's slot. */
TVM_FFI_DLL void TVMFFIErrorMoveFromRaised(TVMFFIObjectHandle* result);
TVM_FFI_DLL void TVMFFIErrorSetRaised(TVMFFIObjectHandle error);
TVM_FFI_DLL void TVMFFIErrorSetRaisedFromCStr(const char* kind, const char* message);
/* NULL parts are skipped. */
TVM_FFI_DLL void TVMFFIErrorSetRaisedFromCStrParts(const char* kind, const char** message_parts,
                                                   int32_t num_parts);
TVM_FFI_DLL int TVMFFIErrorCreate(const TVMFFIByteArray* kind, const TVMFFIByteArray* message,
                                  const TVMFFIByteArray* backtrace, TVMFFIObjectHandle* out);
/* cause_chain (an Error) and extra_context (any object) are borrowed and may be NULL. */
TVM_FFI_DLL int TVMFFIErrorCreateWithCauseAndExtraContext(
    const TVMFFIByteArray* kind, const TVMFFIByteArray* message, const TVMFFIByteArray* backtrace,
    TVMFFIObjectHandle cause_chain, TVMFFIObjectHandle extra_context, TVMFFIObjectHandle* out);
/* Thread-local text, overwritten by the next call; filename and func, when given, become the first
 * line. */
TVM_FFI_DLL const TVMFFIByteArray* TVMFFIBacktrace(const char* filename, int lineno,
                                                   const char* func, int cross_ffi_boundary);

/*--- Tensors ---*/
/* New Tensor stealing from on success; on failure from stays with the caller. require_alignment 0:
 * none. */
TVM_FFI_DLL int TVMFFITensorFromDLPack(DLManagedTensor* from, int32_t require_alignment,
                                       int32_t require_contiguous, TVMFFIObjectHandle* out);
TVM_FFI_DLL int TVMFFITensorFromDLPackVersioned(DLManagedTensorVersioned* from,
                                                int32_t require_alignment,
                                                int32_t require_contiguous,
                                                TVMFFIObjectHandle* out);
/* The result holds a reference on from; the caller must call its deleter. */
TVM_FFI_DLL int TVMFFITensorToDLPack(TVMFFIObjectHandle from, DLManagedTensor** out);
TVM_FFI_DLL int TVMFFITensorToDLPackVersioned(TVMFFIObjectHandle from,
                                              DLManagedTensorVersioned** out);
/* New Tensor over source's memory with prototype's shape and (mandatory) strides. */
TVM_FFI_DLL int TVMFFITensorCreateUnsafeView(TVMFFIObjectHandle source, const DLTensor* prototype,
                                             TVMFFIObjectHandle* out);

/*--- Text, numbers, dtypes; out is overwritten, not released ---*/
TVM_FFI_DLL int TVMFFIStringFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out);
TVM_FFI_DLL int TVMFFIBytesFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out);
/* Native 64-bit words, least significant first, two's complement; gives Int when it fits. */
TVM_FFI_DLL int TVMFFIBigIntFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out);
/* View into value, which must be an Int or a BigInt. */
TVM_FFI_DLL TVMFFIByteArray TVMFFIBigIntGetContentByteArray(const TVMFFIAny* value);
TVM_FFI_DLL int TVMFFIDataTypeFromString(const TVMFFIByteArray* str, DLDataType* out);
TVM_FFI_DLL int TVMFFIDataTypeToString(const DLDataType* dtype, TVMFFIAny* out);

/*--- Type table ---*/
TVM_FFI_DLL int TVMFFITypeKeyToIndex(const TVMFFIByteArray* type_key, int32_t* out_tindex);
TVM_FFI_DLL int TVMFFITypeRegisterField(int32_t type_index, const TVMFFIFieldInfo* info);
TVM_FFI_DLL int TVMFFITypeRegisterMethod(int32_t type_index, const TVMFFIMethodInfo* info);
TVM_FFI_DLL int TVMFFITypeRegisterMetadata(int32_t type_index, const TVMFFITypeMetadata* metadata);
/* type_index 0 only creates the column. */
TVM_FFI_DLL int TVMFFITypeRegisterAttr(int32_t type_index, const TVMFFIByteArray* attr_name,
                                       const TVMFFIAny* attr_value);
/* NULL when no type ever had the attribute; else an address that stays valid. */
TVM_FFI_DLL const TVMFFITypeAttrColumn* TVMFFIGetTypeAttrColumn(const TVMFFIByteArray* attr_name);
/* A known key gives its index whatever the rest says; parent -2: only ask (-2 when unknown). */
TVM_FFI_DLL int32_t TVMFFITypeGetOrAllocIndex(const TVMFFIByteArray* type_key,
                                              int32_t static_type_index, int32_t type_depth,
                                              int32_t num_child_slots,
                                              int32_t child_slots_can_overflow,
                                              int32_t parent_type_index);
TVM_FFI_DLL const TVMFFITypeInfo* TVMFFIGetTypeInfo(int32_t type_index) TVM_FFI_ATTRIBUTE_PURE;

/*--- One-time initialisation of a handle ---*/
TVM_FFI_DLL int TVMFFIHandleInitOnce(void** handle_addr, int (*init_func)(void** result));
TVM_FFI_DLL int TVMFFIHandleDeinitOnce(void** handle_addr, int (*deinit_func)(void* handle));

/*--- Additions of this implementation ---*/
/* Writes the reflection metadata as a JSON text (schema: reflection/schema/metadata.schema.json).
 * library: file of a loaded library, prefix: leading part of type keys and function names; either
 * may be NULL. */
TVM_FFI_DLL int TVMFFIReflectionExport(const TVMFFIByteArray* library,
                                       const TVMFFIByteArray* prefix, TVMFFIAny* out_json);
/* Same of the library that a module (borrowed) was loaded from. */
TVM_FFI_DLL int TVMFFIReflectionExportModule(TVMFFIObjectHandle module, TVMFFIAny* out_json);
/* Calls with arguments by position and by name. args: num_args values by position (the receiver of
 * a method first), then one value for each of names. Names, kinds and defaults are those of the
 * function's metadata, looked up at its first such call. [TypeError] in the words of Python, with
 * the signature, when the arguments do not fit. */
TVM_FFI_DLL int TVMFFIFunctionCallKeywords(TVMFFIObjectHandle func, TVMFFIAny* args,
                                           int32_t num_args, const TVMFFIByteArray* names,
                                           int32_t num_names, TVMFFIAny* result);
/* The positional call that TVMFFIFunctionCallKeywords would make: writes its arguments to frame and
 * their number to out_num_args. They borrow from args and from the function. frame NULL: writes
 * only the most cells it can take. out_func (may be NULL): what to call, borrowed; an overload of
 * func where it has several. */
TVM_FFI_DLL int TVMFFIFunctionBindKeywords(TVMFFIObjectHandle func, const TVMFFIAny* args,
                                           int32_t num_args, const TVMFFIByteArray* names,
                                           int32_t num_names, TVMFFIAny* frame, int32_t capacity,
                                           int32_t* out_num_args, TVMFFIObjectHandle* out_func);
/* What is registered of the function, as JSON: {"kind", "owner", "overloads": records of
 * metadata.schema.json}. The empty text when it is registered nowhere. */
TVM_FFI_DLL int TVMFFIFunctionDescribe(TVMFFIObjectHandle func, TVMFFIAny* out_json);

#ifdef __cplusplus
}  // extern "C"

inline int32_t TVMFFIObjectGetTypeIndex(TVMFFIObjectHandle obj) {
  return static_cast<TVMFFIObject*>(obj)->type_index;
}
inline TVMFFIByteArray TVMFFISmallBytesGetContentByteArray(const TVMFFIAny* value) {
  return TVMFFIByteArray{value->v_bytes, static_cast<size_t>(value->small_str_len)};
}
#define TVM_FFI_DETAILS_BODY_OF(Type, obj) \
  reinterpret_cast<Type*>(static_cast<char*>(obj) + sizeof(TVMFFIObject))
inline TVMFFIByteArray* TVMFFIBytesGetByteArrayPtr(TVMFFIObjectHandle obj) {
  return TVM_FFI_DETAILS_BODY_OF(TVMFFIByteArray, obj);
}
inline TVMFFIErrorCell* TVMFFIErrorGetCellPtr(TVMFFIObjectHandle obj) {
  return TVM_FFI_DETAILS_BODY_OF(TVMFFIErrorCell, obj);
}
inline TVMFFIFunctionCell* TVMFFIFunctionGetCellPtr(TVMFFIObjectHandle obj) {
  return TVM_FFI_DETAILS_BODY_OF(TVMFFIFunctionCell, obj);
}
inline TVMFFIOpaqueObjectCell* TVMFFIOpaqueObjectGetCellPtr(TVMFFIObjectHandle obj) {
  return TVM_FFI_DETAILS_BODY_OF(TVMFFIOpaqueObjectCell, obj);
}
inline TVMFFIShapeCell* TVMFFIShapeGetCellPtr(TVMFFIObjectHandle obj) {
  return TVM_FFI_DETAILS_BODY_OF(TVMFFIShapeCell, obj);
}
inline DLTensor* TVMFFITensorGetDLTensorPtr(TVMFFIObjectHandle obj) {
  return TVM_FFI_DETAILS_BODY_OF(DLTensor, obj);
}
#undef TVM_FFI_DETAILS_BODY_OF
inline DLDevice TVMFFIDLDeviceFromIntPair(int32_t device_type, int32_t device_id) {
  return DLDevice{static_cast<DLDeviceType>(device_type), device_id};
}
#endif
#endif /* TVM_FFI_C_API_H_ */
