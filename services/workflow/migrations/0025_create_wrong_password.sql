-- The latest wrong passwords by account name, known or not: at most five times,
-- microseconds since 1970, separated by commas. Rows older than the lock-out are
-- swept.
CREATE TABLE wrong_password (
  account VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  times VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  latest DATETIME(6) NOT NULL,
  PRIMARY KEY (account),
  KEY wrong_password_by_age (latest)
) ENGINE=InnoDB;
