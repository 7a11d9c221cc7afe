-- One row: who writes the ledger holds its lock, so the followers of three
-- feeds never meet half-way; `rounds` changes whenever the rounds do.
CREATE TABLE ledger_lock (
  id     TINYINT NOT NULL,
  rounds BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO ledger_lock (id, rounds) VALUES (0, 0);
