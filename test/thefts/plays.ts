import {
  AUDITOR,
  BOMBS,
  BREAKER,
  BUDGET,
  DIRECTORY_LIMIT,
  DIRECTORY_OUTSIDER,
  DIRECTORY_ROLE,
  ENDS_TWO,
  HASHES,
  PASSKEY,
  RATE,
  RECORDED,
  RESTORES_ALONE,
  RIGHTS,
  RESTRICTED,
  SECOND_ACCOUNTS,
  TAMPERED_CHANGES,
  TAMPERED_ROWS,
  VIEWS,
  LARGE_SHARE_PLAY,
  type Play,
} from './shared-plays.ts'
import { AGAINST_MACHINES } from './plays-against-machines.ts'

/** By the attacker and the asset of a row of SECURITY.md's threat table. A row without a play says what doesn't hold. */
export const PLAYS: Readonly<Record<string, Readonly<Record<string, readonly Play[]>>>> = {
  'A phished reviewer': {
    'Protected accounts': [
      PASSKEY,
      ['test/attacks/token-hides-a-minister.test.ts', 'a token alone takes no interim measure on a minister'],
      ['test/attacks/a-proposal-nobody-signed.test.ts', 'a stolen token proposes nothing against a protected account'],
    ],
    'Other accounts': [BUDGET, BREAKER],
    'The way back': [
      ['test/journeys/restricted-at-once.test.ts', 'one lead restricts a person at once, restores continue'],
      RESTORES_ALONE,
    ],
    'The record': [RECORDED],
    "People's powers": [
      ['test/attacks/one-administrator-ends-everybody.test.ts', 'a token alone cannot end, restrict or give notice'],
      ['test/attacks/a-stolen-token-takes-rights.test.ts', 'a stolen token takes no role, session or place on call'],
    ],
    'Private data': [VIEWS, SECOND_ACCOUNTS],
    'The service': [
      ['test/attacks/stolen-tokens-crowd-out-a-restore.test.ts', 'another person’s restore waits for none'],
      [
        'test/attacks/a-stolen-token-dismisses-the-queue.test.ts',
        'a stolen token dismisses no whole queue, and leads learn it',
      ],
      BOMBS,
    ],
  },
  'A malicious reviewer': {
    'Protected accounts': [
      ['test/journeys/no-bypass-of-approval.test.ts', 'a declined proposal under another name takes a lead'],
      ['test/journeys/nobody-counts-twice.test.ts', 'a person who joins an enforcement is its proposer'],
      ['test/attacks/hidden-share-of-an-account.test.ts', 'the third of nine posts is not hidden by one person'],
      ['test/journeys/protection-has-a-clock.test.ts', 'an unapproved enforcement expires and returns its case'],
    ],
    'Other accounts': [BUDGET, LARGE_SHARE_PLAY],
    'The way back': [
      RESTORES_ALONE,
      ['test/journeys/leaving-to-the-second.test.ts', "at the last second a person's pending acts are withdrawn"],
      [
        'test/attacks/a-leaving-person-acts-on-their-way-out.test.ts',
        'a leaving reviewer approves and confirms nothing',
      ],
    ],
    'The record': [RECORDED, TAMPERED_ROWS],
    "People's powers": [
      ['src/people/shifts/rota.test.ts', '400, 403, 404: impossible duties and self-planning are refused'],
      ['src/admin/offboarding/people.test.ts', 'a person proposes no change of their own rights'],
      [
        'test/attacks/one-administrator-ends-everybody.test.ts',
        'any reviewer restricts one administrator, and no second',
      ],
    ],
    'Private data': [
      ['src/oversight/views/who-saw-what.test.ts', 'unusual reading alerts leads and auditors once, except the reader'],
      ['src/app/http/seen.test.ts', 'readers see only the field classes that their role has'],
    ],
    'The service': [['test/attacks/rule-set-bombs.test.ts', 'one person has one rule set read at a time'], RATE],
  },
  'Two colluding people': {
    'Protected accounts': [
      ['test/journeys/the-gate.test.ts', 'a public voice takes two seniors, hold and confirmation'],
      ['test/journeys/limits-hold-at-once.test.ts', 'concurrent mutual approvals stop at three'],
      ['test/attacks/two-people-confirm-each-other.test.ts', 'a pair promises each other at most three confirmations'],
      [
        'test/attacks/two-people-try-to-take-a-minister-offline.test.ts',
        'two colluding people take no minister offline',
      ],
    ],
    'Other accounts': [
      LARGE_SHARE_PLAY,
      ['test/journeys/bulk-actions-have-a-budget.test.ts', 'bulk actions have their own budget and breaker'],
    ],
    'The way back': [
      ['test/attacks/token-hides-a-minister.test.ts', 'two people lock a minister a day a week at most'],
      ['test/journeys/no-bypass-of-approval.test.ts', 'none of the two who had something restored'],
    ],
    'The record': [TAMPERED_CHANGES],
    "People's powers": [
      ['src/admin/offboarding/people.test.ts', 'two people add an approver, who counts a day later'],
      ['src/admin/passkeys/enrolment-routes.test.ts', 'a later key needs another person and counts a day later'],
    ],
    'Private data': [['src/admin/describe/unseal.test.ts', '200, 404: two people reveal a name for a day, on record']],
    'The service': [['src/foundation/bounds/fair-share.test.ts', 'an idle caller starts at once'], RATE],
  },
  'A malicious administrator': {
    'Protected accounts': [AUDITOR],
    'Other accounts': [AUDITOR],
    'The way back': [
      ['src/admin/offboarding/restrict-staff.test.ts', 'people beyond the limit stop and restore for one more day'],
    ],
    'The record': [TAMPERED_CHANGES],
    "People's powers": [
      ENDS_TWO,
      [
        'test/attacks/one-administrator-ends-everybody.test.ts',
        'people whom one administrator ended beyond the limit recover the desk',
      ],
      ['test/journeys/loosening-takes-two.test.ts', 'one person adds a protection, two remove it'],
      [
        'src/admin/passkeys/enrolment-routes.test.ts',
        '403, 404, 409: only administrators invite, and only active people',
      ],
      ['test/attacks/a-stolen-token-takes-rights.test.ts', 'a passkey of one person takes rights at once, and counts'],
    ],
    'Private data': [AUDITOR, ['src/admin/directory/users/user-routes.test.ts', 'administrators see the name']],
    'The service': [
      ['src/oversight/notifications/channel-routes.test.ts', 'channel rights decide adding, testing and removing'],
      [
        'src/oversight/notifications/deliver.test.ts',
        'an alert about a protected account hides its handle, id and reason',
      ],
    ],
  },
  'A stolen API key': {
    'Protected accounts': [
      PASSKEY,
      ['test/attacks/a-facts-key-reassigns-a-post.test.ts', 'a facts key never reassigns a post'],
      ['test/attacks/hidden-share-of-an-account.test.ts', 'no API key says how many posts an account has'],
    ],
    'Other accounts': [
      ['test/journeys/automation-approves-nothing.test.ts', 'a rule hides for an hour and never approves'],
      RIGHTS,
    ],
    'The way back': [RIGHTS],
    'The record': [
      RIGHTS,
      ['src/cases/intake/receive-report.test.ts', 'a report is stored with its case, its key and its entry'],
    ],
    "People's powers": [DIRECTORY_LIMIT, DIRECTORY_ROLE],
    'Private data': [
      ['src/oversight/events/follow-events.test.ts', 'keys get no events about staff, and account events by scope'],
      ['src/oversight/events/event-routes.test.ts', '200: a key follows its scopes and catches up until revoked'],
    ],
    'The service': [RATE, ['src/people/access/key-cache.test.ts', 'a revoked key is refused within a second']],
  },
  'A stolen database role': {
    'Protected accounts': [
      ['test/journeys/forged-rows.test.ts', 'a kinder verdict never releases for the desk role'],
      ['test/attacks/the-floor-trusts-no-row-of-the-role.test.ts', 'a lowered facts row lowers no floor'],
      ['test/attacks/forged-signatures-take-nothing-offline.test.ts', 'an approval with a forged signature'],
      ['test/attacks/temporary-objects-shadow-the-schema.test.ts', '… in pg_temp loosens no rule'],
      ['test/attacks/database-role-forgeries.test.ts', '… forged rows of the database role'],
    ],
    'Other accounts': [
      ['src/enforcement/enforcement-in-sql.test.ts', 'the desk role revives, extends or settles no old enforcement'],
      TAMPERED_ROWS,
    ],
    'The way back': [
      ['src/enforcement/enforcement-state.test.ts', 'a generation never falls'],
      ['src/enforcement/enforcement-in-sql.test.ts', 'the desk role adds no restore cause without an effect'],
    ],
    'The record': [
      ['test/structure/database-role.test.ts', 'the desk role keeps the rows that justify moves'],
      TAMPERED_ROWS,
    ],
    "People's powers": [
      ['src/admin/change/change-in-sql.test.ts', 'the desk role makes no change by another path'],
      [
        'test/attacks/one-administrator-ends-everybody.test.ts',
        'the database role cannot end or restrict without a signature',
      ],
      ['test/attacks/a-stolen-token-takes-rights.test.ts', 'the database role removes no right without a signature'],
      DIRECTORY_OUTSIDER,
    ],
    'Private data': [HASHES, RESTRICTED],
    'The service': [],
  },
  ...AGAINST_MACHINES,
}
