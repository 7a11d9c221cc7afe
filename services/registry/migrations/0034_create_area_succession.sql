-- Who came after whom: the unit that had the code `predecessor` on the day
-- before, whole (1) or in part (2), became the unit that has the code
-- `successor` from `day` on. Rows are only added.
CREATE TABLE area_succession (
  predecessor VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day DATE NOT NULL,
  successor VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  extent TINYINT NOT NULL,
  source VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  note VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  record_time DATETIME(6) NOT NULL,
  PRIMARY KEY (predecessor, day, successor)
) ENGINE=InnoDB;
