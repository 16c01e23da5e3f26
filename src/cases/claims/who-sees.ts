import { raw } from 'sql-template-tag'
import { AT_THEIR_SITE, MAY_OPEN, seesPlatform } from './who-fits.ts'

/** SQL condition: `person` sees cases that are bound to no site, as all people do except those at a vendor's site. */
export const SEES_UNBOUND = raw(`exists (
  select from (values (null::text, null::text)) candidate (employer, site) where ${AT_THEIR_SITE.sql})`)

/**
 * SQL condition: a person may see the account. A protected account needs the clearance, a limited role its platform, and
 * people at a vendor's site see only accounts of cases that they may open.
 */
export const MAY_SEE_ACCOUNT = raw(`('protected' = any (person.clearances) or not account.protected)
  and ${seesPlatform("'account:' || account.id").sql}
  and (${SEES_UNBOUND.sql} or exists (
    select from review_case candidate where candidate.account_id = account.id and ${MAY_OPEN.sql}))`)
