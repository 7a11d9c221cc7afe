#pragma once

#include <string>

#include "google/protobuf/descriptor.h"

namespace rasoat::gateway {

/// The comment before an element of a proto file, or the one after it, without
/// the marks and their spaces; empty for none. Needs source info in the set.
template <class Element>
std::string CommentOf(const Element& element);

/// The first sentence of a comment on one line, without its full stop.
std::string SummaryOf(const std::string& comment);

}  // namespace rasoat::gateway
