-- For the latest survey of a household in a round, which goes along when the
-- household moves.
ALTER TABLE survey
  ADD KEY survey_by_household (household, round, position);
