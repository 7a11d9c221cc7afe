-- When a unit lay in which: from a day on, to below another (NULL: still). Lines
-- from before this migration say from ever; a rebuild fills them in.
ALTER TABLE area_parent
  ADD COLUMN valid_from DATE NOT NULL DEFAULT '1900-01-01',
  ADD COLUMN valid_to DATE NULL;
