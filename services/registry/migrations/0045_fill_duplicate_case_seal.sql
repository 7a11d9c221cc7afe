-- The rotation of keys seals what stands here in the clear.
UPDATE duplicate_case SET sealed_reason = reason WHERE reason <> '';
