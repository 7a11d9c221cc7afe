-- Rises with every import: its lock lets one import run at a time, and a
-- service whose copy of the areas has this number need not read them again.
CREATE TABLE area_revision (
  book TINYINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (book)
) ENGINE=InnoDB;

INSERT INTO area_revision (book, revision) VALUES (0, 0);
