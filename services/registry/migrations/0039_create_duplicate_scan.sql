-- How far the people of each commune have been compared with everybody:
-- position is that of the feed up to which changes were looked at, 0 if the
-- commune was never scanned as a whole; due_time is when the next scan may
-- begin. Who scans has the row until lease_end.
CREATE TABLE duplicate_scan (
  commune VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position BIGINT NOT NULL,
  due_time DATETIME(6) NOT NULL,
  holder BINARY(16) NULL,
  lease_end DATETIME(6) NULL,
  PRIMARY KEY (commune),
  KEY due (due_time, commune)
) ENGINE=InnoDB;
