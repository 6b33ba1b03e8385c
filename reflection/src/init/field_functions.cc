// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ffi.MakeFieldGetter and ffi.MakeFieldSetter: access to the fields of classes that another
// language defines (layer 2).
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry.h>

#include <utility>

namespace tvm::ffi::reflection::detail {
namespace {

/// One instantiation of what, by the static type index of a field.
template <template <typename> typename What, typename... Args>
auto ByStorage(int32_t type_index, Args&&... args) {
  switch (type_index) {
    case TypeIndex::kTVMFFIInt:
      return What<int64_t>::Run(std::forward<Args>(args)...);
    case TypeIndex::kTVMFFIBool:
      return What<bool>::Run(std::forward<Args>(args)...);
    case TypeIndex::kTVMFFIFloat:
      return What<double>::Run(std::forward<Args>(args)...);
    case TypeIndex::kTVMFFIOpaquePtr:
      return What<void*>::Run(std::forward<Args>(args)...);
    case TypeIndex::kTVMFFIDataType:
      return What<DLDataType>::Run(std::forward<Args>(args)...);
    case TypeIndex::kTVMFFIDevice:
      return What<DLDevice>::Run(std::forward<Args>(args)...);
    default:
      return type_index >= TypeIndex::kTVMFFIStaticObjectBegin
                 ? What<ObjectRef>::Run(std::forward<Args>(args)...)
                 : What<Any>::Run(std::forward<Args>(args)...);
  }
}

template <typename T>
struct Getter {
  static int64_t Run() { return reinterpret_cast<int64_t>(&GetField<T>); }
};

/// Turns a value of the other language into a field's value; the error slot is set on failure.
using ConvertFunctionPtr = int (*)(void* converter, const TVMFFIAny* in, TVMFFIAny* out);

struct Converter {
  void* converter;
  ConvertFunctionPtr convert;
};

template <typename T>
struct Setter {
  static Function Run(const Converter& converter) {
    return Function::FromTyped([converter](void* field, AnyView value) {
      if (field == nullptr) TVM_FFI_THROW(ValueError) << "A field setter got no field address";
      Any converted;
      if (converter.convert != nullptr) {
        TVM_FFI_CHECK_SAFE_CALL(converter.convert(converter.converter,
                                                  reinterpret_cast<const TVMFFIAny*>(&value),
                                                  reinterpret_cast<TVMFFIAny*>(&converted)));
      } else {
        converted = Any(value);
      }
      TVM_FFI_CHECK_SAFE_CALL(SetField<T>(field, reinterpret_cast<const TVMFFIAny*>(&converted)));
    });
  }
};

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef()
      .def("ffi.MakeFieldGetter",
           [](int32_t type_index) -> int64_t { return ByStorage<Getter>(type_index); })
      .def("ffi.MakeFieldSetter",
           [](int32_t type_index, int64_t converter, int64_t convert) -> Function {
             return ByStorage<Setter>(type_index,
                                      Converter{reinterpret_cast<void*>(converter),
                                                reinterpret_cast<ConvertFunctionPtr>(convert)});
           });
}

}  // namespace tvm::ffi::reflection::detail
