#include "services/common/feed/change.h"

#include <utility>

#include "services/common/status/error.h"

namespace rasoat::feed {

absl::Status Change::Unreadable() const {
  return Error(absl::StatusCode::kInternal, "CHANGE_UNREADABLE",
               "a change's state is not the message it was read as");
}

void Changes::Add(absl::string_view subject, absl::string_view area,
                  const google::protobuf::Message& state) {
  AddSerialized(subject, area, state.GetDescriptor()->full_name(),
                state.SerializeAsString());
}

void Changes::AddSerialized(absl::string_view subject, absl::string_view area,
                            absl::string_view kind, std::string state) {
  entries_.push_back({std::string(subject), std::string(area),
                      std::string(kind), std::move(state)});
}

}  // namespace rasoat::feed
