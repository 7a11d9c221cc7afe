-- Standards that were imported. `state` is rasoat.scoring.v1.StandardState;
-- `content` is a rasoat.scoring.v1.Standard without state and import.
CREATE TABLE standard_draft (
  standard VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state TINYINT NOT NULL,
  standard_hash BINARY(32) NOT NULL,
  content MEDIUMBLOB NOT NULL,
  imported_by VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  import_time DATETIME(6) NOT NULL,
  decided_by VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  decide_time DATETIME(6) NULL,
  reason VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (standard)
) ENGINE=InnoDB;
