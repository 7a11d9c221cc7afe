-- Rounds. A row never changes.
CREATE TABLE review_round (
  id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  title_vi VARCHAR(200) NOT NULL,
  title_en VARCHAR(200) NOT NULL,
  area VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  procedure_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  procedure_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  start_date DATE NOT NULL,
  end_date DATE NOT NULL,
  training TINYINT NOT NULL,
  standards VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  village_count INT NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY round_by_opening (opened_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
