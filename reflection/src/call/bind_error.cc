// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Texts of failed bindings (layer 2), in the order in which Python looks: names, then the number of
// positions, then what is missing.
#include <algorithm>
#include <numeric>

#include "bind.h"

namespace tvm::ffi::reflection::detail {
namespace {

std::string Quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

std::string Plural(size_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

// 'a', 'b' and 'c'
std::string Enumerate(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i != 0) out += i + 1 == names.size() ? (names.size() > 2 ? ", and " : " and ") : ", ";
    out += names[i];
  }
  return out;
}

// Edits that turn one text into the other; exchanging two neighbours counts as one.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> above(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

std::string DidYouMean(const Signature& signature, std::string_view name) {
  constexpr size_t kLongest = 64;
  if (name.size() > kLongest) return std::string();
  const Parameter* best = nullptr;
  size_t least = 0;
  for (const Parameter& param : signature.params) {
    if (!param.by_name || param.name.size() > kLongest) continue;
    const size_t edits = Distance(name, param.name);
    const size_t allowed = std::max<size_t>(1, std::max(name.size(), param.name.size()) / 3);
    if (edits > allowed || edits >= std::max(name.size(), param.name.size())) continue;
    if (best == nullptr || edits < least) {
      best = &param;
      least = edits;
    }
  }
  return best == nullptr ? std::string() : ". Did you mean " + Quoted(best->name) + "?";
}

std::string WrongName(const Signature& signature, const GivenArguments& given) {
  for (int32_t k = 0; k < given.num_names; ++k) {
    const std::string_view name = given.name(k);
    const size_t index = signature.IndexOf(name);
    if (index == signature.params.size()) {
      return "got an unexpected keyword argument " + Quoted(name) + DidYouMean(signature, name);
    }
    if (!signature.params[index].by_name) {
      return "got some positional-only arguments passed as keyword arguments: " + Quoted(name);
    }
    if (index < static_cast<size_t>(given.num_positional)) {
      return "got multiple values for argument " + Quoted(name);
    }
    for (int32_t other = 0; other < k; ++other) {
      if (given.name(other) == name) {
        return "got multiple values for keyword argument " + Quoted(name);
      }
    }
  }
  return std::string();
}

std::string TooMany(const Signature& signature, const GivenArguments& given) {
  size_t required = signature.num_positional;
  while (required > 0 && signature.params[required - 1].has_default) --required;
  std::string takes = Plural(signature.num_positional, "positional argument");
  if (required != signature.num_positional) {
    takes = "from " + std::to_string(required) + " to " + takes;
  }
  return "takes " + takes + " but " + std::to_string(given.num_positional) +
         (given.num_positional == 1 ? " was given" : " were given");
}

std::string Missing(const Signature& signature, const GivenArguments& given) {
  std::vector<std::string> positional;
  std::vector<std::string> named;
  for (size_t i = static_cast<size_t>(given.num_positional); i < signature.params.size(); ++i) {
    const Parameter& param = signature.params[i];
    if (param.has_default) continue;
    bool is_given = false;
    for (int32_t k = 0; k < given.num_names; ++k) is_given |= given.name(k) == param.name;
    if (is_given && !param.name.empty()) continue;
    const std::string shown = param.name.empty() ? "arg" + std::to_string(i) : param.name;
    (param.by_position ? positional : named).push_back(Quoted(shown));
  }
  if (!positional.empty()) {
    return "missing " + Plural(positional.size(), "required positional argument") + ": " +
           Enumerate(positional);
  }
  return "missing " + Plural(named.size(), "required keyword-only argument") + ": " +
         Enumerate(named);
}

bool KnowsNoName(const Signature& signature) {
  return std::none_of(signature.params.begin(), signature.params.end(),
                      [](const Parameter& param) { return !param.name.empty(); });
}

}  // namespace

std::string WhyNot(const Signature& signature, const GivenArguments& given) {
  std::string text = signature.callee + "() ";
  const size_t too_many = static_cast<size_t>(given.num_positional);
  if (given.num_names != 0 && KnowsNoName(signature)) {
    text += "takes no keyword argument " + Quoted(given.name(0)) +
            ": the names of its parameters are not known";
  } else if (std::string wrong = WrongName(signature, given); !wrong.empty()) {
    text += wrong;
  } else if (too_many > signature.num_positional) {
    text += TooMany(signature, given);
  } else {
    text += Missing(signature, given);
  }
  return text + "\nsignature: " + signature.text;
}

}  // namespace tvm::ffi::reflection::detail
