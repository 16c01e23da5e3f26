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

/**
 * The plays, by attacker and asset of a row of SECURITY.md's threat table. A row without a play states what does not
 * hold.
 */
export const PLAYS: Readonly<Record<string, Readonly<Record<string, readonly Play[]>>>> = {
  'A phished reviewer': {
    'Protected accounts': [
      PASSKEY,
      ['test/attacks/token-hides-a-minister.test.ts', 'an access token alone takes no interim measure on a minister'],
      [
        'test/attacks/an-unsigned-proposal.test.ts',
        'a stolen access token proposes nothing against a protected account',
      ],
    ],
    'Other accounts': [BUDGET, BREAKER],
    'The way back': [
      ['test/journeys/restricted-at-once.test.ts', 'one lead restricts a person at once; their restores still work'],
      RESTORES_ALONE,
    ],
    'The record': [RECORDED],
    "People's powers": [
      [
        'test/attacks/one-administrator-ends-many-people.test.ts',
        'an access token without passkey cannot end, restrict or give notice',
      ],
      ['test/attacks/a-stolen-token-takes-rights.test.ts', 'a stolen token removes no role, session or on-call duty'],
    ],
    'Private data': [VIEWS, SECOND_ACCOUNTS],
    'The service': [
      [
        'test/attacks/stolen-tokens-crowd-out-a-restore.test.ts',
        'a person’s restore waits for no calls of stolen tokens',
      ],
      [
        'test/attacks/a-stolen-token-dismisses-the-queue.test.ts',
        'a stolen token dismisses at most a limit; leads are alerted',
      ],
      BOMBS,
    ],
  },
  'A malicious reviewer': {
    'Protected accounts': [
      ['test/journeys/no-bypass-of-approval.test.ts', 'a declined proposal repeated under another policy needs a lead'],
      [
        'test/journeys/one-person-counts-once.test.ts',
        'a person whose decision joins an enforcement counts as proposer',
      ],
      ['test/attacks/hidden-share-of-an-account.test.ts', "one person hides two of an account's nine posts, not three"],
      [
        'test/journeys/protection-has-a-clock.test.ts',
        'an enforcement without approval in time expires and returns its case',
      ],
    ],
    'Other accounts': [BUDGET, LARGE_SHARE_PLAY],
    'The way back': [
      RESTORES_ALONE,
      [
        'test/journeys/leaving-to-the-second.test.ts',
        "a person's last second stops their waiting proposals and approvals",
      ],
      [
        'test/attacks/a-leaving-person-acts-on-their-way-out.test.ts',
        'a reviewer who is leaving approves and confirms nothing on protected accounts',
      ],
    ],
    'The record': [RECORDED, TAMPERED_ROWS],
    "People's powers": [
      ['src/people/shifts/rota.test.ts', '400, 403, 404: impossible duties and planning oneself are refused'],
      ['src/admin/offboarding/people.test.ts', 'no person proposes a change of their own rights'],
      [
        'test/attacks/one-administrator-ends-many-people.test.ts',
        'any reviewer restricts one administrator, but no second',
      ],
    ],
    'Private data': [
      ['src/oversight/views/who-saw-what.test.ts', 'unusual reading alerts leads and auditors once, never the reader'],
      ['src/app/http/seen.test.ts', 'readers see only the classes of fields of their role'],
    ],
    'The service': [['test/attacks/rule-set-bombs.test.ts', 'one person has one policy checked at a time'], RATE],
  },
  'Two colluding people': {
    'Protected accounts': [
      ['test/journeys/the-gate.test.ts', 'a public office takes two seniors, a hold and a confirmation'],
      ['test/journeys/limits-hold-at-once.test.ts', 'concurrent approvals of two people for each other stop at three'],
      [
        'test/attacks/two-people-confirm-each-other.test.ts',
        'two people confirm each other at most three times a week',
      ],
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
      ['test/attacks/token-hides-a-minister.test.ts', 'two people lock a minister for at most a day weekly'],
      [
        'test/journeys/no-bypass-of-approval.test.ts',
        'two people who restored an enforcement cannot agree to repeat it',
      ],
    ],
    'The record': [TAMPERED_CHANGES],
    "People's powers": [
      ['src/admin/offboarding/people.test.ts', 'two people add an approver whose approvals count a day later'],
      ['src/admin/passkeys/enrolment-routes.test.ts', 'a later passkey needs another person and counts a day later'],
    ],
    'Private data': [
      ['src/admin/describe/unseal.test.ts', "200, 404: two people reveal a person's name for a day, recorded"],
    ],
    'The service': [['src/foundation/bounds/fair-share.test.ts', 'an idle caller starts at once'], RATE],
  },
  'A malicious administrator': {
    'Protected accounts': [AUDITOR],
    'Other accounts': [AUDITOR],
    'The way back': [
      [
        'src/admin/offboarding/restrict-staff.test.ts',
        'people ended beyond the limit may stop and restore another day',
      ],
    ],
    'The record': [TAMPERED_CHANGES],
    "People's powers": [
      ENDS_TWO,
      [
        'test/attacks/one-administrator-ends-many-people.test.ts',
        'people whom one administrator ended beyond the limit recover access',
      ],
      ['test/journeys/loosening-takes-two.test.ts', 'one person adds a protection; two people remove it'],
      [
        'src/admin/passkeys/enrolment-routes.test.ts',
        '403, 404, 409: only administrators invite, and only active people',
      ],
      [
        'test/attacks/a-stolen-token-takes-rights.test.ts',
        "one person's passkey removes rights at once, within a limit",
      ],
    ],
    'Private data': [
      AUDITOR,
      ['src/admin/directory/users/user-routes.test.ts', 'only administrators see the name that the directory states'],
    ],
    'The service': [
      [
        'src/oversight/notifications/channel-routes.test.ts',
        'channel rights decide who adds, tests and removes alert channels',
      ],
      ['src/oversight/notifications/deliver.test.ts', 'an alert about protected accounts hides handle, id and reason'],
    ],
  },
  'A stolen API key': {
    'Protected accounts': [
      PASSKEY,
      ['test/attacks/a-facts-key-reassigns-a-post.test.ts', "an API key for facts never changes a post's author"],
      ['test/attacks/hidden-share-of-an-account.test.ts', 'no API key can state how many posts an account has'],
    ],
    'Other accounts': [
      ['test/journeys/automation-approves-nothing.test.ts', 'an automation rule hides for an hour and never approves'],
      RIGHTS,
    ],
    'The way back': [RIGHTS],
    'The record': [
      RIGHTS,
      ['src/cases/intake/receive-report.test.ts', 'a report is stored with its case and its ledger entry'],
    ],
    "People's powers": [DIRECTORY_LIMIT, DIRECTORY_ROLE],
    'Private data': [
      ['src/oversight/events/follow-events.test.ts', 'keys get no events about staff; account events need a scope'],
      ['src/oversight/events/event-routes.test.ts', '200: a key gets events by scope and missed ones until revoked'],
    ],
    'The service': [RATE, ['src/people/access/key-cache.test.ts', 'a revoked API key is refused within a second']],
  },
  'A stolen database role': {
    'Protected accounts': [
      ['test/journeys/forged-rows.test.ts', 'the application role releases nothing with a milder verdict'],
      [
        'test/attacks/the-floor-trusts-no-row-of-the-role.test.ts',
        'a falsified row of facts lowers no minimum of approvals',
      ],
      ['test/attacks/forged-signatures-take-nothing-offline.test.ts', 'an approval with a forged signature'],
      ['test/attacks/temporary-objects-shadow-the-schema.test.ts', '… in pg_temp loosens no rule'],
      ['test/attacks/database-role-forgeries.test.ts', '… rows forged by the application role'],
    ],
    'Other accounts': [
      [
        'src/enforcement/enforcement-in-sql.test.ts',
        'the application role revives, extends or ends no old enforcement',
      ],
      TAMPERED_ROWS,
    ],
    'The way back': [
      ['src/enforcement/enforcement-state.test.ts', "a subject's generation never falls"],
      [
        'src/enforcement/enforcement-in-sql.test.ts',
        "the application role records a restore's cause only after an effect",
      ],
    ],
    'The record': [
      ['test/structure/database-role.test.ts', 'the application role may not delete rows that justify moves'],
      TAMPERED_ROWS,
    ],
    "People's powers": [
      ['src/admin/change/change-in-sql.test.ts', 'the application role in PostgreSQL makes no change by another path'],
      [
        'test/attacks/one-administrator-ends-many-people.test.ts',
        'the application role ends or restricts no person without a signature',
      ],
      ['test/attacks/a-stolen-token-takes-rights.test.ts', 'the application role removes no right without a signature'],
      DIRECTORY_OUTSIDER,
    ],
    'Private data': [HASHES, RESTRICTED],
    'The service': [],
  },
  ...AGAINST_MACHINES,
}
