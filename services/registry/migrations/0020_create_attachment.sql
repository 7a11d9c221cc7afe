-- Files that belong to surveys (parent_kind 1) and households (2), announced or
-- finished. received says how far an upload has come; finish_time is NULL until
-- it is whole, expire_time NULL from then on.
CREATE TABLE attachment (
  id BINARY(16) NOT NULL,
  parent_kind TINYINT NOT NULL,
  parent_id BINARY(16) NOT NULL,
  content_hash BINARY(32) NOT NULL,
  size INT NOT NULL,
  media_type TINYINT NOT NULL,
  received INT NOT NULL,
  carries_position TINYINT NOT NULL,
  uploader VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  begin_time DATETIME(6) NOT NULL,
  finish_time DATETIME(6) NULL,
  expire_time DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY parent (parent_id, parent_kind, id),
  KEY content (content_hash),
  KEY expiry (expire_time)
) ENGINE=InnoDB;
