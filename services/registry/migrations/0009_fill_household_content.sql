-- Members become part of their household's content. Who told a change was not
-- kept before: of a household that had changed, the change is all that is known.
SET SESSION group_concat_max_len = 16777216;

UPDATE household h
   SET content = CONCAT(
         '{"address":', JSON_QUOTE(h.address), ',"phone":', JSON_QUOTE(h.phone),
         ',"members":[', COALESCE((
           SELECT GROUP_CONCAT(JSON_OBJECT(
                    'member_id', m.member_id, 'full_name', m.full_name,
                    'birth_date', DATE_FORMAT(m.birth_date, '%Y-%m-%d'),
                    'sex', m.sex, 'relation', m.relation,
                    'ethnic_group', m.ethnic_group,
                    'identity_kind', m.identity_kind,
                    'identity_number', m.identity_number)
                  ORDER BY m.place SEPARATOR ',')
             FROM member m
            WHERE m.household_id = h.id), ''), ']}'),
       register_date = DATE(h.create_time + INTERVAL 7 HOUR),
       event_kind = IF(h.revision = 1, 1, 2),
       event_date = DATE(h.update_time + INTERVAL 7 HOUR);

SET SESSION group_concat_max_len = DEFAULT;
