-- Accounts of people on the roster, one each. password is an Argon2id hash in
-- its own text form, parameters and salt included.
CREATE TABLE account (
  account VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  staff VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  password VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (account),
  UNIQUE KEY account_by_staff (staff)
) ENGINE=InnoDB;
