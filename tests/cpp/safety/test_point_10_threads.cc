// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 10: threads. Registries, reference counts and calls from many threads, and List and Dict
// changed by several at once: never corrupt. Meant for the sanitizer presets, true in all.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/stl.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/function.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace tvm {
namespace ffi {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 2000;

void InThreads(const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) threads.emplace_back(body, t);
  for (std::thread& thread : threads) thread.join();
}

TEST(Point10Threads, ReferencesAndCallsAreShared) {
  Array<Any> shared{1, "a text that is long enough to be an object"};
  Function size = Function::GetGlobalRequired("ffi.ArraySize");
  InThreads([&](int) {
    for (int i = 0; i < kRounds; ++i) {
      Array<Any> mine = shared;
      EXPECT_EQ(size(mine).cast<int>(), 2);
      WeakObjectPtr<Object> weak(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(mine));
      EXPECT_NE(weak.lock(), nullptr);
    }
  });
}

TEST(Point10Threads, AListIsChangedByAll) {
  List<Any> list;
  InThreads([&](int t) {
    for (int i = 0; i < kRounds; ++i) {
      list.push_back(Array<int64_t>{t, i});
      try {
        switch (i % 8) {
          case 0:
            list.pop_back();
            break;
          case 1:
            list.Set(0, String("a text that is long enough to be an object"));
            break;
          case 2:
            list.insert(list.begin(), Array<int64_t>{i});
            break;
          case 3:
            list.erase(list.begin());
            break;
          case 4:
            static_cast<void>(list.back());
            break;
          case 5:
            list.resize(static_cast<int64_t>(list.size()) / 2 + 8);
            break;
          case 6:
            if (i % 64 == 6) list.clear();
            break;
          default:
            list.Assign(list.begin(), list.begin() + 1);
        }
        for (Any element : list) static_cast<void>(element.type_index());
      } catch (const Error& error) {
        // Somebody else took the element first.
        EXPECT_EQ(error.kind(), "IndexError");
      }
    }
  });
}

TEST(Point10Threads, AppendingFromAllLosesNothing) {
  List<int64_t> list;
  InThreads([&](int t) {
    for (int i = 0; i < kRounds; ++i) list.push_back(t * kRounds + i);
  });
  ASSERT_EQ(list.size(), static_cast<size_t>(kThreads * kRounds));
  std::vector<char> seen(list.size());
  for (int64_t value : list) seen[static_cast<size_t>(value)] = 1;
  for (char one : seen) EXPECT_EQ(one, 1);
}

TEST(Point10Threads, ADictIsChangedByAll) {
  Dict<Any, Any> dict;
  InThreads([&](int t) {
    for (int i = 0; i < kRounds; ++i) {
      dict.Set(i % 50, Array<int64_t>{t, i});
      dict.Set(String("a key that is long enough to be an object " + std::to_string(i % 20)), i);
      static_cast<void>(dict.Get((i + 7) % 50));
      if (i % 3 == 0) dict.erase((i + 3) % 50);
      if (i % 500 == 1) dict.clear();
      int64_t steps = 0;
      for (auto entry : dict) {
        static_cast<void>(entry.second.type_index());
        // The order is others' as well: entries may move to the end for ever.
        if (++steps == 100) break;
      }
    }
  });
  EXPECT_LE(dict.size(), 70u);
}

TEST(Point10Threads, ConversionsReadWhatOthersChange) {
  List<Any> list{1, 2, 3};
  Dict<Any, Any> dict{{1, 2}};
  InThreads([&](int t) {
    for (int i = 0; i < kRounds; ++i) {
      if (t % 2 == 0) {
        list.push_back(i);
        if (list.size() > 100) list.resize(3);
        dict.Set(i % 100, i);
      } else {
        EXPECT_TRUE(Any(list).try_cast<List<int64_t>>().has_value());
        EXPECT_TRUE(Any(list).try_cast<Array<double>>().has_value());
        EXPECT_TRUE(Any(list).try_cast<std::vector<double>>().has_value());
        EXPECT_TRUE((Any(dict).try_cast<Map<int64_t, double>>().has_value()));
      }
    }
  });
}

// What reads a whole value sees each List and Dict as it was at one moment.
TEST(Point10Threads, TraversalsReadWhatOthersChange) {
  List<Any> list;
  Dict<Any, Any> dict;
  for (int i = 0; i < 50; ++i) {
    list.push_back(Array<int64_t>{i});
    dict.Set(i, List<Any>{i});
  }
  const Array<Any> value{list, dict};
  auto read = [&](int i) {
    switch (i % 8) {
      case 0:
        return static_cast<void>(RecursiveHash(value));
      case 1:
        return static_cast<void>(RecursiveEq(value, Array<Any>{list, dict}));
      case 2:
        return static_cast<void>(ReprPrint(value));
      case 3:
        return static_cast<void>(DeepCopy(value));
      case 4:
        return static_cast<void>(StructuralHash::Hash(value));
      case 5:
        return static_cast<void>(StructuralEqual::GetFirstMismatch(value, DeepCopy(value)));
      case 6:
        return static_cast<void>(ToJSONGraph(value));
      default:
        return static_cast<void>(json::Stringify(list));
    }
  };
  std::atomic<int> reading{kThreads / 2};
  InThreads([&](int t) {
    if (t % 2 == 0) {
      for (int i = 0; i < kRounds / 10; ++i) read(i);
      --reading;
      return;
    }
    for (int i = 0; reading != 0; ++i) {
      list.push_back(Array<int64_t>{i});
      if (list.size() > 60) list.resize(40);
      dict.Set(i % 60, List<Any>{i});
      dict.erase((i + 30) % 60);
    }
  });
  EXPECT_LE(dict.size(), 60u);
}

struct EditsOnDeath {
  explicit EditsOnDeath(List<Any> list) : list(std::move(list)) {}
  EditsOnDeath(const EditsOnDeath&) = default;
  ~EditsOnDeath() { list.push_back(1); }
  List<Any> list;
  int64_t operator()() const { return 0; }
};

TEST(Point10Threads, ADestructorMayChangeTheListItLeaves) {
  List<Any> list;
  InThreads([&](int) {
    for (int i = 0; i < 200; ++i) {
      list.push_back(Function::FromTyped(EditsOnDeath(list)));
      list.clear();
    }
  });
  list.clear();
  list.clear();
}

#if !defined(__SANITIZE_THREAD__)
TEST(Point10Threads, AForkedChildFindsNoLockHeldByAThreadThatIsNotThere) {
  std::vector<List<int64_t>> lists(64);
  std::atomic<bool> done{false};
  std::thread writer([&] {
    while (!done) {
      for (List<int64_t>& list : lists) {
        list.push_back(1);
        list.clear();
      }
    }
  });
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);
      for (List<int64_t>& list : lists) list.push_back(2);
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  done = true;
  writer.join();
}
#endif

}  // namespace
}  // namespace ffi
}  // namespace tvm
