// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/symbol_registry.cc: context symbols and system library symbols (layer 1).
// Entries live for ever; one whose library failed to load is taken back by clearing its address.
#include "module/symbol_registry.h"

#include <tvm/ffi/extra/c_env_api.h>

#include <atomic>
#include <mutex>
#include <new>

#include "abi/bytes.h"
#include "abi/guard.h"
#include "abi/published_map.h"
#include "abi/registry_lock.h"
#include "error/messages.h"
#include "type/load_scope.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct Symbol {
  TVMFFIByteArray name;
  uint64_t name_hash;
  std::atomic<void*> address;
  Symbol* next;

  std::string_view key() const { return ToView(name); }
  uint64_t hash() const { return name_hash; }
};

constinit Symbol* first_context = nullptr;
constinit Symbol** last_context = &first_context;
constinit PublishedMap<Symbol> system_symbols;

Symbol* NewSymbol(std::string_view name, void* address) {
  Symbol* symbol = ::new (KeepBytes(sizeof(Symbol))) Symbol{};
  symbol->name = KeepText(ToByteArray(name));
  symbol->name_hash = HashName(name);
  symbol->address.store(address, std::memory_order_relaxed);
  return symbol;
}

void SetAddress(void* subject, void* address) noexcept {
  static_cast<Symbol*>(subject)->address.store(address, std::memory_order_release);
}

int AddContextSymbol(const char* name, void* address, const void* origin) {
  std::lock_guard<std::mutex> lock(RegistryMutex());
  LoadScope::Reserve();
  Symbol* symbol = NewSymbol(name, address);
  *last_context = symbol;
  last_context = &symbol->next;
  LoadScope::Note({origin, SetAddress, symbol, nullptr});
  return 0;
}

int AddSystemSymbol(std::string_view name, void* address, const void* origin) {
  std::lock_guard<std::mutex> lock(RegistryMutex());
  LoadScope::Reserve();
  Symbol* symbol = system_symbols.Find(name, HashName(name));
  void* before = nullptr;
  if (symbol == nullptr) {
    system_symbols.Reserve();
    symbol = NewSymbol(name, address);
    system_symbols.Insert(symbol);
  } else {
    before = symbol->address.exchange(address, std::memory_order_acq_rel);
  }
  LoadScope::Note({origin, SetAddress, symbol, before});
  return 0;
}

}  // namespace

std::vector<std::pair<std::string, void*>> ListContextSymbols() {
  std::vector<std::pair<std::string, void*>> result;
  std::lock_guard<std::mutex> lock(RegistryMutex());
  for (const Symbol* symbol = first_context; symbol != nullptr; symbol = symbol->next) {
    void* address = symbol->address.load(std::memory_order_relaxed);
    if (address != nullptr) result.emplace_back(std::string(symbol->key()), address);
  }
  return result;
}

void* FindSystemSymbol(std::string_view name) {
  const Symbol* symbol = system_symbols.Find(name, HashName(name));
  return symbol != nullptr ? symbol->address.load(std::memory_order_acquire) : nullptr;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIEnvModRegisterContextSymbol(const char* name, void* symbol) {
  const void* origin = __builtin_return_address(0);
  if (name == nullptr) return Raise(Message::kNullArgument, {__func__, "name"});
  return Guarded([&] { return AddContextSymbol(name, symbol, origin); });
}

int TVMFFIEnvModRegisterSystemLibSymbol(const char* name, void* symbol) {
  const void* origin = __builtin_return_address(0);
  if (name == nullptr) return Raise(Message::kNullArgument, {__func__, "name"});
  return Guarded([&] { return AddSystemSymbol(name, symbol, origin); });
}
