// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registration of functions, classes and type attributes (layer 2).
#ifndef TVM_FFI_REFLECTION_REGISTRY_H_
#define TVM_FFI_REFLECTION_REGISTRY_H_

#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/class_record.h>
#include <tvm/ffi/reflection/registry/export_signature.h>
#include <tvm/ffi/reflection/registry/field_access.h>
#include <tvm/ffi/reflection/registry/field_traits.h>
#include <tvm/ffi/reflection/registry/global_def.h>
#include <tvm/ffi/reflection/registry/here.h>
#include <tvm/ffi/reflection/registry/info_builder.h>
#include <tvm/ffi/reflection/registry/init.h>
#include <tvm/ffi/reflection/registry/object_def.h>
#include <tvm/ffi/reflection/registry/register_record.h>
#include <tvm/ffi/reflection/registry/signature_traits.h>
#include <tvm/ffi/reflection/registry/type_attr_def.h>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/reflection/creator.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_REFLECTION_REGISTRY_H_
