// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// String and Bytes, escaping. Each line prints what it prints with the reference.
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

namespace programs {

static void RunString() {
  String s;
  SHOW(s.empty());
  SHOW(s.size());
  SHOW(s.c_str()[0] == '\0');
  String a = "hello";
  SHOW(a);
  SHOW(a.size());
  SHOW(a.length());
  SHOW(a.at(1));
  SHOW(a.at(5));
  SHOW(a.data());
  String b = std::string("a long string over seven");
  SHOW(b);
  SHOW(b.substr(2, 4));
  SHOW(b.substr(2));
  SHOW(b.substr(100));
  SHOW(b.substr(24).empty());
  SHOW(b.find("long"));
  SHOW(b.find("zzz") == String::npos);
  SHOW(b.find(String("s")));
  SHOW(b.find("o", 4));
  SHOW(b.find("lonXX", 0, 3));
  SHOW(b.find(""));
  SHOW(b.find("", 24));
  SHOW(b.find("", 25) == String::npos);
  SHOW(b.find(std::string("long")));
  SHOW(b.starts_with("a long"));
  SHOW(b.ends_with("seven"));
  SHOW(b.starts_with(String("b")));
  SHOW(b.ends_with(std::string_view("n")));
  SHOW(b.starts_with(""));
  SHOW(b.ends_with("sevenXX", 5));
  SHOW(b.starts_with("aXX", 1));
  SHOW(a + b);
  SHOW(a + "x");
  SHOW("x" + a);
  SHOW(a + std::string("y"));
  SHOW(std::string("y") + a);
  SHOW(std::string(a) + "z");
  a = a + "!";
  SHOW(a);
  String t = a;
  t = "other";
  SHOW(a);
  SHOW(t);
  SHOW(a == t);
  SHOW(a == "hello!");
  SHOW("hello!" == a);
  SHOW(a == std::string("hello!"));
  SHOW(std::string("hello!") == a);
  SHOW(a != t);
  SHOW(a < t);
  SHOW(a < "z");
  SHOW("a" < a);
  SHOW(a <= a);
  SHOW(a >= std::string("a"));
  SHOW(a > "z");
  SHOW(a != "x");
  SHOW(std::string("x") != a);
  SHOW(a < std::string("z"));
  SHOW(std::string("z") > a);
  SHOW(a.compare("hello"));
  SHOW(a.compare(a));
  SHOW(a.compare(String("z")) < 0);
  SHOW(a.compare(std::string("hello!")));
  SHOW(String("\xff") < String("a"));
  SHOW(String("a\0b", 3).size());
  SHOW(String("a\0b", 3) == String("a\0c", 3));
  SHOW(String("a\0b", 3) == "a");
  SHOW(a.Split('l').size());
  SHOW(String("a,b,,c").Split(',').size());
  SHOW(String("").Split(',').size());
  for (auto x : String("a,b,,c").Split(',')) std::cout << "[" << x << "]";
  for (auto x : String("a,").Split(',')) std::cout << "{" << x << "}";
  std::string st = a;
  SHOW(st);
  std::string_view sv(a.data(), a.size());
  SHOW(sv);
  SHOW((std::is_convertible_v<String, std::string_view>));
  SHOW((std::is_constructible_v<String, std::string_view>));
  SHOW((std::is_constructible_v<String, std::nullptr_t>));
  SHOW((std::is_constructible_v<String, char>));
  SHOW((std::is_constructible_v<String, TVMFFIByteArray>));
  SHOW((std::is_convertible_v<TVMFFIByteArray, String>));
  SHOW((std::is_constructible_v<Bytes, const char*>));
  SHOW((std::is_constructible_v<Bytes, String>));
  SHOW((std::is_constructible_v<String, Bytes>));
  SHOW((std::is_constructible_v<Bytes, std::string_view>));
  SHOW(std::hash<String>()(a) == std::hash<std::string>()("hello!"));
  std::unordered_map<String, int> um;
  um["a"] = 1;
  um[String("a")] += 2;
  SHOW(um["a"]);
  std::map<String, int> m;
  m["b"] = 1;
  m["a"] = 2;
  SHOW(m.begin()->first);
  std::unordered_set<Bytes> ub;
  SHOW(ub.size());
  std::set<String> ss = {"b", "a", "c"};
  SHOW(*ss.begin());
  SHOW(std::hash<Bytes>()(Bytes("x", 1)) == std::hash<std::string>()("x"));
  std::ostringstream os;
  os << a << String("") << b;
  SHOW(os.str());
  String moved = std::move(a);
  SHOW(moved);
  std::swap(moved, t);
  SHOW(moved);
  moved.swap(t);
  SHOW(moved);
  String self = "abc";
  self = *&self;
  SHOW(self);
  char buf[] = "buf";
  String cb = buf;
  SHOW(cb);
  const char cbuf[] = "cbuf";
  String cc = cbuf;
  SHOW(cc);
  Any an = cbuf;
  SHOW(an.cast<String>());
  an = buf;
  SHOW(an.cast<std::string>());
  s = "lit";
  SHOW(s);
  s = std::string("strstrstrstr");
  SHOW(s);
  std::string keep = "keepkeepkeep";
  s = keep;
  SHOW(s);
  s = std::move(keep);
  SHOW(s);
  Bytes by("ab\0c", 4);
  SHOW(by.size());
  SHOW(std::string(by).size());
  Bytes b2 = by;
  SHOW(Bytes::memncmp("abc", "abd", 3, 3));
  SHOW(Bytes::memncmp("ab", "abc", 2, 3));
  SHOW(Bytes::memequal("a", "a", 1, 1));
  b2 = std::string("new");
  SHOW(b2.size());
  b2 = Bytes("q", 1);
  SHOW(b2.data());
  SHOW(by == std::string("x"));
  SHOW(by == "x");
  SHOW(b2 == "q");
  SHOW(Bytes().size());
  TVMFFIByteArray ba{"xyz", 2};
  SHOW(String(ba));
  SHOW(Bytes(ba).size());
  SHOW(ToStringView(ba));
  SHOW(std::is_same_v<decltype(a + b), String>);
  SHOW(std::is_same_v<decltype("x" + b), String>);
  SHOW(std::is_same_v<decltype(std::string("x") + b), String>);
}

static void RunEscape() {
  SHOW(EscapeStringJSON("a\"b\\c/d\n\t\r\b\f\x01\x7f\xc3\xa9"));
  SHOW(EscapeString("x/y\""));
  SHOW(EscapedStringPy("a\"b'\\c/d\n\t\r\x01\x7f\xc3\xa9\xf0\x9f\x98\x80\xff\xc3"));
  SHOW(EscapedStringPy("\x1b[31mred\x1b[0m\x1b[K\x1bZ"));
  SHOW(EscapedStringPy("\xe2\x82\xac"));
  SHOW(EscapeStringJSON(String("a\0b", 3)));
  SHOW(EscapedStringPy(String("a\0b", 3)));
}

void TextProgram() {
  Section("string", RunString);
  Section("escape", RunEscape);
}

}  // namespace programs
