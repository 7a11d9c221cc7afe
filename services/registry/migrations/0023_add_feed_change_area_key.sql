-- What changed in a village since a position: for devices that come back after
-- days.
ALTER TABLE feed_change ADD KEY area_position (area, position);
