/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/shape.h: Shape, an immutable list of int64, and ShapeView, its borrowed form
 * (layer 1). The numbers lie behind the object in the same block.
 */
#ifndef TVM_FFI_CONTAINER_SHAPE_H_
#define TVM_FFI_CONTAINER_SHAPE_H_

#include <tvm/ffi/container/array.h>

#include <initializer_list>
#include <iosfwd>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowShapeIndex(
    size_t idx, size_t size) {
  TVM_FFI_THROW(IndexError) << "indexing " << idx << " on a Shape of size " << size;
}

/// Product of the extents; wraps around like unsigned numbers, since extents may come from
/// anywhere.
inline int64_t ShapeProduct(const int64_t* data, size_t size) {
  uint64_t product = 1;
  for (size_t i = 0; i < size; ++i) product *= static_cast<uint64_t>(data[i]);
  return static_cast<int64_t>(product);
}

/// Strides of a compact row-major tensor.
inline void FillCompactStrides(const int64_t* shape, size_t ndim, int64_t* strides) {
  uint64_t stride = 1;
  for (size_t i = ndim; i-- > 0;) {
    strides[i] = static_cast<int64_t>(stride);
    stride *= static_cast<uint64_t>(shape[i]);
  }
}

}  // namespace detail

/// Borrowed shape; whoever owns the numbers must outlive it.
class ShapeView {
 public:
  ShapeView() : cell_{nullptr, 0} {}
  ShapeView(const int64_t* data, size_t size) : cell_{data, size} {}
  /// Only for arguments: the list lives until the end of the full expression.
  ShapeView(const std::initializer_list<int64_t>& other)  // NOLINT
      : cell_{other.begin(), other.size()} {}

  const int64_t* data() const { return cell_.data; }
  size_t size() const { return cell_.size; }
  int64_t Product() const { return detail::ShapeProduct(cell_.data, cell_.size); }
  int64_t operator[](size_t idx) const { return cell_.data[idx]; }
  int64_t at(size_t idx) const {
    if (TVM_FFI_PREDICT_FALSE(idx >= cell_.size)) detail::ThrowShapeIndex(idx, cell_.size);
    return cell_.data[idx];
  }
  const int64_t* begin() const { return cell_.data; }
  const int64_t* end() const { return cell_.data + cell_.size; }
  bool empty() const { return cell_.size == 0; }
  int64_t front() const { return at(0); }
  int64_t back() const { return at(cell_.size - 1); }

 private:
  TVMFFIShapeCell cell_;
};

/// Storage of Shape.
class ShapeObj : public Object, public TVMFFIShapeCell {
 public:
  using index_type = int64_t;
  int64_t Product() const {
    return detail::ShapeProduct(TVMFFIShapeCell::data, TVMFFIShapeCell::size);
  }

  /// New object with room for `size` numbers, to be filled through the second result.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ShapeObj> Make(size_t size,
                                                                          int64_t** fill) {
    ObjectPtr<ShapeObj> result = make_inplace_array_object<ShapeObj, int64_t>(size);
    *fill = reinterpret_cast<int64_t*>(reinterpret_cast<char*>(result.get()) + sizeof(ShapeObj));
    result->TVMFFIShapeCell::data = *fill;
    result->TVMFFIShapeCell::size = size;
    return result;
  }

  /// Copies an Array<int64_t>, which may be null.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ShapeObj> FromIntegers(
      const ObjectPtr<Object>& array) {
    const auto* cells = static_cast<const ArrayObj*>(array.get());
    const size_t size = cells == nullptr ? 0 : cells->size();
    int64_t* fill;
    ObjectPtr<ShapeObj> result = Make(size, &fill);
    for (size_t i = 0; i < size; ++i) fill[i] = detail::RawOf(cells->begin() + i)->v_int64;
    return result;
  }

  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIShape;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIShape, ShapeObj, Object);

 private:
  template <typename ArrayType, typename ElemType, typename... Args>
  friend ObjectPtr<ArrayType> make_inplace_array_object(size_t num_elems, Args&&... args);
  ShapeObj() : TVMFFIShapeCell{nullptr, 0} {}
};

static_assert(sizeof(ShapeObj) == 40, "layout is ABI");

/// Immutable list of int64.
class Shape : public ObjectRef {
 public:
  using index_type = ShapeObj::index_type;

  Shape() : Shape(ShapeView()) {}
  template <typename IterType, typename = decltype(*std::declval<IterType&>())>
  Shape(IterType begin, IterType end) : ObjectRef(UnsafeInit{}) {
    int64_t n = static_cast<int64_t>(std::distance(begin, end));
    int64_t* fill;
    data_ = ShapeObj::Make(n > 0 ? static_cast<size_t>(n) : 0, &fill);
    for (; n > 0; --n, ++begin) *fill++ = static_cast<int64_t>(*begin);
  }
  Shape(Array<int64_t> shape)  // NOLINT
      : ObjectRef(ShapeObj::FromIntegers(detail::ObjectUnsafe::ObjectPtrFromObjectRef(shape))) {}
  Shape(std::initializer_list<int64_t> shape)  // NOLINT
      : Shape(shape.begin(), shape.end()) {}
  Shape(std::vector<int64_t> other)  // NOLINT
      : Shape(ShapeView(other.data(), other.size())) {}
  Shape(ShapeView other) : Shape(other.begin(), other.end()) {}  // NOLINT

  static Shape StridesFromShape(ShapeView shape) {
    Shape result{UnsafeInit{}};
    int64_t* fill;
    result.data_ = ShapeObj::Make(shape.size(), &fill);
    detail::FillCompactStrides(shape.data(), shape.size(), fill);
    return result;
  }

  operator ShapeView() const { return ShapeView(data(), size()); }  // NOLINT
  const int64_t* data() const { return data_ != nullptr ? Cell()->data : nullptr; }
  size_t size() const { return data_ != nullptr ? Cell()->size : 0; }
  int64_t operator[](size_t idx) const { return Cell()->data[idx]; }
  int64_t at(size_t idx) const { return ShapeView(data(), size()).at(idx); }
  bool empty() const { return size() == 0; }
  int64_t front() const { return at(0); }
  int64_t back() const { return at(size() - 1); }
  const int64_t* begin() const { return data(); }
  const int64_t* end() const { return data() + size(); }
  int64_t Product() const { return detail::ShapeProduct(data(), size()); }

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Shape, ObjectRef, ShapeObj);

 private:
  const TVMFFIShapeCell* Cell() const { return static_cast<const ShapeObj*>(data_.get()); }
};

/// Prints `[1, 2]`.
template <typename Traits>
inline std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& os,
                                                    const Shape& shape) {
  os << '[';
  for (size_t i = 0; i < shape.size(); ++i) {
    if (i != 0) os << ", ";
    os << shape[i];
  }
  return os << ']';
}

template <>
inline constexpr bool use_default_type_traits_v<Shape> = false;

/// Also made from any sequence of integers.
template <>
struct TypeTraits<Shape> : public ObjectRefWithFallbackTraitsBase<Shape, Array<int64_t>> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIShape;
  static Shape ConvertFallbackValue(Array<int64_t> src) { return Shape(src); }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_SHAPE_H_
