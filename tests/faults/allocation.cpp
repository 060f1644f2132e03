// SPDX-License-Identifier: MIT
// Every allocation of every operation fails once: the operation then throws std::bad_alloc, leaks
// no memory, leaves its arguments unchanged, and succeeds when it is repeated.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "failing_memory.hpp"
#include "operations.hpp"
#include "transcript.hpp"

namespace {

using faults::transcript;

/// The current operation, for the message of `ended`.
char const* current = "";
failing_memory::plan current_plan;

struct nothing {};  // the value of an operation that returns void

template <class F, class... Argument>
auto value_of(F& f, Argument&... a) {
  if constexpr (std::is_void_v<decltype(f(a...))>) {
    f(a...);
    return nothing{};
  } else {
    return f(a...);
  }
}

template <class T>
std::string shown(T const& value) {
  if constexpr (std::is_same_v<T, nothing>) {
    return "nothing";
  } else {
    return transcript::of(value);
  }
}

/// Whether values of this type can be compared with ==.
template <class T, class = void>
struct comparable : std::false_type {};
template <class T>
struct comparable<T, std::void_t<decltype(std::declval<T const&>() == std::declval<T const&>())>>
    : std::true_type {};

// Moves allocate no memory.
template <class... T>
constexpr bool moves_quietly = (... && (std::is_nothrow_move_constructible_v<T> &&
                                        std::is_nothrow_move_assignable_v<T>));
static_assert(moves_quietly<invito::path, invito::problem, invito::problems, invito::box<int>,
                            invito::result<invito::invitation>>);
static_assert(moves_quietly<invito::invitation, invito::event, invito::state, invito::offer,
                            invito::baseline, invito::composite_status, invito::token_digests,
                            invito::secret, invito::email, invito::user_id, invito::json_text>);
static_assert(moves_quietly<invito::policy, invito::facts, invito::invitation_request,
                            invito::issue_command, invito::accept_command, invito::decision,
                            invito::issuance, invito::effect, invito::rule_result, invito::page>);
static_assert(
    moves_quietly<invito::creation_response, invito::api_error, invito::invitation_page,
                  invito::bulk_response, invito::validation_response, invito::acceptance_response>);

/// The argument of an operation, copied anew for each attempt.
template <class T>
struct subject {
  T const& from;
  std::optional<T> value{};

  void make() { value.emplace(from); }
  void drop() { value.reset(); }
};
struct no_subject {
  void make() {}
  void drop() {}
};

/// Lets the allocations of operations fail.
class exhaustion {
 public:
  /// Lets each allocation fail alone. If `one_only` is false, each allocation also fails together
  /// with all later ones.
  explicit exhaustion(bool one_only = false) : one_only_(one_only) {}

  template <class F>
  void pure(std::string const& name, F f) {
    begin(name);
    const std::string wanted = shown(f());
    no_subject none;
    fail_everywhere(
        none, [&] { return value_of(f); }, [&](auto const& got) { return shown(got) == wanted; },
        [] { return true; });
  }

  template <class T, class F>
  void change(std::string const& name, T const& value, F f) {
    begin(name);
    T changed = value;
    const std::string wanted = shown(value_of(f, changed));
    const std::string wanted_value = shown(changed);
    const std::string before = shown(value);
    subject<T> given{value};
    fail_everywhere(
        given, [&] { return value_of(f, *given.value); },
        [&](auto const& got) {
          return shown(got) == wanted && shown(*given.value) == wanted_value;
        },
        [&] { return shown(*given.value) == before; });
  }

  template <class F>
  void quiet(std::string const& name, F f) {
    begin(name);
    ++quiet_;
    const auto wanted = f();
    failing_memory::arm({1, true});
    const auto got = f();
    const std::size_t requests = failing_memory::disarm();
    if (requests != 0) complain("allocates memory");
    if (got != wanted) complain("returns another value without memory");
  }

