-- One newest survey of a household in a round, of every form kind.
ALTER TABLE survey
  DROP KEY household_round_current,
  ADD UNIQUE KEY household_round_kind_current
    (household_id, round, form_kind, is_current);
