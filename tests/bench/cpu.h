// Processor time, which a busy machine changes least of all figures.
#pragma once

#include "services/common/mysql/pool.h"

namespace rasoat::bench {

/// Seconds of processor time that this process has had.
double OwnCpu();

/// The same of the database's server; 0 where that is on another machine.
double ServerCpu(mysql::Pool& pool);

}  // namespace rasoat::bench
