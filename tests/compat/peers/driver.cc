// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/compat/peers/driver.cc: loads one client library or several, checks each alone, and hands
// the values that each one makes to every other. Prints what failed; the exit code is the number of
// failures.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::Array;
using ffi::Function;
using ffi::Map;
using ffi::String;

namespace {

int failures = 0;
int checks = 0;
std::string current;

void Check(bool good, const char* what) {
  ++checks;
  if (good) return;
  ++failures;
  std::printf("FAILED %s: %s\n", current.c_str(), what);
}
#define CHECK_THAT(...) Check((__VA_ARGS__), #__VA_ARGS__)

struct Client {
  ffi::Module module;
  std::string name;
  Function operator[](const char* function) const { return module->GetFunction(function).value(); }
};

void CheckAlone(const Client& client) {
  CHECK_THAT(client["make_adder"](40).cast<Function>()(2).cast<int64_t>() == 42);
  Any own = client["make_own"](5, "five");
  Any child = client["make_child"]();
  CHECK_THAT(client["is_own"](own).cast<bool>());
  CHECK_THAT(client["is_own"](child).cast<bool>());
  CHECK_THAT(!client["is_own"](Array<Any>()).cast<bool>());
  CHECK_THAT(own.GetTypeKey() == "peer." + client.name + ".Own");
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(own.type_index());
  CHECK_THAT(info->num_fields == 2 && info->num_methods == 1);
  CHECK_THAT(TVMFFIGetTypeInfo(child.type_index())->type_ancestors[1] == info);
  CHECK_THAT(Function::GetGlobalRequired("peer." + client.name + ".add")(1, 2).cast<int64_t>() ==
             3);
  for (int i = 0; i < info->num_methods; ++i) {
    Function method = ffi::AnyView::CopyFromTVMFFIAny(info->methods[i].method).cast<Function>();
    CHECK_THAT(method(own).cast<int64_t>() == 10);
  }
  ffi::Tuple<String, int64_t> flipped =
      client["flip"](ffi::Tuple<int64_t, String>(3, "three")).cast<ffi::Tuple<String, int64_t>>();
  CHECK_THAT(flipped.get<0>() == "three" && flipped.get<1>() == 3);
  CHECK_THAT(client["variant_kind"](1).cast<String>() == "int");
  CHECK_THAT(client["variant_kind"](Array<Any>({1})).cast<String>() == "ffi.Array");
  CHECK_THAT(client["maybe"](nullptr) == nullptr);
  CHECK_THAT(client["maybe"]("four").cast<int64_t>() == 4);
  std::string wrong_type;
  try {
    client["make_adder"]("x");
  } catch (const ffi::Error& error) {
    wrong_type = error.kind() + ": " + error.message();
  }
  CHECK_THAT(wrong_type ==
                 "TypeError: Mismatched type on argument #0 when calling: `make_adder(0: int) -> "
                 "Function`. Expected `int` but got `ffi.SmallStr`" ||
             wrong_type.find("Mismatched type on argument #0") != std::string::npos);
}

void CheckMaps(const Client& from, const Client& to) {
  for (int64_t size : {0, 1, 3, 4, 5, 9, 17, 1000}) {
    Map<String, int64_t> map = from["make_map"](size).cast<Map<String, int64_t>>();
    CHECK_THAT(to["check_map"](map, size).cast<bool>());
    Any grown = to["grow_map"](map, size, 2 * size + 3);
    CHECK_THAT(from["check_map"](grown, 2 * size + 3).cast<bool>());
    CHECK_THAT(from["check_map"](map, size).cast<bool>());
    // Handed over, it may be changed in place.
    Any moved = to["grow_map"](from["make_map"](size), size, size + 100);
    CHECK_THAT(to["check_map"](moved, size + 100).cast<bool>());
    CHECK_THAT(to["check_mixed_map"](from["make_mixed_map"](size), size).cast<bool>());
    ffi::Dict<String, int64_t> dict;
    from["fill_dict"](dict, size);
    to["fill_dict"](dict, size + 2);
    CHECK_THAT(from["sum_dict"](dict).cast<int64_t>() == to["sum_dict"](dict).cast<int64_t>());
    CHECK_THAT(static_cast<int64_t>(dict.size()) == size + 2);
  }
}

void CheckSequences(const Client& from, const Client& to) {
  for (int64_t size : {0, 1, 7, 1000}) {
    CHECK_THAT(to["check_array"](from["make_array"](size), size).cast<bool>());
    ffi::List<Any> list;
    from["fill_list"](list, size);
    to["fill_list"](list, size);
    CHECK_THAT(static_cast<int64_t>(list.size()) == 2 * size);
    Array<int64_t> numbers;
    for (const Any& one : list) numbers.push_back(one.cast<int64_t>());
    CHECK_THAT(to["sum_array"](numbers).cast<int64_t>() == size * (size - 1));
  }
}

void CheckObjectsAndErrors(const Client& from, const Client& to) {
  for (const char* text : {"", "short", "a text that does not fit into a cell"}) {
    CHECK_THAT(to["check_shared"](from["make_shared"](3, text), 3, text).cast<bool>());
    Function raise = from["raise"];
    Function thrower = Function::FromTyped([raise, text]() { raise(text); });
    CHECK_THAT(to["catch_from"](thrower).cast<String>() == std::string("KeyError|") + text);
  }
  Any tensor = from["make_tensor"](3, 4);
  CHECK_THAT(to["sum_tensor"](tensor).cast<double>() == 66.0);
  CHECK_THAT(tensor.cast<ffi::Tensor>().ndim() == 2);
  ffi::Module ours = from["make_module"]().cast<ffi::Module>();
  ffi::Module theirs = to["make_module"]().cast<ffi::Module>();
  CHECK_THAT(to["ask_module"](ours, theirs).cast<String>() ==
             "peer_" + from.name + " peer_" + to.name +
                 " Cyclic dependency detected during import 1 doc of f");
  ours->ImportModule(theirs);
  CHECK_THAT(ours->GetFunction("peer_name", true).value()().cast<String>() == from.name);
  CHECK_THAT(ours->GetFunction("name_of_" + to.name, true).value()().cast<String>() == to.name);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    std::vector<Client> clients;
    for (int i = 1; i < argc; ++i) {
      ffi::Module module = ffi::Module::LoadFromFile(argv[i]);
      clients.push_back(
          Client{module, module->GetFunction("peer_name").value()().cast<std::string>()});
    }
    for (const Client& from : clients) {
      current = from.name;
      CheckAlone(from);
      for (const Client& to : clients) {
        current = from.name + " -> " + to.name;
        CheckMaps(from, to);
        CheckSequences(from, to);
        CheckObjectsAndErrors(from, to);
      }
    }
  } catch (const std::exception& error) {
    std::printf("FAILED %s: %s\n", current.c_str(), error.what());
    ++failures;
  }
  std::printf("%d checks, %d failures\n", checks, failures);
  return failures == 0 && checks > 0 ? 0 : 1;
}
