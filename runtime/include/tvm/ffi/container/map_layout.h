/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/map_layout.h: how Map and Dict lie in memory (layer 1).
 * Frozen: code inlined in other libraries reads and edits the same bytes. Up to four entries are a
 * plain array (small layout); more are a hash table with chains inside the table and a list in
 * insertion order (dense layout).
 */
#ifndef TVM_FFI_CONTAINER_MAP_LAYOUT_H_
#define TVM_FFI_CONTAINER_MAP_LAYOUT_H_

#include <tvm/ffi/container/container_detail.h>

#if defined(_MSC_VER)
#define TVM_FFI_DETAILS_MAY_ALIAS
#else
#define TVM_FFI_DETAILS_MAY_ALIAS [[gnu::may_alias]]
#endif

namespace tvm {
namespace ffi {
namespace detail {

struct MapCore;

/// Entry of the small layout.
struct TVM_FFI_DETAILS_MAY_ALIAS MapEntry {
  TVMFFIAny key;
  TVMFFIAny value;
};

/// Slot of the dense layout; prev and next are slot numbers in insertion order.
struct TVM_FFI_DETAILS_MAY_ALIAS MapItem {
  TVMFFIAny key;
  TVMFFIAny value;
  uint64_t prev;
  uint64_t next;
};

inline constexpr uint64_t kSlotsPerBlock = 16;

/// Sixteen slots and their metadata bytes.
struct TVM_FFI_DETAILS_MAY_ALIAS MapBlock {
  uint8_t meta[kSlotsPerBlock];
  MapItem items[kSlotsPerBlock];
};

static_assert(sizeof(MapEntry) == 32 && sizeof(MapItem) == 48 && sizeof(MapBlock) == 784,
              "layout is ABI");

/// No slot: end of the insertion list, end of iteration in the dense layout.
inline constexpr uint64_t kNoSlot = ~static_cast<uint64_t>(0);
inline constexpr uint64_t kSmallMapFlag = static_cast<uint64_t>(1) << 63;
inline constexpr uint64_t kMinSmallSlots = 2;
inline constexpr uint64_t kMaxSmallSlots = 4;

/// Metadata: empty, reserved while entries move, else bit 7 = inner link of a chain, low bits =
/// jump to the next.
inline constexpr uint8_t kMetaEmpty = 0xff;
inline constexpr uint8_t kMetaReserved = 0xfe;
inline constexpr uint8_t kMetaInner = 0x80;
inline constexpr uint8_t kMetaJumpMask = 0x7f;

inline constexpr int kNumJumps = 126;

struct MapJumps {
  uint64_t distance[kNumJumps];
};

constexpr MapJumps MakeMapJumps() {
  MapJumps table{};
  for (int i = 0; i < 16; ++i) table.distance[i] = static_cast<uint64_t>(i);
  for (int i = 16; i < 83; ++i) {
    uint64_t n = static_cast<uint64_t>(i) - 10;
    table.distance[i] = n * (n + 1) / 2;
  }
  constexpr uint64_t kFar[kNumJumps - 83] = {8515ull,
                                             19110ull,
                                             42778ull,
                                             96141ull,
                                             216153ull,
                                             486591ull,
                                             1092981ull,
                                             2458653ull,
                                             5532801ull,
                                             12442566ull,
                                             27993903ull,
                                             62983476ull,
                                             141717030ull,
                                             318844378ull,
                                             717352503ull,
                                             1614057336ull,
                                             3631522476ull,
                                             8170957530ull,
                                             18384510628ull,
                                             41364789378ull,
                                             93070452520ull,
                                             209408356380ull,
                                             471168559170ull,
                                             1060128894105ull,
                                             2385289465695ull,
                                             5366898840628ull,
                                             12075518705635ull,
                                             27169915244790ull,
                                             61132312065111ull,
                                             137547689707000ull,
                                             309482283181501ull,
                                             696335127828753ull,
                                             1566753995631385ull,
                                             3525196511162271ull,
                                             7931691992677701ull,
                                             17846306936293605ull,
                                             40154190677507445ull,
                                             90346928918121501ull,
                                             203280589587557251ull,
                                             457381325854679626ull,
                                             1029107982097042876ull,
                                             2315492959180353330ull,
                                             5209859154120846435ull};
  for (int i = 83; i < kNumJumps; ++i) table.distance[i] = kFar[i - 83];
  return table;
}

/// Distances that a chain may jump, by metadata value.
inline constexpr MapJumps kMapJumps = MakeMapJumps();

inline constexpr uint64_t kFibonacciMultiplier = 11400714819323198485ull;

}  // namespace detail

/// Storage of Map and Dict. Not synchronised: concurrent reading is safe, writing needs the
/// caller's lock.
class MapBaseObj : public Object {
 public:
  using key_type = Any;
  using mapped_type = Any;
  using KVType = std::pair<Any, Any>;
  class iterator;

  MapBaseObj(const MapBaseObj&) = delete;
  MapBaseObj& operator=(const MapBaseObj&) = delete;

  size_t size() const { return static_cast<size_t>(size_); }
  size_t count(const key_type& key) const;
  const mapped_type& at(const key_type& key) const;
  mapped_type& at(const key_type& key);
  iterator begin() const;
  iterator end() const;
  iterator find(const key_type& key) const;
  void erase(const iterator& position);
  void erase(const key_type& key);
  void clear();

  /// Insert or assign; the object stays the same, its storage may move.
  void SetItem(Any key, Any value);
  /// Value of the key, or null.
  const Any* TryGet(const Any& key) const;

  template <typename MapObjType>
  static ObjectPtr<Object> Empty();
  template <typename MapObjType>
  static ObjectPtr<Object> CopyFrom(MapBaseObj* from);
  template <typename MapObjType, typename IterType>
  static ObjectPtr<Object> CreateFromRange(IterType first, IterType last);
  template <typename MapObjType>
  static ObjectPtr<Object> InsertMaybeReHash(KVType&& kv, const ObjectPtr<Object>& map);

  static constexpr const bool _type_mutable = true;
  static constexpr const TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;

 protected:
  friend struct detail::MapCore;
  MapBaseObj() : data_(nullptr), size_(0), slots_(detail::kSmallMapFlag), data_deleter_(nullptr) {}
  ~MapBaseObj();

  /// Entries or blocks.
  void* data_;
  uint64_t size_;
  /// Capacity; the top bit says small layout.
  uint64_t slots_;
  /// Frees data_ (not the values in it); null when the entries lie behind the object.
  void (*data_deleter_)(void*);
};

/// Entries as an array, behind the object or moved.
class SmallMapBaseObj : public MapBaseObj {};

/// Blocks of slots; these members lie where a small map keeps its first entries.
class DenseMapBaseObj : public MapBaseObj {
 protected:
  friend struct detail::MapCore;
  /// 64 - log2(slots).
  uint32_t fib_shift_;
  uint64_t iter_list_head_;
  uint64_t iter_list_tail_;
};

static_assert(sizeof(MapBaseObj) == 56 && sizeof(DenseMapBaseObj) == 80, "layout is ABI");

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_MAP_LAYOUT_H_
