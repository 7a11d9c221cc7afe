-- The uploaded files, in the pieces they came in, sealed under key_id. length
-- is that of the piece before it was sealed.
CREATE TABLE import_chunk (
  import_id BINARY(16) NOT NULL,
  chunk_offset BIGINT NOT NULL,
  length INT NOT NULL,
  key_id INT UNSIGNED NOT NULL,
  content MEDIUMBLOB NOT NULL,
  PRIMARY KEY (import_id, chunk_offset)
) ENGINE=InnoDB;
