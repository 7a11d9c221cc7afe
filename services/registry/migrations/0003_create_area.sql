-- Administrative units and villages, each true from valid_from until just
-- before valid_to. Settlement is stored for communes and region for provinces
-- only; the units below take them over. Ordered by code, so a province's units
-- lie together by tier.
CREATE TABLE area (
  code VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE NULL,
  parent VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tier TINYINT NOT NULL,
  name VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  settlement TINYINT NOT NULL,
  region TINYINT NOT NULL,
  synthetic TINYINT NOT NULL,
  PRIMARY KEY (code, valid_from)
) ENGINE=InnoDB;
