#pragma once

#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/pool.h"
#include "services/registry/store/person_roll.h"

namespace rasoat::registry {

/// Reads the table `person` along its primary key. Pool and index must outlive
/// it.
class MySqlPersonRoll final : public PersonRoll {
 public:
  MySqlPersonRoll(mysql::Pool& pool, const crypto::BlindIndex& index)
      : pool_(pool), index_(index) {}

  absl::Status Read(const VillageSet& villages,
                    absl::FunctionRef<void(const Person&)> each,
                    absl::Duration patience) override;
  std::vector<Person> PeopleOf(const Household& household) const override;

 private:
  mysql::Pool& pool_;
  const crypto::BlindIndex& index_;
};

}  // namespace rasoat::registry
