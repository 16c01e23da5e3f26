-- Roles that are limited to platforms.

-- The platforms at which a reviewing role counts, by role: {"senior": ["forum"]}. A role that is not named counts at each.
alter table staff add column role_platforms jsonb not null default '{}';
-- Every stored row has the default value, so every row satisfies the constraint.
alter table staff add constraint staff_role_platforms_check
  check (jsonb_typeof(role_platforms) = 'object' and role_platforms - array['reviewer', 'senior', 'lead'] = '{}') not valid;
alter table staff validate constraint staff_role_platforms_check;

-- The platform of the cases of a partition. Cases of named platforms that were open before are moved by place_misplaced_cases.
alter table case_partition add column platform text not null default 'default';
