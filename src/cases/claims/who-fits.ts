import sql, { raw, type Sql } from 'sql-template-tag'

/**
 * The most cases of one holder: one to decide and one that waits for an answer. More would withhold cases from free
 * reviewers.
 */
export const CLAIMS_MAX = 2

/**
 * The limits for a reviewer of protected cases: minutes since a break, minutes on shift, and minutes before the shift
 * ends.
 */
export const MINUTES_SINCE_BREAK_MAX = 120
export const MINUTES_ON_SHIFT_MAX = 540
export const LAST_MINUTES_OF_SHIFT = 60

/**
 * SQL condition: the case's account is protected now. Unknown facts never loosen a rule: a case without a known account
 * counts as protected. A content counts as protected if any account ever named as its author is.
 */
export const IS_PROTECTED = raw(
  '(coalesce((select account.protected from account where account.id = candidate.account_id), true) or has_protected_former_author(candidate.subject))',
)

/** SQL condition: `person` works at a vendor's site, and so sees only cases bound to it. */
const CONFINED = raw(`exists (select from vendor_place place
  where place.employer = person.employer and (place.site is null or place.site = person.site))`)

/** SQL condition: the person's site allows them `candidate`. Twin of works_at_other_site in SQL. */
export const AT_THEIR_SITE = raw(`(candidate.employer is null or candidate.employer = person.employer)
  and (candidate.site is null or candidate.site = person.site)
  and (candidate.employer is not null or candidate.site is not null or not ${CONFINED.sql})`)

/** SQL condition: a role of the person counts at the platform of this subject, an SQL expression. */
export const seesPlatform = (subject: string): Sql =>
  raw(`sees_platform(person.roles, person.role_platforms, ${subject})`)

/**
 * SQL condition: the person's site and platforms allow them `candidate`. A case bound to an employer or a site stays
 * there. Twin of is_at_place in SQL.
 */
export const AT_THEIR_PLACE = raw(`${AT_THEIR_SITE.sql} and ${seesPlatform('candidate.subject').sql}`)

/**
 * SQL condition: a person may open the case. It is at their site, and they have every clearance that its reports and
 * its queue require. Twin of dismissal_refusal in SQL.
 */
export const MAY_OPEN = raw(`${AT_THEIR_PLACE.sql} and candidate.clearances <@ person.clearances
  and candidate.queue_clearances <@ person.clearances
  and ('protected' = any (person.clearances) or not ${IS_PROTECTED.sql})`)

/** SQL query: people with the rights that their present shift and standing give them for claims. */
const STANDING =
  raw(`select person.id, person.clearances, person.roles, person.role_platforms, person.employer, person.site,
    ${CONFINED.sql} as confined, standing.active and standing.on_shift and not standing.on_break as "atWork",
    array(select lower(language) from unnest(person.languages) language) as languages,
    'protected' = any (person.clearances) and not standing.leaving
      and standing.minutes_since_break < ${MINUTES_SINCE_BREAK_MAX}
      and standing.minutes_on_shift < ${MINUTES_ON_SHIFT_MAX}
      and standing.minutes_to_shift_end >= ${LAST_MINUTES_OF_SHIFT} as "takesProtected",
    count_severe_today(person.id) < coalesce((select severe_a_day from exposure_limit), count_severe_today(person.id) + 1) as "takesSevere",
    coalesce((select severe_in_a_row from staff_rotation where staff_id = person.id)
      >= (select severe_in_a_row from exposure_limit), false) as "restsFromSevere"
  from staff person cross join lateral staff_standing(person.id) standing`)

/** SQL query: one person, on duty or not. */
export const standingOf = (staffId: string): Sql => sql`${STANDING} where person.id = ${staffId}`

/** SQL query: a person who can be given a case: active, on shift, not on a break, and below the limit of claims. */
export const claimEligibility = (staffId: string): Sql => sql`
  ${STANDING} where person.id = ${staffId} and standing.active and standing.on_shift and not standing.on_break
    and (select count(*) from case_claim join review_case held on held.id = case_claim.case_id
      where case_claim.staff_id = person.id and held.claimed_until > desk_now()) < ${CLAIMS_MAX}`

const spoken = (language: string) =>
  `(cardinality(person.languages) = 0 or ${language} = any (person.languages)
    or split_part(${language}, '-', 1) = any (person.languages))`

/**
 * SQL: those of the person's roles that count at the platform of `part`. A claim asks it of every partition. A call
 * costs as much as the rest of the condition, and few people have a limited role.
 */
const ROLES_AT_PART = `case when person.role_platforms = '{}' then person.roles
    else limited_roles(person.roles, person.role_platforms, part.platform) end`

/** SQL condition: cases of `part` are open to `person`, regardless of language. */
const PARTITION_ALLOWS = `part.clearances <@ person.clearances
  and (person.role_platforms = '{}' or cardinality(${ROLES_AT_PART}) > 0)
  and (part.employer is null or part.employer = person.employer) and (part.site is null or part.site = person.site)
  and (part.employer is not null or part.site is not null or not person.confined)
  and (person."takesProtected" or not part.protected)`

/** SQL condition: cases of `part` fit `person`. A person without languages takes all; `en` includes `en-GB`. */
export const PARTITION_FITS =
  raw(`${PARTITION_ALLOWS} and part.roles && ${ROLES_AT_PART} and (person."takesSevere" or not part.severe)
  and (part.language is null or part.language = '*' or ${spoken('part.language')})
  and (cardinality(part.languages) = 0 or cardinality(person.languages) = 0 or part.languages && person.languages)`)

/**
 * SQL condition on `candidate` for what differs between the cases of one partition, which have the same clearances,
 * place, roles and languages: excluded people, people whom an appeal's case may not be given, present protection, and
 * the platform of a case that was open before partitions had one.
 */
const CASE_ALLOWS = `person.id <> all (candidate.not_for) and ${seesPlatform('candidate.subject').sql}
  and (candidate.appeal_id is null or may_be_given_appeal(candidate.appeal_id, person.id)) and (person."takesProtected" or not ${IS_PROTECTED.sql})`

export const CASE_FITS = raw(`${CASE_ALLOWS}
  and (part.language is distinct from '*' or ${spoken('lower(candidate.language)')})`)

/** SQL condition: the case is not reserved for another person who is on shift. */
export const UNRESERVED = raw(`(candidate.reserved_for is null or candidate.reserved_for = person.id
  or candidate.reserved_until <= desk_now() or not exists (
    select from staff_standing(candidate.reserved_for) standing where standing.active and standing.on_shift))`)

/** SQL condition: `candidate` may be given to `person`, as the next case or by transfer. */
export const FITS = raw(
  `exists (select from case_partition part where part.id = candidate.partition_id and ${PARTITION_FITS.sql} and ${CASE_FITS.sql})`,
)

/** SQL condition: `person` may take this specific `candidate`, also in a language that they don't list. */
export const MAY_TAKE = raw(
  `exists (select from case_partition part where part.id = candidate.partition_id and ${PARTITION_ALLOWS} and ${CASE_ALLOWS})`,
)
