-- Devices in the field. reviewer is who used it last; clock_offset_ms how much
-- its clock was behind ours when it last sent work, NULL if it never did;
-- last_sequence and last_item_time are of the item with the highest sequence
-- number it sent.
CREATE TABLE device (
  id BINARY(16) NOT NULL,
  area VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  model VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  reviewer VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  last_seen DATETIME(6) NOT NULL,
  clock_offset_ms BIGINT NULL,
  package_position BIGINT NOT NULL,
  last_sequence BIGINT NOT NULL,
  last_item_time DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY area_id (area, id)
) ENGINE=InnoDB;
