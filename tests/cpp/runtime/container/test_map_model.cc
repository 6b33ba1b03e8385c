// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Random operations on Map and Dict against an ordered list of pairs that follows the documented
// order rules.
#include <gtest/gtest.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/string.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace {

// What the documentation says, as slowly as possible.
class Model {
 public:
  void Set(const std::string& key, int64_t value) {
    if (small_ && items_.size() == 4) small_ = false;
    auto at = Find(key);
    if (at == items_.end()) {
      items_.emplace_back(key, value);
    } else if (small_) {
      at->second = value;
    } else {
      items_.erase(at);
      items_.emplace_back(key, value);
    }
  }
  void Erase(const std::string& key) {
    auto at = Find(key);
    if (at != items_.end()) items_.erase(at);
  }
  void Clear(bool becomes_small) {
    items_.clear();
    if (becomes_small) small_ = true;
  }
  std::vector<std::pair<std::string, int64_t>> items_;

 private:
  std::vector<std::pair<std::string, int64_t>>::iterator Find(const std::string& key) {
    return std::find_if(items_.begin(), items_.end(),
                        [&](auto& item) { return item.first == key; });
  }
  bool small_ = true;
};

template <typename M>
void Check(const M& map, const Model& model) {
  ASSERT_EQ(map.size(), model.items_.size());
  size_t i = 0;
  for (const auto& entry : map) {
    ASSERT_EQ(entry.first, model.items_[i].first) << i;
    ASSERT_EQ(entry.second, model.items_[i].second) << i;
    ++i;
  }
  ASSERT_EQ(i, model.items_.size());
  for (auto it = map.end(); i > 0;) {
    --it;
    --i;
    ASSERT_EQ((*it).first, model.items_[i].first);
  }
  for (const auto& item : model.items_) ASSERT_EQ(map.at(item.first), item.second);
}

template <typename M>
void RunModel(unsigned seed, int steps, int keys, int check_every) {
  std::mt19937 random(seed);
  constexpr bool kIsMap = std::is_same_v<M, Map<String, int64_t>>;
  M map;
  Model model;
  std::vector<std::pair<M, Model>> kept;
  for (int step = 0; step < steps; ++step) {
    // Short and long keys, so that both text forms occur.
    int k = static_cast<int>(random() % static_cast<unsigned>(keys));
    std::string key = (k % 2 != 0 ? "k" : "a longer key ") + std::to_string(k);
    unsigned what = random() % 100;
    if (what < 60) {
      map.Set(key, step);
      model.Set(key, step);
    } else if (what < 97) {
      map.erase(key);
      model.Erase(key);
    } else if (what < 98 && random() % 8 == 0) {
      map.clear();
      model.Clear(kIsMap);
    } else if (kIsMap && kept.size() < 5) {
      kept.emplace_back(map, model);
    }
    if (step % check_every == 0) Check(map, model);
  }
  Check(map, model);
  // Copies taken on the way must not have changed.
  if (kIsMap) {
    for (const auto& [copy, at_that_time] : kept) Check(copy, at_that_time);
  }
}

TEST(MapModel, SmallMapsFollowTheRules) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    RunModel<Map<String, int64_t>>(seed, 60, 6, 1);
    RunModel<Dict<String, int64_t>>(seed, 60, 6, 1);
  }
}

TEST(MapModel, MediumMapsFollowTheRules) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    RunModel<Map<String, int64_t>>(seed, 600, 60, 7);
    RunModel<Dict<String, int64_t>>(seed, 600, 60, 7);
  }
}

TEST(MapModel, LargeMapsFollowTheRules) {
  RunModel<Map<String, int64_t>>(1, 12000, 3000, 1500);
  RunModel<Dict<String, int64_t>>(2, 12000, 3000, 1500);
}

// All keys of one hash: one chain through the whole table.
class SameHashObj : public Object {
 public:
  explicit SameHashObj(int64_t id) : id(id) {}
  int64_t id;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.SameHash", SameHashObj, Object);
};

TVMFFIAny HashOne(const Any&) noexcept {
  TVMFFIAny result{};
  result.type_index = kTVMFFIInt;
  result.v_int64 = 1;
  return result;
}
TVMFFIAny EqualById(const Any& a, const Any& b) noexcept {
  TVMFFIAny result{};
  result.type_index = kTVMFFIBool;
  result.v_int64 = a.as<SameHashObj>()->id == b.as<SameHashObj>()->id ? 1 : 0;
  return result;
}

TEST(MapModel, AHookThatGivesOneHashMakesALongChainThatWorks) {
  TVMFFIByteArray hash_name{"__any_hash__", 12}, equal_name{"__any_equal__", 13};
  Any hash_hook(reinterpret_cast<void*>(&HashOne)), equal_hook(reinterpret_cast<void*>(&EqualById));
  ASSERT_EQ(TVMFFITypeRegisterAttr(SameHashObj::RuntimeTypeIndex(), &hash_name,
                                   detail::RawOf(&hash_hook)),
            0);
  ASSERT_EQ(TVMFFITypeRegisterAttr(SameHashObj::RuntimeTypeIndex(), &equal_name,
                                   detail::RawOf(&equal_hook)),
            0);
  Map<Any, Any> map;
  auto key = [](int64_t id) { return ObjectRef(make_object<SameHashObj>(id)); };
  for (int64_t i = 0; i < 300; ++i) {
    map.Set(key(i), i);
    map.Set(i, i);
  }
  EXPECT_EQ(map.size(), 600u);
  for (int64_t i = 0; i < 300; ++i) EXPECT_EQ(map.at(key(i)).cast<int64_t>(), i);
  for (int64_t i = 0; i < 300; i += 2) map.erase(key(i));
  for (int64_t i = 0; i < 300; ++i) EXPECT_EQ(map.count(key(i)), i % 2 == 0 ? 0u : 1u);
  for (int64_t i = 0; i < 300; ++i) EXPECT_EQ(map.at(i).cast<int64_t>(), i);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
