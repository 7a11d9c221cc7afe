// What MariaDB takes of rows that are there already: the ceiling beside which a
// measurement of the same rows stands.
#pragma once

#include <string>
#include <vector>

#include "services/common/mysql/pool.h"

namespace rasoat::bench {

/// Rows of one table, in the order of its key.
struct TableRows {
  std::string table;
  std::vector<std::string> columns;
  /// The values of each row as SQL literals, with commas between.
  std::vector<std::string> rows;
};

/// Reads every table of the pool's schema that has at least `least` rows.
std::vector<TableRows> ReadTables(mysql::Pool& pool, std::size_t least);

/// Writes the tables' rows into a schema that has the same tables, empty: in
/// `transactions` transactions, each with its share of every table's rows in
/// one multi-row INSERT a table and with one update of the feed's head, spread
/// over `connections` sessions at a time. Returns the seconds it took.
double Replay(const mysql::PoolOptions& into,
              const std::vector<TableRows>& tables, int transactions,
              int connections);

}  // namespace rasoat::bench
