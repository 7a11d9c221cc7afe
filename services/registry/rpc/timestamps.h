// Moments and stretches of time as protobuf has them.
#pragma once

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"

namespace rasoat::registry {

/// Any value is read, also one that protobuf calls invalid.
absl::Time TimeOf(const google::protobuf::Timestamp& time);
void SetTime(absl::Time time, google::protobuf::Timestamp& out);
void SetDuration(absl::Duration duration, google::protobuf::Duration& out);

}  // namespace rasoat::registry
