// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registration of access steps and paths (layer 2), and their text: <root>.field[0]["key"].
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/access_path.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>

namespace tvm::ffi::reflection::detail {
namespace {

void AppendStep(const AccessStepObj* step, const Function& fn_repr, std::string* out) {
  const auto text = [&](const Any& value) -> std::string {
    return std::string(fn_repr(value).cast<String>());
  };
  switch (step->kind) {
    case AccessKind::kAttr:
      *out += "." + std::string(step->key.cast<String>());
      return;
    case AccessKind::kArrayItem:
    case AccessKind::kMapItem:
      *out += "[" + text(step->key) + "]";
      return;
    case AccessKind::kAttrMissing:
    case AccessKind::kArrayItemMissing:
    case AccessKind::kMapItemMissing:
      *out += "[<missing:" + text(step->key) + ">]";
      return;
  }
}

String ReprStep(const AccessStepObj* step, const Function& fn_repr) {
  std::string out;
  AppendStep(step, fn_repr, &out);
  return out;
}

String ReprPath(const AccessPathObj* path, const Function& fn_repr) {
  std::string out = "<root>";
  for (const AccessStep& step : path->ToSteps()) AppendStep(step.get(), fn_repr, &out);
  return out;
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  ObjectDef<AccessStepObj>(init(false))
      .def_ro("kind", &AccessStepObj::kind)
      .def_ro("key", &AccessStepObj::key)
      .def_type_attr("__ffi_repr__", &ReprStep);
  ObjectDef<AccessPathObj>(init(false))
      .def_ro("parent", &AccessPathObj::parent)
      .def_ro("step", &AccessPathObj::step)
      .def_ro("depth", &AccessPathObj::depth)
      .def_static("_root", &AccessPath::Root<>)
      .def("_extend", &AccessPathObj::Extend<>)
      .def("_attr", &AccessPathObj::Attr<>)
      .def("_array_item", &AccessPathObj::ArrayItem<>)
      .def("_map_item", &AccessPathObj::MapItem<>)
      .def("_attr_missing", &AccessPathObj::AttrMissing<>)
      .def("_array_item_missing", &AccessPathObj::ArrayItemMissing<>)
      .def("_map_item_missing", &AccessPathObj::MapItemMissing<>)
      .def("_is_prefix_of", &AccessPathObj::IsPrefixOf<>)
      .def("_to_steps", &AccessPathObj::ToSteps<>)
      .def("_path_equal", &AccessPathObj::PathEqual<>)
      .def_type_attr("__ffi_repr__", &ReprPath);
}

}  // namespace tvm::ffi::reflection::detail
