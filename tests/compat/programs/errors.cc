// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Errors, check macros, Expected. Each line prints what it prints with the reference.
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

namespace programs {

static void RunError() {
  try {
    TVM_FFI_THROW(ValueError) << "bad " << 3;
  } catch (const Error& e) {
    SHOW(e.kind());
    SHOW(e.message());
    SHOW(e.what());
    SHOW(e.backtrace().size() > 0);
    SHOW(e.cause_chain().has_value());
    SHOW(e.extra_context().has_value());
    SHOW(e.TracebackMostRecentCallLast().size() > 0);
    SHOW(e.FullMessage().substr(0, 36));
    auto f = e.FullMessage();
    SHOW(f.substr(f.size() - 18));
  }
  Error e("K", "m", "  File \"a\", line 1, in f\n  File \"b\", line 2, in g\n");
  SHOW(e.FullMessage());
  SHOW(e.TracebackMostRecentCallLast());
  SHOW(e.backtrace());
  SHOW(std::string(e.what()));
  TVMFFIByteArray ba{"  File \"c\", line 3, in h\n", 25};
  e.UpdateBacktrace(&ba, kTVMFFIBacktraceUpdateModeAppend);
  SHOW(e.backtrace());
  e.UpdateBacktrace(&ba, kTVMFFIBacktraceUpdateModeReplace);
  SHOW(e.backtrace());
  SHOW(e.TracebackMostRecentCallLast());
  Error e2("K2", "m2", "", e, ObjectRef(Array<int>()));
  SHOW(e2.cause_chain()->kind());
  SHOW(e2.extra_context().has_value());
  Error e3 = e2;
  SHOW(e3.same_as(e2));
  SHOW(Error("A", "b", "").FullMessage());
  SHOW(Error("", "", "").FullMessage());
  SHOW(Error("K", "a\nb", "  File \"x\", line 1, in f\n").FullMessage());
  Error e5("A", "b", &ba);
  SHOW(e5.backtrace());
  SHOW(EnvErrorAlreadySet().kind());
  SHOW(EnvErrorAlreadySet().message());
  SHOW(EnvErrorAlreadySet().what());
  TRY(TVM_FFI_CHECK(1 == 2, ValueError) << "x" << 1);
  TRY(TVM_FFI_CHECK(1 == 1, ValueError) << "x");
  TRY(TVM_FFI_CHECK_EQ(1, 2, TypeError) << "m");
  TRY(TVM_FFI_CHECK_NE(1, 1, TypeError));
  TRY(TVM_FFI_CHECK_LT(2, 1, A));
  TRY(TVM_FFI_CHECK_LE(2, 1, A));
  TRY(TVM_FFI_CHECK_GT(1, 2, A) << "z");
  TRY(TVM_FFI_CHECK_GE(1, 2, A) << "z");
  int* np = nullptr;
  TRY((void)TVM_FFI_CHECK_NOTNULL(np, A));
  int nn = 3;
  SHOW(*TVM_FFI_ICHECK_NOTNULL(&nn));
  TRY((void)TVM_FFI_ICHECK_NOTNULL(np));
  TRY(TVM_FFI_ICHECK(false));
  TRY(TVM_FFI_ICHECK(false) << "w");
  TRY(TVM_FFI_ICHECK_EQ(1, 2) << "w");
  TRY(TVM_FFI_ICHECK_NE(1, 1));
  TRY(TVM_FFI_ICHECK_LT(1, 1));
  TRY(TVM_FFI_ICHECK_GE(0, 1));
  TRY(TVM_FFI_ICHECK_GT(0, 1));
  TRY(TVM_FFI_ICHECK_LE(2, 1));
  TRY(TVM_FFI_DCHECK(false) << "d");
  TRY(TVM_FFI_DCHECK_EQ(1, 2));
  TRY(TVM_FFI_DCHECK_NOTNULL(np));
  TRY(TVM_FFI_ICHECK_EQ(String("a"), String("b")));
  TRY(TVM_FFI_ICHECK_EQ(std::string("a"), "b"));
  size_t sz = 3;
  TRY(TVM_FFI_ICHECK_EQ(sz, 4));
  TRY(TVM_FFI_ICHECK_EQ(1.5, 2.5));
  TRY(TVM_FFI_CHECK_EQ((std::pair<int, int>(1, 2) == std::pair<int, int>(1, 2)), false, X));
  TRY(TVM_FFI_CHECK_EQ(true, false, X));
  TRY(TVM_FFI_CHECK_EQ('a', 'b', X));
  TRY(TVM_FFI_CHECK_EQ(nullptr, np, X));
  TRY(if (true) TVM_FFI_CHECK(false, X) << 1; else TVM_FFI_CHECK(false, Y) << 2);
  TRY(TVM_FFI_THROW(RuntimeError) << std::hex << 255 << std::setw(5) << 1 << std::endl);
  TRY(TVM_FFI_THROW(EnvErrorAlreadySet) << "");
  TRY(throw Error("ValueError", "abc", "bt"));
  TRY(throw std::runtime_error("x"));
  bool caught = false;
  try {
    TVM_FFI_THROW(IndexError) << "i";
  } catch (const std::exception& ex) {
    caught = true;
    SHOW(ex.what());
  }
  SHOW(caught);
}

static void RunExpected() {
  Expected<int> e = 3;
  SHOW(e.is_ok());
  SHOW(e.is_err());
  SHOW(e.has_value());
  SHOW(e.value());
  SHOW(e.value_or(4));
  SHOW(e.type_index());
  SHOW(e.error());
  Expected<int> x = Error("K", "m", "b");
  SHOW(x.is_err());
  SHOW(x.error().kind());
  SHOW(x.value());
  SHOW(x.value_or(9));
  Expected<int> u = Unexpected(Error("A", "b", ""));
  SHOW(u.error().message());
  Expected<double> w = e;
  SHOW(w.value());
  Expected<Any> an = e;
  SHOW(an.value().cast<int>());
  Expected<String> s = "lit";
  SHOW(s.value());
  Expected<void> v;
  SHOW(v.is_ok());
  TRY(v.value());
  Expected<void> ve = Error("V", "m", "");
  TRY(ve.value());
  SHOW(ve.error().kind());
  SHOW(v.error());
  SHOW(std::move(e).value());
  SHOW(std::move(x).error().kind());
  SHOW(an.as_or_error<int>().value());
  SHOW(an.as_or_error<String>().error().message());
  SHOW(an.as_or_error<String>().error().kind());
  SHOW(an.as_or_error<String>().error().backtrace().size());
  Expected<ObjectRef> eo = Array<int>{1};
  SHOW(eo.as_or_error<Array<int>>().value().size());
  SHOW(eo.value()->GetTypeKey());
  Expected<Array<int>> ea = Array<int>{1};
  Expected<ObjectRef> up = ea;
  SHOW(up.is_ok());
  SHOW((std::is_default_constructible_v<Expected<int>>));
  SHOW((std::is_default_constructible_v<Expected<void>>));
  Expected<int> cp = e;
  cp = 5;
  SHOW(cp.value());
  cp = Error("Z", "", "");
  SHOW(cp.is_err());
  Any from = Expected<int>(4);
  SHOW(from.cast<int>());
  Any fe = Expected<int>(Error("Q", "qm", ""));
  SHOW(fe.type_index());
  SHOW(fe.cast<Error>().message());
  SHOW(Any(1).cast<Expected<int>>().value());
  SHOW(Any(Error("Q", "qm", "")).cast<Expected<int>>().error().kind());
  SHOW(Any("x").cast<Expected<int>>());
  auto fn = [](int k) -> Expected<int> {
    if (k == 0) return TVM_FFI_UNEXPECTED(ValueError) << "zero " << k;
    TVM_FFI_RET_CHECK(k != 1, TypeError) << "one";
    TVM_FFI_RET_CHECK_EQ(k, k == 2 ? 3 : k, KeyError) << "two";
    TVM_FFI_RET_ICHECK(k != 4) << "four";
    TVM_FFI_RET_ICHECK_LT(k, 10);
    TVM_FFI_RET_CHECK_NE(k, 5, A);
    TVM_FFI_RET_CHECK_GT(k, -5, A);
    TVM_FFI_RET_CHECK_GE(k, -5, A);
    TVM_FFI_RET_CHECK_LE(k, 50, A);
    return k;
  };
  for (int k = 0; k < 11; ++k) {
    auto r = fn(k);
    std::cout << k << " " << r.is_ok() << " ";
    if (r.is_err())
      std::cout << r.error().kind() << ":" << r.error().message() << "|"
                << (r.error().backtrace().find("line") != std::string::npos) << [&] {
                     std::string b = r.error().backtrace();
                     return std::count(b.begin(), b.end(), '\n');
                   }();
    std::cout << "\n";
  }
  Function f = Function::FromTyped(fn, "fn");
  SHOW(f(7).cast<int>());
  SHOW(f(0));
  SHOW(f.CallExpected<int>(7).value());
  SHOW(f.CallExpected<int>(0).error().message());
  SHOW(f.CallExpected<String>(7).error().message());
  SHOW(f.CallExpected<String>(7).error().kind());
  SHOW(f.CallExpected<void>(7).error().message());
  SHOW(f.CallExpected("x").error().message());
  SHOW(f.CallExpected(7).value().cast<int>());
  Function fv = Function::FromTyped([]() {});
  SHOW(fv.CallExpected<void>().is_ok());
  SHOW(fv.CallExpected<int>().error().message());
  Function fs = Function::FromTyped([]() { throw std::runtime_error("std!"); });
  SHOW(fs.CallExpected().error().kind());
  SHOW(fs.CallExpected().error().message());
  TRY(fs());
  Function fe2 = Function::FromTyped([]() -> Any { return Error("E", "as value", ""); });
  SHOW(fe2.CallExpected().is_err());
  SHOW(fe2().type_index());
  TypedFunction<Expected<int>(int)> te = fn;
  SHOW(te(3).value());
  SHOW(te(0).is_err());
}

void ErrorsProgram() {
  Section("error", RunError);
  Section("expected", RunExpected);
}

}  // namespace programs
