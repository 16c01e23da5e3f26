import { raw } from 'sql-template-tag'
import { AT_THEIR_PLACE, MAY_OPEN } from './who-fits.ts'

/** Whether a `person` sees what is bound to no place: everybody but those who work at a vendor's. */
export const SEES_UNBOUND = raw(`exists (
  select from (values (null::text, null::text)) candidate (employer, site) where ${AT_THEIR_PLACE.sql})`)

/**
 * Which of all accounts a person may look at: a protected one takes the clearance, and whoever sees only what is bound to
 * their place sees the accounts of cases that they may open.
 */
export const MAY_SEE_ACCOUNT = raw(`('protected' = any (person.clearances) or not account.protected)
  and (${SEES_UNBOUND.sql} or exists (
    select from review_case candidate where candidate.account_id = account.id and ${MAY_OPEN.sql}))`)
