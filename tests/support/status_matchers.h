// GoogleTest matchers for absl::Status and absl::StatusOr that print the
// status, its reason included, when they fail.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat {

inline const absl::Status& StatusIn(const absl::Status& status) {
  return status;
}
template <class T>
const absl::Status& StatusIn(const absl::StatusOr<T>& result) {
  return result.status();
}

/// Matches an OK status, or a StatusOr that holds a value.
MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  const absl::Status& status = StatusIn(arg);
  *result_listener << "which is " << status << " reason " << ReasonOf(status);
  return status.ok();
}

/// Matches a status with this code and reason.
MATCHER_P2(StatusIs, code, reason,
           absl::StatusCodeToString(code) + " with reason " +
               std::string(reason)) {
  const absl::Status& status = StatusIn(arg);
  *result_listener << "which is " << status << " reason " << ReasonOf(status);
  return status.code() == code && ReasonOf(status) == reason;
}

}  // namespace rasoat

/// Fails, and in the second form ends, the test unless `expr` is OK.
#define EXPECT_OK(expr) EXPECT_THAT((expr), ::rasoat::IsOk())
#define ASSERT_OK(expr) ASSERT_THAT((expr), ::rasoat::IsOk())

/// Binds the value of a StatusOr to `lhs`, or fails and ends the test.
#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  ASSERT_OK_AND_ASSIGN_AT(RASOAT_CONCAT(rasoat_got_, __COUNTER__), lhs, expr)
#define ASSERT_OK_AND_ASSIGN_AT(got, lhs, expr) \
  auto got = (expr);                            \
  ASSERT_THAT(got, ::rasoat::IsOk());           \
  lhs = *std::move(got)
