import type { Condition } from './condition.ts'
import type { FactName } from '../guards/facts.ts'
import { phraseCondition, type SpokenOf } from './phrase-condition.ts'

type Account = 'account.reach' | 'account.tags' | 'account.age_days' | 'account.restores'

/** The account's facts that automation rules may read as guards do. */
export const SPOKEN_OF_ACCOUNTS: SpokenOf<Account> = {
  'account.reach': {
    counted: (so) => `the account has ${so} followers`,
    unknown: 'how many followers the account has is not known',
  },
  'account.tags': {
    counted: (so) => `the account has ${so} public roles`,
    unknown: 'which public roles the account has is not known',
    holds: (names, many) => `the account has ${many ? 'one of the public roles' : 'the public role'} ${names}`,
  },
  'account.age_days': {
    counted: (so) => `the account is ${so} days old`,
    unknown: 'how old the account is is not known',
  },
  'account.restores': {
    counted: (so) => `${so} enforcements on the account were undone as mistakes`,
    unknown: 'how many enforcements on the account were undone as mistakes is not known',
  },
}

const SPOKEN: SpokenOf<FactName> = {
  ...SPOKEN_OF_ACCOUNTS,
  'enforcement.legal_duty': { yes: 'the law asks for it', no: 'the law does not ask for it' },
  'enforcement.account_items_24h': {
    counted: (so) => `${so} posts of the account were hidden or removed within 24 hours`,
    unknown: 'how many of its posts were hidden or removed within 24 hours is not known',
  },
  'enforcement.account_items_share': {
    counted: (so) => `a share of ${so} of its own posts would not be seen`,
    unknown: 'which share of its own posts would not be seen is not known',
  },
  'enforcement.review_seconds': {
    counted: (so) => `the case was open for ${so} seconds before it was decided`,
    unknown: 'how long the case was open is not known',
  },
  'enforcement.seen_seconds': {
    counted: (so) => `the proposer had been shown the case for ${so} seconds`,
    unknown: 'how long the proposer had been shown the case is not known',
  },
  'enforcement.evidence_age_hours': {
    counted: (so) => `its subject was last reported ${so} hours ago`,
    unknown: 'when its subject was last reported is not known',
  },
  'enforcement.source': {
    named: (so) => `it is asked for by ${so}`,
    unknown: 'by which way it is asked for is not known',
  },
  'account.handle': { named: (so) => `the handle is ${so}`, unknown: 'the handle is not known' },
  'account.bio_domains': {
    counted: (so) => `its description links to ${so} domains`,
    unknown: 'which domains its description links to is not known',
    holds: (names, many) => `its description links to ${many ? 'one of the domains' : 'the domain'} ${names}`,
  },
  'account.name': { named: (so) => `the name shown is ${so}`, unknown: 'the name shown is not known' },
  'account.verified': { yes: 'the account is verified', no: 'the account is not verified' },
  'account.lookalike_reach': {
    counted: (so) => `an account that looks like it has ${so} followers`,
    unknown: 'how many followers an account that looks like it has is not known',
  },
  'account.lookalike_vouched': {
    yes: 'an account that looks like it is verified or has a public role',
    no: 'no account that looks like it is verified or has a public role',
  },
  'account.reach_growth_30d': {
    counted: (so) => `the account has ${so} times the followers of within 30 days before`,
    unknown: 'how the account grew within 30 days is not known',
  },
  'account.reach_bought': {
    yes: 'the account is younger than 30 days or has three times the followers of within 30 days before',
    no: 'the account is older than 30 days and did not grow threefold within them',
  },
  'account.pending_enforcements': {
    counted: (so) => `${so} enforcements on the account wait for others`,
    unknown: 'how many enforcements on the account wait for others is not known',
  },
  'actor.decisions_1h': {
    counted: (so) => `the proposer made ${so} decisions within an hour`,
    unknown: 'how many decisions the proposer made within an hour is not known',
  },
  'actor.restrictive_enforcements_1h': {
    counted: (so) => `${so} restrictive enforcements of the proposer took effect within an hour`,
    unknown: 'how many restrictive enforcements of the proposer took effect within an hour is not known',
  },
  'actor.restrictive_reach_1h': {
    counted: (so) => `${so} people followed the accounts that the proposer restricted within an hour`,
    unknown: 'how many people followed the accounts that the proposer restricted within an hour is not known',
  },
  'actor.declined_30d': {
    counted: (so) => `others declined ${so} enforcements of the proposer within 30 days`,
    unknown: 'how many enforcements of the proposer others declined within 30 days is not known',
  },
  'actor.overturned_share_30d': {
    counted: (so) => `a share of ${so} of the enforcements of the proposer was undone within 30 days`,
    unknown: 'which share of the enforcements of the proposer was undone within 30 days is not known',
  },
  'actor.days_since_joining': {
    counted: (so) => `the proposer has been here for ${so} days`,
    unknown: 'how long the proposer has been here is not known',
  },
  'actor.sign_in_minutes': {
    counted: (so) => `the proposer signed in ${so} minutes ago`,
    unknown: 'when the proposer signed in is not known',
  },
  'actor.sign_in_strength': {
    named: (so) => `the weakest way by which the proposer can act is ${so}`,
    unknown: 'the ways by which the proposer can act are not known',
  },
  'actor.severe_cases_24h': {
    counted: (so) => `the proposer was given ${so} severe cases within a day`,
    unknown: 'how many severe cases the proposer was given within a day is not known',
  },
  'actor.employment': {
    named: (so) => `the proposer works here as ${so}`,
    unknown: 'how the proposer is employed is not known',
  },
  'actor.employer': {
    named: (so) => `the proposer works for ${so}`,
    unknown: 'the employer of the proposer is not known',
  },
  'actor.days_until_leaving': {
    counted: (so) => `the proposer leaves in ${so} days`,
    unknown: 'when the proposer leaves is not known',
  },
  'actor.leaving': { yes: 'the proposer is leaving', no: 'the proposer is not leaving' },
  'actor.minutes_on_shift': {
    counted: (so) => `the proposer has been on shift for ${so} minutes`,
    unknown: 'how long the proposer has been on shift is not known',
  },
  'actor.minutes_since_break': {
    counted: (so) => `the proposer has not rested for ${so} minutes`,
    unknown: 'when the proposer last rested is not known',
  },
  'actor.minutes_to_shift_end': {
    counted: (so) => `the shift of the proposer ends in ${so} minutes`,
    unknown: 'when the shift of the proposer ends is not known',
  },
  'desk.on_duty': {
    counted: (so) => `${so} people could agree now`,
    unknown: 'how many could agree now is not known',
  },
  'desk.frozen': { yes: 'all restrictive effects are frozen', no: 'nothing is frozen' },
  'desk.badge_is_identity': {
    yes: "the platform's badge means a checked identity",
    no: "no declaration says that the platform's badge means a checked identity",
  },
  'desk.breakers_open': {
    counted: (so) => `${so} breakers are open`,
    unknown: 'how many breakers are open is not known',
  },
  'desk.restrictive_enforcements_10m': {
    counted: (so) => `${so} restrictive enforcements took effect within ten minutes`,
    unknown: 'how many restrictive enforcements took effect within ten minutes is not known',
  },
  'desk.offline_enforcements_1h': {
    counted: (so) => `${so} accounts were taken offline within an hour`,
    unknown: 'how many accounts were taken offline within an hour is not known',
  },
}

/** Formats a guard's condition in plain words. */
export const formatCondition = (condition: Pick<Condition, 'text' | 'ast'>): string =>
  phraseCondition(condition, SPOKEN)
