// The parts of workflowd that are neither a rule nor a call: what main() puts
// between them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/access/area_tree.h"
#include "services/common/access/signer.h"
#include "services/common/clock/clock.h"
#include "services/common/config/env.h"
#include "services/common/feed/follower.h"
#include "services/common/ids/ulid.h"
#include "services/workflow/settings.h"
#include "services/workflow/sign_in/password.h"
#include "services/workflow/store/account_store.h"
#include "services/workflow/store/read_model_store.h"

namespace rasoat::workflow {

/// Reads the area tree from the store. Both must outlive it.
access::StoredAreaTree::Load LinesOf(ReadModelStore& store, const Clock& clock);

/// How a follower with this applier follows: its name, call and kinds.
/// `token` must outlive it.
template <class Applier>
feed::FollowerOptions Following(IdSource& ids, access::OwnToken& token) {
  return {.name = Applier::kName,
          .method = Applier::kMethod,
          .kinds = Applier::Kinds(),
          .holder = ids.Next().ToString(),
          .token = [&token] { return token.Current(); }};
}

/// A probe's check that makes the first account if the settings name one: it is
/// OK, and does nothing more, once that is settled. Waits for the schema that
/// way. What is referred to must outlive it.
std::function<absl::Status()> FirstAccountCheck(const Settings& settings,
                                                AccountStore& accounts,
                                                Passwords& passwords,
                                                const Clock& clock);

/// The sub-command `rebuild registry` or `rebuild scoring`: has that follower
/// start again from the first change. Safe while replicas serve; until it has
/// caught up, villages may count too few households and refuse to complete
/// step 2.
///
/// Errors: INVALID_ARGUMENT FOLLOWER_UNKNOWN; those of feed::Rebuild().
absl::Status Rebuild(const config::Env& env,
                     const std::vector<std::string>& words);

}  // namespace rasoat::workflow
