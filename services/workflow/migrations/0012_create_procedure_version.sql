-- Procedures that rounds use, for ever as they were: the serialized message.
CREATE TABLE procedure_version (
  content_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content MEDIUMBLOB NOT NULL,
  PRIMARY KEY (content_hash)
) ENGINE=InnoDB;
