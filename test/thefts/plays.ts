/** A test that plays what the attacker tries, by its file and by how its name begins. … stands for what is filled in there. */
export type Play = readonly [file: string, name: string]

const RIGHTS: Play = ['src/http/rights.test.ts', 'every route there is lets in whom the table says']
const AUDITOR: Play = ['src/http/auditor.test.ts', 'an admin manages people and enforces nothing']
const RESTORES_ALONE: Play = [
  'test/journeys/only-harm-needs-many-hands.test.ts',
  'one reviewer brings an account back at once',
]
const STOPS_WHILE_BUSY: Play = ['test/journeys/only-harm-needs-many-hands.test.ts', 'stop and restore get through']
const BUDGET: Play = ['test/journeys/budgets-of-harm.test.ts', 'who has spent a budget needs one more approval']
const BREAKER: Play = ['test/journeys/budgets-of-harm.test.ts', 'far over, the breaker opens']
const RECORDED: Play = ['test/journeys/record-first.test.ts', 'whoever is killed, and wherever an effect stands']
const BOMBS: Play = ['test/attacks/rule-set-bombs.test.ts', 'health, stop and restore stay prompt']
const ENDS_TWO: Play = ['test/attacks/one-administrator-ends-everybody.test.ts', 'one administrator ends two of nine']
const VIEWS: Play = ['src/audit/who-saw-what.test.ts', '200: who saw which case, account, order']
const SECOND_ACCOUNTS: Play = ['src/audit/who-saw-what.test.ts', '422: an account outside one’s cases']
const TAMPERED_ROWS: Play = ['src/ledger/tampered-rows.test.ts', 'whoever changes, removes or adds a row']
const TAMPERED_CHANGES: Play = ['src/ledger/tampered-changes.test.ts', 'whatever is changed about changes']
const TAMPERED_SIGNATURES: Play = [
  'src/signature/tampered-signatures.test.ts',
  'verifying checks every signature again',
]
const WAVE: Play = ['test/journeys/a-wave-takes-two.test.ts', 'a wave takes two']
const PASSKEY: Play = ['test/journeys/only-by-passkey.test.ts', 'whatever harms or loosens is done by a passkey']
const HASHES: Play = ['src/staff/staff.test.ts', 'neither a token nor a key is stored as it is']
const SEALED: Play = ['test/journeys/sealed-stays-sealed.test.ts', 'of what is sealed the desk has hash and reference']
const PLATFORM_LIMITS: Play = ['platform-kit/src/allow.test.ts', 'no more is taken in a minute']
const KEY_LIST: Play = ['platform-kit/src/key-list.test.ts', 'one person doesn']
const TWO_RESTORE: Play = [
  'test/attacks/stolen-secret-blocks-restores.test.ts',
  'two passkeys restore what a thief keeps offline',
]
const OFFLINE: Play = ['test/journeys/restore-offline.test.ts', 'what a dead desk took down is brought back without it']
const DIRECTORY_LIMIT: Play = ['src/staff/scim/leaving.test.ts', 'a directory takes rights from any number at once']
const DIRECTORY_ROLE: Play = ['src/staff/scim/proposals.test.ts', 'a role that a directory names is a proposal']
const DIRECTORY_OUTSIDER: Play = ['src/staff/scim/proposals.test.ts', 'the desk’s own role can not put an outsider']
const RATE: Play = ['src/http/limit-rate.test.ts', '429: a caller over their rate comes again later']
const SIGNED: Play = ['platform-kit/src/judge-taking.test.ts', 'without it, or with one too few']
const THEFT_OF_BOTH: Play = ['test/journeys/thefts.test.ts', 'a stolen secret, a stolen key, or both']
const NO_REPORTS: Play = ['test/journeys/no-effect-without-an-order.test.ts', 'reports in any number order nothing']

