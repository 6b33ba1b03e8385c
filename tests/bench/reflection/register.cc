// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Program: registers types of 5 fields and 5 methods through the C ABI, as a library does while it
// is loaded, and exports them where the runtime can. Usage: register TYPES [export [FILE]]. Prints
// the CPU seconds of either part. Runs on any libtvm_ffi of the same ABI. With `register huge
// METHODS export` it is one type, of which a fragment tells as the scanner would.
#include <dlfcn.h>
#include <tvm/ffi/c_api.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

// Found by its name in this program, as in a library.
extern "C" {
__attribute__((visibility("default"))) char __tvm_ffi__library_fragment[1 << 24];
}

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

void RegisterMethods(int32_t index, const std::string& key, int count) {
  for (int i = 0; i < count; ++i) {
    const std::string name = "method" + std::to_string(i);
    // No two functions have the same text, as it is where parameters have names.
    const std::string metadata =
        R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"int\"}],\"params\":[{\"type\":\")" +
        key +
        R"(\"},{\"type\":\"int\"},{\"type\":\"ffi.String\"}]}}","signature":"{\"params\":[{\"name\":\"count)" +
        std::to_string(i) + R"(\"},{\"name\":\"text\",\"default\":\"none\"}]}"})";
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

void RegisterType(int number, int methods) {
  const std::string key = "bench.Type" + std::to_string(number);
  const TVMFFIByteArray key_text = Bytes(key);
  const int32_t index = TVMFFITypeGetOrAllocIndex(&key_text, -1, 1, 0, 1, kTVMFFIObject);
  TVMFFITypeMetadata metadata;
  std::memset(&metadata, 0, sizeof(metadata));
  metadata.total_size = 24 + 8 * kMembers;
  Check(TVMFFITypeRegisterMetadata(index, &metadata));
  RegisterFields(index);
  RegisterMethods(index, key, methods);
}

// The one huge type as the scanner tells of it.
void TellMethods(int count) {
  std::string text = R"({"format":1,"types":[{"key":"bench.Type0","doc":"Huge.","methods":[)";
  for (int i = 0; i < count; ++i) {
    if (i != 0) text += ',';
    text += R"({"name":"method)" + std::to_string(i) + R"(","overload":0,"doc":"Does it."})";
  }
  text += "]}]}";
  if (text.size() >= sizeof(__tvm_ffi__library_fragment)) std::exit(4);
  std::memcpy(__tvm_ffi__library_fragment, text.data(), text.size());
}

using ExportFunction = int (*)(const TVMFFIByteArray*, const TVMFFIByteArray*, TVMFFIAny*);

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  int count = std::atoi(argv[1]);
  double start = CpuSeconds();
  if (std::strcmp(argv[1], "huge") == 0 && argc > 2) {
    count = std::atoi(argv[2]);
    TellMethods(count);
    RegisterType(0, count);
    --argc;
    ++argv;
  } else {
    for (int i = 0; i < count; ++i) RegisterType(i, kMembers);
  }
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
  if (argc > 3) {
    std::FILE* file = std::fopen(argv[3], "wb");
    if (file == nullptr || std::fwrite(bytes->data, 1, bytes->size, file) != bytes->size) return 5;
    std::fclose(file);
  }
  return 0;
}
