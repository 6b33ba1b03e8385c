// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Micro benchmarks of the C++ API; one source, compiled against our headers and against a peer's.
// Usage: cases NAME COUNT. Runs one case COUNT times so that a difference of two counts leaves the
// case alone.
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/tvm_ffi.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace ffi = tvm::ffi;

namespace {

template <typename T>
inline void Keep(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

class BaseObj : public ffi::Object {
 public:
  int64_t x = 1;
  TVM_FFI_DECLARE_OBJECT_INFO("bench.Base", BaseObj, ffi::Object);
};
class MidObj : public BaseObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO("bench.Mid", MidObj, BaseObj);
};
class LeafObj : public MidObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("bench.Leaf", LeafObj, MidObj);
};
class Leaf : public ffi::ObjectRef {
 public:
  Leaf() { data_ = ffi::make_object<LeafObj>(); }
  explicit Leaf(ffi::UnsafeInit tag) : ffi::ObjectRef(tag) {}
};

ffi::Any Tree(int depth) {
  if (depth == 0) return ffi::Any(int64_t{7});
  ffi::Array<ffi::Any> node;
  for (int i = 0; i < 10; ++i) node.push_back(Tree(depth - 1));
  return node;
}

std::string Document() {
  std::string text = "[";
  for (int i = 0; i < 200; ++i) {
    if (i != 0) text += ",";
    text += "{\"name\":\"item" + std::to_string(i) + "\",\"value\":" + std::to_string(i * 1.5) +
            ",\"flags\":[true,false,null],\"count\":" + std::to_string(i) + "}";
  }
  return text + "]";
}

void Throw() { TVM_FFI_THROW(ValueError) << "bad value " << 3; }

using Case = void (*)(int64_t);

void AnyInt(int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    ffi::Any value(i);
    Keep(value);
  }
}
void AnyObject(int64_t n) {
  Leaf leaf;
  for (int64_t i = 0; i < n; ++i) {
    ffi::Any value(leaf);
    Keep(value);
  }
}
void CallTyped(int64_t n) {
  ffi::Function f = ffi::Function::FromTyped([](int a, int b) { return a + b; });
  for (int64_t i = 0; i < n; ++i) Keep(f(1, 2));
}
void CallThroughC(int64_t n) {
  ffi::Function f = ffi::Function::FromTyped([](int a, int b) { return a + b; });
  ffi::AnyView args[2] = {1, 2};
  for (int64_t i = 0; i < n; ++i) {
    TVMFFIAny result{};
    TVMFFIFunctionCall(const_cast<ffi::FunctionObj*>(f.get()), reinterpret_cast<TVMFFIAny*>(args),
                       2, &result);
    Keep(result);
  }
}
void CallWithString(int64_t n) {
  ffi::Function f =
      ffi::Function::FromTyped([](const ffi::String& text) { return int64_t(text.size()); });
  ffi::String text("forty characters of text, give or take..");
  for (int64_t i = 0; i < n; ++i) Keep(f(text));
}
void GlobalLookup(int64_t n) {
  for (int64_t i = 0; i < n; ++i) Keep(ffi::Function::GetGlobal("ffi.ArraySize"));
}
void ArrayPush(int64_t n) {
  ffi::Array<int64_t> array;
  for (int64_t i = 0; i < n; ++i) array.push_back(i);
  Keep(array);
}
void ArrayIterate(int64_t n) {
  ffi::Array<int64_t> array(size_t{1000}, int64_t{1});
  int64_t sum = 0;
  for (int64_t done = 0; done < n; done += 1000) {
    for (int64_t value : array) sum += value;
  }
  Keep(sum);
}
void ArrayOfObjects(int64_t n) {
  Leaf leaf;
  ffi::Array<ffi::ObjectRef> array;
  for (int64_t i = 0; i < n; ++i) array.push_back(leaf);
  Keep(array);
}
void ArrayIndex(int64_t n) {
  ffi::Array<int64_t> array(size_t{1000}, int64_t{1});
  int64_t sum = 0;
  for (int64_t i = 0; i < n; ++i) sum += array[i % 1000];
  Keep(sum);
}
void MapStringInsert(int64_t n) {
  std::vector<ffi::String> keys;
  for (int64_t i = 0; i < 1000; ++i) keys.emplace_back("some longer key " + std::to_string(i));
  for (int64_t done = 0; done < n; done += 1000) {
    ffi::Map<ffi::String, int64_t> map;
    for (int64_t i = 0; i < 1000; ++i) map.Set(keys[i], i);
    Keep(map);
  }
}
void MapStringFind(int64_t n) {
  ffi::Map<ffi::String, int64_t> map;
  std::vector<ffi::String> keys;
  for (int64_t i = 0; i < 1000; ++i) {
    keys.emplace_back("some longer key " + std::to_string(i));
    map.Set(keys.back(), i);
  }
  for (int64_t i = 0; i < n; ++i) Keep(map.count(keys[i % 1000]));
}
void MapIntFind(int64_t n) {
  ffi::Map<int64_t, int64_t> map;
  for (int64_t i = 0; i < 1000; ++i) map.Set(i, i);
  for (int64_t i = 0; i < n; ++i) Keep(map.count(i % 1000));
}
void MapIterate(int64_t n) {
  ffi::Map<int64_t, int64_t> map;
  for (int64_t i = 0; i < 1000; ++i) map.Set(i, i);
  int64_t sum = 0;
  for (int64_t done = 0; done < n; done += 1000) {
    for (const auto& entry : map) sum += entry.second;
  }
  Keep(sum);
}
/// One entry of a map of 1000 that somebody else holds too and one change copies.
void MapCopy(int64_t n) {
  ffi::Map<int64_t, int64_t> map;
  for (int64_t i = 0; i < 1000; ++i) map.Set(i, i);
  for (int64_t done = 0; done < n; done += 1000) {
    ffi::Map<int64_t, int64_t> copy = map;
    copy.Set(1, 2);
    Keep(copy);
  }
}
void StringShort(int64_t n) {
  for (int64_t i = 0; i < n; ++i) Keep(ffi::String("sixchr"));
}
void StringLong(int64_t n) {
  for (int64_t i = 0; i < n; ++i) Keep(ffi::String("forty characters of text, give or take.."));
}
void MakeObject(int64_t n) {
  for (int64_t i = 0; i < n; ++i) Keep(ffi::make_object<LeafObj>());
}
void AsLeaf(int64_t n) {
  ffi::ObjectRef ref = Leaf();
  for (int64_t i = 0; i < n; ++i) Keep(ref.as<LeafObj>());
}
void AsMid(int64_t n) {
  ffi::ObjectRef ref = Leaf();
  for (int64_t i = 0; i < n; ++i) Keep(ref.as<MidObj>());
}
void ThrowCatch(int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    try {
      Throw();
    } catch (const ffi::Error& error) {
      Keep(error);
    }
  }
}
void ThrowThroughC(int64_t n) {
  ffi::Function f = ffi::Function::FromTyped([]() { Throw(); });
  for (int64_t i = 0; i < n; ++i) {
    TVMFFIAny result{};
    TVMFFIFunctionCall(const_cast<ffi::FunctionObj*>(f.get()), nullptr, 0, &result);
    TVMFFIObjectHandle error = nullptr;
    TVMFFIErrorMoveFromRaised(&error);
    TVMFFIObjectDecRef(error);
  }
}
void JsonParse(int64_t n) {
  ffi::String text(Document());
  for (int64_t i = 0; i < n; ++i) Keep(ffi::json::Parse(text));
}
void JsonStringify(int64_t n) {
  ffi::Any value = ffi::json::Parse(ffi::String(Document()));
  for (int64_t i = 0; i < n; ++i) Keep(ffi::json::Stringify(value));
}
void HashTree(int64_t n) {
  ffi::Any tree = Tree(3);
  for (int64_t i = 0; i < n; ++i) Keep(ffi::StructuralHash::Hash(tree));
}
void EqualTree(int64_t n) {
  ffi::Any left = Tree(3), right = Tree(3);
  for (int64_t i = 0; i < n; ++i) Keep(ffi::StructuralEqual::Equal(left, right));
}
void RegisterGlobal(int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    std::string name = "bench.registered" + std::to_string(i);
    ffi::reflection::GlobalDef().def(name.c_str(), [](int64_t x, ffi::String) { return x; });
  }
}
void RegisterType(int64_t n) {
  int32_t parent = ffi::Object::RuntimeTypeIndex();
  for (int64_t i = 0; i < n; ++i) {
    std::string name = "bench.type" + std::to_string(i);
    TVMFFIByteArray key{name.data(), name.size()};
    Keep(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, parent));
  }
}