/** By the attacker and the asset of a row of SECURITY.md's threat table. A row without a play says what doesn't hold. */
export const PLAYS: Readonly<Record<string, Readonly<Record<string, readonly Play[]>>>> = {
  'A phished reviewer': {
    'Protected accounts': [
      PASSKEY,
      ['test/attacks/token-hides-a-minister.test.ts', 'a token alone takes no interim measure on a minister'],
    ],
    'Other accounts': [BUDGET, BREAKER],
    'The way back': [['test/journeys/restricted-at-once.test.ts', 'one lead restricts somebody'], RESTORES_ALONE],
    'The record': [RECORDED],
    "People's powers": [
      [
        'test/attacks/one-administrator-ends-everybody.test.ts',
        'a token alone ends, restricts and gives notice to nobody',
      ],
    ],
    'Private data': [VIEWS, SECOND_ACCOUNTS],
    'The service': [
      ['test/attacks/stolen-tokens-crowd-out-a-restore.test.ts', 'another person’s restore waits for none'],
      BOMBS,
    ],
  },
  'A malicious reviewer': {
    'Protected accounts': [
      ['test/journeys/no-way-round.test.ts', 'who was told no does not ask for the same'],
      ['test/journeys/nobody-counts-twice.test.ts', 'who joins an order is a proposer of it too'],
      ['test/attacks/hidden-share-of-an-account.test.ts', 'the third of nine posts is not hidden by one person'],
      ['test/journeys/protection-has-a-clock.test.ts', 'what nobody agrees to in time expires'],
    ],
    'Other accounts': [BUDGET, WAVE],
    'The way back': [
      RESTORES_ALONE,
      ['test/journeys/leaving-to-the-second.test.ts', 'at the end, to the second'],
      ['test/attacks/a-leaving-person-acts-on-their-way-out.test.ts', 'whoever leaves approves and confirms nothing'],
    ],
    'The record': [RECORDED, TAMPERED_ROWS],
    "People's powers": [
      ['src/staff/rota.test.ts', '400, 403, 404: what can not be is not planned'],
      ['src/change/people.test.ts', 'nobody asks for a change of their own rights'],
      [
        'test/attacks/one-administrator-ends-everybody.test.ts',
        'any reviewer restricts one administrator, and no second',
      ],
    ],
    'Private data': [
      ['src/audit/who-saw-what.test.ts', 'whoever opens many accounts'],
      ['src/http/seen.test.ts', 'whoever reads whatever there is to read'],
    ],
    'The service': [['test/attacks/rule-set-bombs.test.ts', 'one person has one rule set read at a time'], RATE],
  },
  'Two colluding people': {
    'Protected accounts': [
      ['test/journeys/the-gate.test.ts', 'a public voice: two of senior or lead'],
      ['test/journeys/limits-hold-at-once.test.ts', 'a pair that agrees to each other at the same instant'],
      ['test/attacks/two-people-confirm-each-other.test.ts', 'a pair promises each other at most three confirmations'],
      [
        'test/attacks/two-people-try-to-take-a-minister-offline.test.ts',
        'two colluding people take no minister offline',
      ],
    ],
    'Other accounts': [WAVE, ['test/journeys/waves-have-a-budget.test.ts', 'campaigns have a budget of their own']],
    'The way back': [
      ['test/attacks/token-hides-a-minister.test.ts', 'two people never lock a minister for longer than a day a week'],
      ['test/journeys/no-way-round.test.ts', 'none of the two who had something restored'],
    ],
    'The record': [TAMPERED_CHANGES],
    "People's powers": [
      ['src/change/people.test.ts', 'a new approver comes by two people, counts a day later'],
      ['src/change/enrolment-routes.test.ts', 'after that a key takes another person’s yes'],
    ],
    'Private data': [['src/change/unseal.test.ts', '200, 404: two people have one of them told a name']],
    'The service': [['src/lib/fair-share.test.ts', 'whoever has nothing under way starts at once'], RATE],
  },
  'A malicious administrator': {
    'Protected accounts': [AUDITOR],
    'Other accounts': [AUDITOR],
    'The way back': [['src/staff/restrict-staff.test.ts', 'those beyond the limit stop and restore for a day']],
    'The record': [TAMPERED_CHANGES],
    "People's powers": [
      ENDS_TWO,
      ['test/attacks/one-administrator-ends-everybody.test.ts', 'people ended beyond the limit recover the desk'],
      ['test/journeys/loosening-takes-two.test.ts', 'what one person puts under an account'],
      ['src/change/enrolment-routes.test.ts', 'only an administrator invites'],
    ],
    'Private data': [AUDITOR, ['src/staff/scim/user-routes.test.ts', 'administrators see the name']],
    'The service': [
      ['src/notice/channel-routes.test.ts', 'who may add, test and remove what'],
      ['src/notice/deliver.test.ts', 'of somebody protected it tells what sort of news it is'],
    ],
  },
  'A stolen API key': {
    'Protected accounts': [
      PASSKEY,
      ['test/attacks/a-facts-key-reassigns-a-post.test.ts', 'a facts key never reassigns a post'],
      ['test/attacks/hidden-share-of-an-account.test.ts', 'no API key says how many posts an account has'],
    ],
    'Other accounts': [
      ['test/journeys/automation-approves-nothing.test.ts', 'a rule hides a content for an hour'],
      RIGHTS,
    ],
    'The way back': [RIGHTS],
    'The record': [
      RIGHTS,
      ['src/intake/receive-report.test.ts', 'a report is stored with its case, its key and its leaf'],
    ],
    "People's powers": [DIRECTORY_LIMIT, DIRECTORY_ROLE],
    'Private data': [
      ['src/notice/follow-events.test.ts', 'of machines none hears of people who work here'],
      ['src/notice/event-routes.test.ts', '200: a machine follows by its key'],
    ],
    'The service': [RATE, ['src/staff/key-cache.test.ts', 'a revoked key is refused within a second']],
  },
  'A stolen database role': {
    'Protected accounts': [
      ['test/journeys/forged-rows.test.ts', "as the desk's own role, a kinder verdict does not release what waits"],
      ['test/attacks/the-floor-trusts-no-row-of-the-role.test.ts', 'a lowered facts row lowers no floor'],
      ['test/attacks/forged-signatures-take-nothing-offline.test.ts', 'an approval with a forged signature'],
      ['test/attacks/temporary-objects-shadow-the-schema.test.ts', '… in pg_temp loosens no rule'],
      ['test/attacks/database-role-forgeries.test.ts', '… forged rows of the database role'],
    ],
    'Other accounts': [
      ['src/approval/order-in-sql.test.ts', "as the desk's own role, no order counts again"],
      TAMPERED_ROWS,
    ],
    'The way back': [
      ['src/approval/order-state.test.ts', 'a generation never falls'],
      ['src/approval/order-in-sql.test.ts', "as the desk's own role, no cause to restore is laid in"],
    ],
    'The record': [
      ['test/structure/database-role.test.ts', 'rows that justify a move are neither changed nor deleted'],
      TAMPERED_ROWS,
    ],
    "People's powers": [
      ['src/change/change-in-sql.test.ts', "as the desk's own role, nothing that a change changes"],
      ['test/attacks/one-administrator-ends-everybody.test.ts', 'the database role ends and restricts nobody'],
      DIRECTORY_OUTSIDER,
    ],
    'Private data': [HASHES, SEALED],
    'The service': [],
  },
  'A stolen database': {
    'Protected accounts': [
      ['test/journeys/thefts.test.ts', 'the owner of the database, who has the desk carry out'],
      SIGNED,
    ],
    'Other accounts': [PLATFORM_LIMITS],
    'The way back': [
      OFFLINE,
      ['test/attacks/restored-database-loses-the-way-back.test.ts', 'a restore after a lost database'],
    ],
    'The record': [['src/ledger/verify.test.ts', 'a chain that was recomputed from somewhere on'], TAMPERED_SIGNATURES],
    "People's powers": [KEY_LIST],
    'Private data': [
      HASHES,
      ['src/intake/receive-report.test.ts', 'evidence is kept by class, hashed by the desk'],
      SEALED,
    ],
    'The service': [
      ['test/journeys/dead-desk.test.ts', 'a dead desk can not keep an account dark'],
      ['platform-kit/src/revert-due.test.ts', 'a subject goes back by itself at its time'],
    ],
  },
  'A stolen desk': {
    'Protected accounts': [
      ['test/journeys/thefts.test.ts', "the whole live process, and the platform's own people"],
      ['platform-kit/src/hold-darkening.test.ts', 'what would make a subject dark waits'],
      ['platform-kit/src/judge-taking.test.ts', 'the platform tells its own people what it holds'],
    ],
    'Other accounts': [PLATFORM_LIMITS],
    'The way back': [
      TWO_RESTORE,
      ['platform-kit/src/apply.test.ts', 'a lower generation that arrives after a restore is refused'],
      ['platform-kit/src/restore-by-people.test.ts', 'two people restore at any generation'],
    ],
    'The record': [TAMPERED_SIGNATURES],
    "People's powers": [
      KEY_LIST,
      ['src/change/sign-key-list.test.ts', 'a changed list that two people of the old one'],
    ],
    'Private data': [],
    'The service': [OFFLINE],
  },
  'A stolen platform secret': {
    'Protected accounts': [
      THEFT_OF_BOTH,
      ['platform-kit/src/authorisation.test.ts', 'the secret alone, or the key alone, is not enough'],
    ],
    'Other accounts': [THEFT_OF_BOTH, PLATFORM_LIMITS],
    'The way back': [
      TWO_RESTORE,
      ['platform-kit/src/generation.test.ts', 'no sequence of accepted calls makes a restore impossible'],
      ['platform-kit/src/restore-by-people.test.ts', 'two people restore at any generation'],
    ],
    'The record': [
      ['src/effect/reconcile.test.ts', 'what the platform darkens although nothing stands'],
      ['src/watch/compare.test.ts', 'what nobody ordered'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [],
    'The service': [
      ['src/connector/signed-headers.test.ts', 'while a secret is changed'],
      ['src/cli/commands/keys.test.ts', 'what effects are signed with is shown'],
    ],
  },
  'A malicious platform': {
    'Protected accounts': [
      ['test/journeys/unknown-never-loosens.test.ts', '…: one person does not darken the account'],
      ['src/intake/record-facts.test.ts', 'protecting tags only ever grow'],
    ],
    'Other accounts': [
      ['test/journeys/way-back-first.test.ts', 'a platform that says all is well and does nothing'],
      ['src/watch/compare.test.ts', 'what nobody ordered'],
    ],
    'The way back': [RESTORES_ALONE, ['src/effect/reconcile.test.ts', 'one lying look changes nothing']],
    'The record': [['src/effect/drive-subject.test.ts', 'what the platform refuses for good fails']],
    "People's powers": [RIGHTS],
    'Private data': [
      ['src/connector/effect-signer.test.ts', 'what is signed says all of the instruction'],
      ['src/signature/routes.test.ts', '404: elsewhere there is no such thing'],
    ],
    'The service': [
      ['src/connector/webhook-connector.test.ts', 'an answer without end is given up'],
      ['src/effect/malformed.test.ts', 'no number of labels keeps an account dark'],
    ],
  },
  'A malicious identity provider or directory': {
    'Protected accounts': [
      ['src/staff/sso/sign-on.test.ts', '200: whoever the provider knows under their externalId'],
      ['test/journeys/sign-on-in-a-browser.test.ts', 'somebody signs in by their company in a browser'],
    ],
    'Other accounts': [BUDGET],
    'The way back': [DIRECTORY_LIMIT],
    'The record': [['src/ledger/directory-checks.test.ts', 'what is changed of a person of the directory']],
    "People's powers": [
      DIRECTORY_LIMIT,
      DIRECTORY_ROLE,
      DIRECTORY_OUTSIDER,
      ['test/attacks/identity-provider-misused.test.ts', 'a token signed with what the client knows is refused'],
    ],
    'Private data': [VIEWS],
    'The service': [
      ['src/staff/sso/sign-on.test.ts', '503: a provider that is away'],
      ['test/attacks/identity-provider-misused.test.ts', 'a provider that changes its algorithm locks nobody out'],
    ],
  },
  'A reporter mob': {
    'Protected accounts': [
      NO_REPORTS,
      ['src/intake/record-facts.test.ts', 'an unknown reach never lowers what was known'],
    ],
    'Other accounts': [
      NO_REPORTS,
      ['test/journeys/automation-approves-nothing.test.ts', 'many reports move a case and take nothing'],
    ],
    'The way back': [STOPS_WHILE_BUSY],
    'The record': [
      ['src/intake/receive-report.test.ts', 'of identical reports at the same moment one is created'],
      ['src/intake/group-commit.test.ts', 'two batches with the same reports in them'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [
      ['src/intake/routes.test.ts', 'POST /v1/reports: 400 names the field, stores nothing and quotes nothing'],
      ['src/search/routes.test.ts', 'who reported is never found and never told'],
    ],
    'The service': [
      ['src/intake/group-commit.test.ts', 'too many waiting is said at once'],
      ['test/hostile/hostile.test.ts', 'a request broken in any one way'],
      ['test/hostile/batch.test.ts', 'of many reports the broken ones are refused'],
    ],
  },
  'A stranger on the network': {
    'Protected accounts': [RIGHTS],
    'Other accounts': [RIGHTS],
    'The way back': [
      ['test/attacks/silent-network-of-a-desk.test.ts', 'a worker whose database is silent alerts'],
      ['test/attacks/silent-database.test.ts', 'a silent database costs a caller at most five seconds'],
    ],
    'The record': [
      ['test/hostile/raw-http.test.ts', 'what is not HTTP, or not in time'],
      ['test/attacks/requests-that-cost-a-500.test.ts', 'two Host headers are a 400'],
    ],
    "People's powers": [
      ['src/staff/session/routes.test.ts', 'who fails too often from one place is refused there'],
      ['src/change/enrolment-routes.test.ts', 'who guesses invitations is refused where they are'],
      ['test/attacks/one-address-many-ports.test.ts', 'an address is one source'],
    ],
    'Private data': [
      ['src/http/server.test.ts', 'what nobody expected is a 500 with a reference'],
      ['src/staff/session/routes.test.ts', 'a passkey signs in: 200, with a cookie'],
      ['src/connector/guarded-fetch.test.ts', 'a name that leads into a private network is not reached'],
    ],
    'The service': [
      ['test/hostile/raw-http.test.ts', 'many reports whose sending breaks off'],
      ['test/attacks/half-open-connections-hold-no-place.test.ts', 'half-open connections are closed'],
      ['src/http/server.test.ts', 'a stranger is refused before their body is read'],
    ],
  },
}
