// The two early returns that make absl::Status bearable.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

/// Leaves the function with the status of `expr` unless it is OK. The function
/// returns absl::Status or any absl::StatusOr.
#define RASOAT_RETURN_IF_ERROR(expr)                              \
  do {                                                            \
    if (absl::Status rasoat_status = (expr); !rasoat_status.ok()) \
      return rasoat_status;                                       \
  } while (false)

/// Binds the value of the StatusOr `expr` to `lhs`, a declaration or an
/// existing variable, or leaves the function with its status.
#define RASOAT_ASSIGN_OR_RETURN(lhs, expr)                                   \
  RASOAT_ASSIGN_OR_RETURN_AT(RASOAT_CONCAT(rasoat_value_, __COUNTER__), lhs, \
                             expr)

#define RASOAT_ASSIGN_OR_RETURN_AT(value, lhs, expr) \
  auto value = (expr);                               \
  if (!value.ok()) return std::move(value).status(); \
  lhs = *std::move(value)
#define RASOAT_CONCAT(a, b) RASOAT_CONCAT_INNER(a, b)
#define RASOAT_CONCAT_INNER(a, b) a##b