/// A type with its metadata and four fields of schema text.
void RegisterClass(int64_t n) {
  int32_t parent = ffi::Object::RuntimeTypeIndex();
  const std::string schema = "{\"type_schema\":\"{\\\"type\\\":\\\"int\\\"}\"}";
  const char* names[] = {"first", "second", "third", "fourth"};
  for (int64_t i = 0; i < n; ++i) {
    std::string name = "bench.class" + std::to_string(i);
    TVMFFIByteArray key{name.data(), name.size()};
    int32_t index = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, parent);
    TVMFFITypeMetadata metadata{};
    metadata.total_size = 56;
    Keep(TVMFFITypeRegisterMetadata(index, &metadata));
    for (int field = 0; field < 4; ++field) {
      TVMFFIFieldInfo info{};
      info.name = TVMFFIByteArray{names[field], std::strlen(names[field])};
      info.metadata = TVMFFIByteArray{schema.data(), schema.size()};
      info.size = info.alignment = 8;
      info.offset = 24 + 8 * field;
      info.getter = [](void*, TVMFFIAny*) { return 0; };
      info.field_static_type_index = kTVMFFIInt;
      Keep(TVMFFITypeRegisterField(index, &info));
    }
  }
}

struct Row {
  const char* name;
  Case run;
};
constexpr Row kRows[] = {
    {"any_int", AnyInt},
    {"any_object", AnyObject},
    {"call_typed", CallTyped},
    {"call_through_c", CallThroughC},
    {"call_with_string", CallWithString},
    {"global_lookup", GlobalLookup},
    {"array_push", ArrayPush},
    {"array_index", ArrayIndex},
    {"array_iterate", ArrayIterate},
    {"array_of_objects", ArrayOfObjects},
    {"map_str_insert", MapStringInsert},
    {"map_str_find", MapStringFind},
    {"map_int_find", MapIntFind},
    {"map_iterate", MapIterate},
    {"map_copy", MapCopy},
    {"string_6", StringShort},
    {"string_40", StringLong},
    {"make_object", MakeObject},
    {"as_leaf", AsLeaf},
    {"as_mid", AsMid},
    {"throw_catch", ThrowCatch},
    {"throw_through_c", ThrowThroughC},
    {"json_parse", JsonParse},
    {"json_stringify", JsonStringify},
    {"structural_hash", HashTree},
    {"structural_equal", EqualTree},
    {"register_global", RegisterGlobal},
    {"register_type", RegisterType},
    {"register_class", RegisterClass},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3) {
    for (const Row& row : kRows) {
      if (std::strcmp(row.name, argv[1]) == 0) {
        row.run(std::atoll(argv[2]));
        return 0;
      }
    }
  }
  for (const Row& row : kRows) std::puts(row.name);
  return argc == 1 ? 0 : 2;
}
