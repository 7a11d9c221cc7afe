-- Households of which nothing is erased for now, whatever the rules say: a
-- complaint, an inspection or a trial needs their records.
CREATE TABLE legal_hold (
  household_id BINARY(16) NOT NULL PRIMARY KEY,
  reason VARCHAR(400) NOT NULL,
  hold_time DATETIME(6) NOT NULL
) ENGINE=InnoDB;