  template <class T>
  void copy(std::string const& name, T const& value) {
    const auto equal = [&](T const& other) {
      if constexpr (comparable<T>::value) {
        return other == value;
      } else {
        return true;  // such values are only checked for leaks
      }
    };
    begin("copy of " + name);
    no_subject none;
    fail_everywhere(
        none, [&] { return std::optional<T>(value); },
        [&](std::optional<T> const& got) { return equal(*got); }, [] { return true; });
    if constexpr (std::is_default_constructible_v<T>) assign(name, T{}, value, equal);
    assign(name, value, value, equal);
  }

  [[nodiscard]] int report() const {
    std::printf("%zu operations, %zu of them without memory; %zu failed allocations, %zu faults\n",
                operations_, quiet_, failures_, faults_.size());
    return faults_.empty() ? 0 : 1;
  }

 private:
  void begin(std::string name) {
    name_ = std::move(name);
    current = name_.c_str();
    ++operations_;
  }

  /// A failed assignment may change the target. A repeated assignment must succeed.
  template <class T, class Equal>
  void assign(std::string const& name, T const& to, T const& from, Equal equal) {
    begin("assignment of " + name);
    subject<T> target{to};
    fail_everywhere(
        target,
        [&] {
          *target.value = from;
          return nothing{};
        },
        [&](nothing) { return equal(*target.value); }, [] { return true; });
  }

  /// `given` is the argument that `f` changes; `right` checks that the result is equal to the
  /// result with enough memory, and `unchanged` that `given` was not changed.
  template <class Given, class F, class Right, class Unchanged>
  void fail_everywhere(Given& given, F f, Right right, Unchanged unchanged) {
    given.make();
    failing_memory::arm({});
    const auto got = f();
    const std::size_t requests = failing_memory::disarm();
    if (!right(got)) complain("returns another value the second time");
    given.drop();
    for (std::size_t n = 1; n <= requests; ++n) {
      fail({n, false}, given, f, right, unchanged);
      if (!one_only_) fail({n, true}, given, f, right, unchanged);
    }
  }

  template <class Given, class F, class Right, class Unchanged>
  void fail(failing_memory::plan p, Given& given, F& f, Right& right, Unchanged& unchanged) {
    ++failures_;
    current_plan = p;
    const long before = in_use();
    given.make();
    if (ends_in_bad_alloc(p, f, right)) {
      if (!unchanged()) complain("changes its argument before it fails");
      if (!right(f())) complain("has another result when it is repeated");
    }
    given.drop();
    if (in_use() != before) complain("leaks memory");
  }

  template <class F, class Right>
  bool ends_in_bad_alloc(failing_memory::plan p, F& f, Right& right) {
    try {
      failing_memory::arm(p);
      const auto got = f();
      failing_memory::disarm();
      // The standard library succeeds with less memory in some places.
      if (!right(got)) complain("has another result when an allocation fails");
      return false;
    } catch (std::bad_alloc const&) {
      failing_memory::disarm();
      return true;
    } catch (std::exception const& e) {
      failing_memory::disarm();
      complain(std::string("throws another exception: ") + e.what());
      return false;
    }
  }

  /// Reports a fault once for each operation.
  void complain(std::string const& what) {
    const std::string fault = name_ + ": " + what;
    if (!faults_.insert(fault).second) return;
    std::printf("%s (allocation %zu%s)\n", fault.c_str(), current_plan.first,
                current_plan.and_later ? " and all later ones" : "");
  }

  /// The number of blocks in use, without the memory of `faults_`.
  [[nodiscard]] long in_use() const {
    return failing_memory::in_use() - static_cast<long>(2 * faults_.size());
  }

  bool one_only_;
  std::string name_;
  std::size_t operations_ = 0;
  std::size_t quiet_ = 0;
  std::size_t failures_ = 0;
  std::set<std::string> faults_;
};

[[noreturn]] void ended() {
  failing_memory::disarm();
  std::printf("%s: ends the program (allocation %zu%s)\n", current, current_plan.first,
              current_plan.and_later ? " and all later ones" : "");
  std::fflush(stdout);
  std::_Exit(1);
}

}  // namespace

int main() {
  std::set_terminate(ended);
  const faults::world w = faults::make_world();
  exhaustion memory;
  faults::every_operation(memory, w);
  exhaustion one_request(true);
  faults::json_value_operations(one_request, w);
  const int status = memory.report();
  return one_request.report() == 0 ? status : 1;
}
