// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/load_scope.cc: notes, failures and rollback of one library load (layer 1).
#include "type/load_scope.h"

#include <algorithm>
#include <mutex>

#include "abi/registry_lock.h"
#include "error/error_object.h"
#include "error/raised.h"
#include "object/raw_object.h"
#include "type/origin.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

thread_local LoadScope* current_scope = nullptr;

}  // namespace

LoadScope::LoadScope() : outer_(current_scope) {
  SetRaised(nullptr);
  current_scope = this;
}

LoadScope::~LoadScope() {
  current_scope = outer_;
  for (const Failure& failure : failures_) DecStrongRef(failure.error);
}

LoadScope* LoadScope::Current() { return current_scope; }

void LoadScope::Reserve() {
  if (LoadScope* scope = current_scope) {
    if (scope->notes_.size() == scope->notes_.capacity()) {
      scope->notes_.reserve(scope->notes_.size() * 2 + 16);
    }
  }
}

void LoadScope::Note(const Undo& undo) noexcept {
  if (LoadScope* scope = current_scope) scope->notes_.push_back(undo);
}

void LoadScope::NoteExplicitError(TVMFFIObject* error) noexcept {
  if (LoadScope* scope = current_scope) scope->explicit_error_ = error;
}

const LoadScope::Failure* LoadScope::FirstFailure() {
  if (failures_.empty() && explicit_error_ != nullptr && PeekRaised() == explicit_error_) {
    failures_.push_back(Failure{TakeRaised(), nullptr, nullptr});
  }
  explicit_error_ = nullptr;
  return failures_.empty() ? nullptr : &failures_.front();
}

std::vector<const void*> LoadScope::FailedLibraries() const {
  std::vector<const void*> bases;
  for (const Failure& failure : failures_) {
    if (const void* base = FindOrigin(failure.origin).base) bases.push_back(base);
  }
  return bases;
}

void LoadScope::RollBack(const std::vector<const void*>& library_bases) {
  // The loader is asked before the registry lock is taken; it may be waiting for that lock itself.
  std::vector<char> affected(notes_.size());
  for (size_t i = 0; i < notes_.size(); ++i) {
    const void* base = FindOrigin(notes_[i].origin).base;
    affected[i] =
        std::find(library_bases.begin(), library_bases.end(), base) != library_bases.end();
  }
  std::lock_guard<std::mutex> lock(RegistryMutex());
  for (size_t i = notes_.size(); i-- > 0;) {
    if (affected[i]) notes_[i].run(notes_[i].subject, notes_[i].detail);
  }
}

int Refusal::Raise() const noexcept { return RaiseText(kind_, text_); }

int Refusal::Report(const void* origin) const noexcept {
  Raise();
  LoadScope* scope = current_scope;
  if (scope == nullptr) return -1;
  try {
    scope->failures_.reserve(scope->failures_.size() + 1);
  } catch (...) {
    return -1;
  }
  scope->failures_.push_back(LoadScope::Failure{TakeRaised(), first_origin_, origin});
  return 0;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
