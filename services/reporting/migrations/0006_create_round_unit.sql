-- The units of each round as they were when it began. Never changes.
CREATE TABLE round_unit (
  round        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  area         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  parent       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- '' for the round's own area
  tier         VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  display_name VARCHAR(200) NOT NULL,
  PRIMARY KEY (round, area),
  KEY by_tier (round, tier, area)
) ENGINE = InnoDB;
