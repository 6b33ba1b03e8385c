// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Program: registers types of 5 fields and 5 methods through the C ABI, as a library does while it
// is loaded, and exports them where the runtime can. Usage: register TYPES [export]. Prints the
// CPU seconds of either part. Runs on any libtvm_ffi of the same ABI.
#include <dlfcn.h>
#include <tvm/ffi/c_api.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

namespace {

constexpr int kMembers = 5;

double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void Check(int code) {
  if (code == 0) return;
  std::fprintf(stderr, "a registration failed\n");
  std::exit(1);
}

TVMFFIByteArray Bytes(const std::string& text) { return {text.data(), text.size()}; }

int Nothing(void*, const TVMFFIAny*, int32_t, TVMFFIAny* result) {
  result->type_index = kTVMFFINone;
  return 0;
}
int GetField(void*, TVMFFIAny*) { return 0; }
int SetField(void*, const TVMFFIAny*) { return 0; }

void RegisterFields(int32_t index) {
  const std::string metadata = R"({"type_schema":"{\"type\":\"int\"}"})";
  for (int i = 0; i < kMembers; ++i) {
    const std::string name = "field" + std::to_string(i);
    TVMFFIFieldInfo info;
    std::memset(&info, 0, sizeof(info));
    info.name = Bytes(name);
    info.metadata = Bytes(metadata);
    info.flags = kTVMFFIFieldFlagBitMaskWritable;
    info.size = info.alignment = 8;
    info.offset = 24 + 8 * i;
    info.getter = GetField;
    info.setter = reinterpret_cast<void*>(SetField);
    info.field_static_type_index = kTVMFFIInt;
    Check(TVMFFITypeRegisterField(index, &info));
  }
}

void RegisterMethods(int32_t index, const std::string& key) {
  const std::string metadata =
      R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"int\"}],\"params\":[{\"type\":\")" +
      key +
      R"(\"},{\"type\":\"int\"},{\"type\":\"ffi.String\"}]}}","signature":"{\"params\":[{\"name\":\"count\"},{\"name\":\"text\",\"default\":\"none\"}]}"})";
  for (int i = 0; i < kMembers; ++i) {
    const std::string name = "method" + std::to_string(i);
    TVMFFIObjectHandle function = nullptr;
    Check(TVMFFIFunctionCreate(nullptr, Nothing, nullptr, &function));
    TVMFFIMethodInfo info;
    std::memset(&info, 0, sizeof(info));
    info.name = Bytes(name);
    info.metadata = Bytes(metadata);
    info.method.type_index = kTVMFFIFunction;
    info.method.v_obj = static_cast<TVMFFIObject*>(function);
    Check(TVMFFITypeRegisterMethod(index, &info));
    TVMFFIObjectDecRef(function);
  }
}

void RegisterType(int number) {
  const std::string key = "bench.Type" + std::to_string(number);
  const TVMFFIByteArray key_text = Bytes(key);
  const int32_t index = TVMFFITypeGetOrAllocIndex(&key_text, -1, 1, 0, 1, kTVMFFIObject);
  TVMFFITypeMetadata metadata;
  std::memset(&metadata, 0, sizeof(metadata));
  metadata.total_size = 24 + 8 * kMembers;
  Check(TVMFFITypeRegisterMetadata(index, &metadata));
  RegisterFields(index);
  RegisterMethods(index, key);
}

using ExportFunction = int (*)(const TVMFFIByteArray*, const TVMFFIByteArray*, TVMFFIAny*);

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const int count = std::atoi(argv[1]);
  double start = CpuSeconds();
  for (int i = 0; i < count; ++i) RegisterType(i);
  std::printf("register %.6f\n", CpuSeconds() - start);
  if (argc < 3) return 0;
  const auto run = reinterpret_cast<ExportFunction>(dlsym(RTLD_DEFAULT, "TVMFFIReflectionExport"));
  if (run == nullptr) return 3;
  start = CpuSeconds();
  const TVMFFIByteArray prefix{"bench.", 6};
  TVMFFIAny text;
  std::memset(&text, 0, sizeof(text));
  Check(run(nullptr, &prefix, &text));
  std::printf("export %.6f\n", CpuSeconds() - start);
  const auto* bytes = reinterpret_cast<const TVMFFIByteArray*>(
      reinterpret_cast<const char*>(text.v_obj) + sizeof(TVMFFIObject));
  std::printf("bytes %zu\n", bytes->size);
  return 0;
}
