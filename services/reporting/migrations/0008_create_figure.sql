-- The same for every area of a known round with all that lies below it: what
-- reports read.
CREATE TABLE figure (
  round   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  area    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  measure VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day     DATE NOT NULL,
  source  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount  BIGINT NOT NULL,
  PRIMARY KEY (round, area, measure, day),
  KEY by_source (source)
) ENGINE = InnoDB;
