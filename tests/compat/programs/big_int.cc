// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// BigInt. Each line prints what it prints with the reference.
#include <tvm/ffi/big_int.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

namespace programs {

static void RunBigint() {
  BigInt a = 1;
  SHOW(a);
  BigInt b = (BigInt(1) << BigInt(100));
  SHOW(b);
  SHOW(b + 1);
  SHOW(b * b);
  SHOW(b - b);
  SHOW(b / 3);
  SHOW(b % 7);
  SHOW(-b / 7);
  SHOW(-b % 7);
  SHOW(floordiv(-b, BigInt(7)));
  SHOW(floormod(-b, BigInt(7)));
  SHOW(truncdiv(-b, BigInt(7)));
  SHOW(truncmod(-b, BigInt(7)));
  SHOW(b << 3);
  SHOW(b >> 90);
  SHOW((-b) >> 90);
  SHOW(~b);
  SHOW(b & (b - 1));
  SHOW(b | 1);
  SHOW(b ^ b);
  SHOW(b == b);
  SHOW(b > 1);
  SHOW(1 < b);
  SHOW(b != 5);
  SHOW(b >= b);
  SHOW(min(a, b));
  SHOW(max(a, b));
  SHOW(b / 0);
  SHOW(b % 0);
  SHOW(b << -1);
  SHOW(b >> -1);
  SHOW(int64_t(b));
  SHOW(int64_t(a));
  SHOW(double(b));
  SHOW(bool(a));
  SHOW(bool(BigInt()));
  SHOW(BigInt(1e30));
  SHOW(BigInt(-2.7));
  SHOW(BigInt(std::nan("")));
  SHOW(BigInt(INFINITY));
  SHOW(a.as<int>());
  SHOW(b.as<int64_t>());
  SHOW(BigInt(300).as<int8_t>());
  SHOW(BigInt(-1).as<uint64_t>());
  SHOW(BigInt(UINT64_MAX));
  SHOW(BigInt(UINT64_MAX).as<uint64_t>());
  SHOW(BigInt(INT64_MIN));
  SHOW(-BigInt(INT64_MIN));
  SHOW(BigInt(INT64_MIN) / BigInt(-1));
  SHOW(BigInt(INT64_MIN) % BigInt(-1));
  SHOW(b.hash());
  SHOW(a.hash());
  SHOW(std::hash<BigInt>()(b));
  BigInt c;
  std::istringstream is("123456789012345678901234567890 x");
  is >> c;
  SHOW(c);
  std::istringstream bad("zz");
  bad >> c;
  SHOW(bad.fail());
  SHOW(c);
  std::istringstream neg("-5");
  neg >> c;
  SHOW(c);
  std::istringstream pl("+5");
  pl >> c;
  SHOW(c);
  ++c;
  SHOW(c);
  c++;
  SHOW(c);
  --c;
  c--;
  SHOW(c);
  c += b;
  SHOW(c);
  c -= 1;
  c *= 2;
  c /= 3;
  c %= 1000;
  SHOW(c);
  c <<= 70;
  SHOW(c);
  c >>= 69;
  SHOW(c);
  c &= 255;
  c |= 256;
  c ^= 1;
  SHOW(c);
  SHOW(+c);
  SHOW(-c);
  SHOW(!c);
  std::swap(b, c);
  SHOW(c > b);
  Any an = c;
  SHOW(an.type_index());
  SHOW(an.cast<BigInt>() == c);
  SHOW(an.try_cast<int>().has_value());
  an = BigInt(5);
  SHOW(an.type_index());
  SHOW(an.cast<int>());
  SHOW(Any(true).cast<BigInt>());
  SHOW(Any(1.5).try_cast<BigInt>().has_value());
  SHOW(Any(7).as<BigInt>().has_value());
  SHOW(Any(true).as<BigInt>().has_value());
  SHOW(Any(c).cast<int64_t>());
  SHOW(TypeTraits<BigInt>::TypeStr());
  SHOW(TypeTraits<BigInt>::TypeSchema());
  SHOW(TypeTraits<BigInt>::field_static_type_index);
  SHOW(AnyEqual()(Any(c), Any(c + 0)));
  SHOW(AnyHash()(Any(c)) == AnyHash()(Any(c + 0)));
  Map<BigInt, int> mb = {{c, 1}, {BigInt(5), 2}};
  SHOW(mb[c]);
  SHOW(mb[BigInt(5)]);
  SHOW(ReprPrint(Any(c)));
  SHOW(b + a * 2 - 3);
  SHOW(2 * b);
  SHOW(10 / BigInt(3));
  SHOW(10 - BigInt(3));
  SHOW(1 << BigInt(3));
  SHOW(BigInt(7) & 3);
  std::ostringstream os;
  os << std::setw(10) << BigInt(5) << std::hex << BigInt(255);
  SHOW(os.str());
  SHOW(double(BigInt(1) << 2000));
  SHOW((BigInt(1) << (BigInt(1) << 70)));
  SHOW(BigInt('a'));
  SHOW(BigInt(true));
  SHOW(-7 / BigInt(2));
  SHOW(floordiv(BigInt(-7), 2));
  SHOW(floormod(-7, BigInt(2)));
  SHOW(truncdiv(BigInt(7), BigInt(-2)));
}

void BigIntProgram() { Section("bigint", RunBigint); }

}  // namespace programs
