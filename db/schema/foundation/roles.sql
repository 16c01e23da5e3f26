-- True when these roles let a person review cases and approve enforcements.
-- Twin of REVIEWING_ROLES in TypeScript.
create or replace function may_review(roles text[]) returns boolean language sql immutable parallel safe
  return roles && array['reviewer', 'senior', 'lead'];

-- True when these roles let a person propose changes of the organisation and agree to them.
-- Twin of CHANGING_ROLES in TypeScript.
create or replace function may_change(roles text[]) returns boolean language sql immutable parallel safe
  return roles && array['policy', 'lead', 'admin'];
