import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIVE_CHECKS } from '../../src/app/conformance/live/live-checks.ts'
import { SCENARIOS } from '../../src/app/conformance/scenarios/all-scenarios.ts'
import { listClaims } from '../thefts/claims.ts'

const SECRET = 'the webhook secret'
const BOTH = 'the webhook secret and the signing key'
const ROWS = 'both, and the rows of the database'
const OWNER = 'the owner of the database, and the desk'
const LIVE = 'the whole live process'

/** The checks that play each theft of SECURITY.md at any platform, by what was stolen and what is tried. */
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  [`${SECRET} | take an unprotected account offline`]: ['authorisation.missing', 'authorisation.other-key'],
  [`${SECRET} | bring an account back`]: ['authorisation.restore-without-key'],
  'the signing key | take an unprotected account offline': ['signature.wrong-secret'],
  [`${BOTH} | take an account offline that the platform protects`]: ['approval.none'],
  [`${BOTH} | hide a post that the platform protects, by claiming a legal duty`]: ['legal-duty.claimed'],
  [`${BOTH} | lock an account that the platform protects for an hour, as one person may`]: ['interim.unsigned'],
  [`${BOTH} | take an unprotected account offline`]: ['approval.unprotected'],
  [`${BOTH} | do to an unprotected account what can’t be undone`]: [
    ...['action.final-unsigned', 'action.final-later', 'action.final-again'],
  ],
  [`${BOTH} | take many accounts offline in a minute`]: ['live.limits', 'limit.per-minute'],
  [`${BOTH} | bring an account back`]: ['approval.restore-takes-none'],
  [`${BOTH} | use up the generations, so that nothing can follow`]: ['generation.jump'],
  [`${BOTH} | undo what the law asked for`]: ['legal-duty.two-restore'],
  [`${BOTH} | keep an account offline against two people of the list, who sign that it comes back`]: [
    'restore.two-people',
  ],
  [`${ROWS} | use what people signed for another account`]: ['approval.other-subject'],
  [`${ROWS} | use what people signed for another enforcement`]: ['approval.other-enforcement'],
  [`${ROWS} | use what people signed for longer than until it must be confirmed`]: ['approval.unconfirmed'],
  [`${ROWS} | use what people agreed to without the signature of its proposer`]: ['approval.no-proposer'],
  [`${ROWS} | use what people signed before its time`]: ['hold.stopped'],
  [`${ROWS} | use what people signed once more`]: [
    'approval.once',
    'approval.once-by-revert',
    'live.reverts-protected',
  ],
  [`${ROWS} | keep offline what nobody confirmed`]: ['approval.unconfirmed'],
  [`${OWNER} | enrol keys of their own and agree with those`]: ['approval.unknown-key', 'key-list.unknown-key'],
  [`${LIVE} | show one thing and have another signed, while somebody looks`]: ['hold.stopped'],
  [`${LIVE} | show one thing and have another signed, while nobody looks`]: ['hold.delays', 'live.holds'],
}

test('the conformance checks contain every theft of SECURITY.md', () => {
  const known = new Set([...SCENARIOS, ...LIVE_CHECKS].map(({ id }) => id)).add('key-list.unknown-key')
  const claims = listClaims().map(({ stolen, tried }) => `${stolen} | ${tried}`)
  assert.deepEqual(Object.keys(CHECKS).sort(), claims.sort())
  for (const [theft, ids] of Object.entries(CHECKS))
    assert.deepEqual(
      ids.filter((id) => !known.has(id)),
      [],
      theft,
    )
})
