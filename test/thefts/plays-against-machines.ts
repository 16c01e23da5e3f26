import {
  BUDGET,
  DIRECTORY_LIMIT,
  DIRECTORY_OUTSIDER,
  DIRECTORY_ROLE,
  HASHES,
  KEY_LIST,
  NO_REPORTS,
  OFFLINE,
  PLATFORM_LIMITS,
  RESTORES_ALONE,
  RIGHTS,
  RESTRICTED,
  SIGNED,
  STOPS_WHILE_BUSY,
  TAMPERED_SIGNATURES,
  THEFT_OF_BOTH,
  TWO_RESTORE,
  VIEWS,
  type Play,
} from './shared-plays.ts'

/** Plays of attackers who hold a whole store or machine, or have no credential at all. */
export const AGAINST_MACHINES: Readonly<Record<string, Readonly<Record<string, readonly Play[]>>>> = {
  'A stolen database': {
    'Protected accounts': [
      ['test/journeys/thefts.test.ts', 'a database owner uses approvals of invented keys'],
      SIGNED,
    ],
    'Other accounts': [PLATFORM_LIMITS],
    'The way back': [
      OFFLINE,
      ['test/attacks/restored-database-loses-the-way-back.test.ts', 'a restore after a lost database'],
    ],
    'The record': [
      ['src/oversight/ledger/verify.test.ts', 'a recomputed chain is found only with a stored checkpoint'],
      TAMPERED_SIGNATURES,
    ],
    "People's powers": [KEY_LIST],
    'Private data': [
      HASHES,
      [
        'src/cases/intake/receive-report.test.ts',
        'evidence is stored by class, restricted evidence as hash and reference',
      ],
      RESTRICTED,
    ],
    'The service': [
      ['test/journeys/dead-desk.test.ts', 'a dead desk can not keep an account offline'],
      ['platform-kit/src/revert-due.test.ts', 'a subject goes back by itself at its time'],
    ],
  },
  'A stolen desk': {
    'Protected accounts': [
      ['test/journeys/thefts.test.ts', "the whole live process, and the platform's own people"],
      [
        'platform-kit/src/hold-taking-offline.test.ts',
        "an offline instruction waits for the platform's hold and then applies",
      ],
      ['platform-kit/src/judge-taking.test.ts', 'the platform announces a hold, and a stop there cancels the effect'],
    ],
    'Other accounts': [PLATFORM_LIMITS],
    'The way back': [
      TWO_RESTORE,
      ['platform-kit/src/apply.test.ts', 'a lower generation after a restore is refused'],
      ['platform-kit/src/restore-by-people.test.ts', 'two people restore at any generation'],
    ],
    'The record': [TAMPERED_SIGNATURES],
    "People's powers": [
      KEY_LIST,
      ['src/admin/passkeys/sign-key-list.test.ts', 'a platform accepts a key list that two old members signed'],
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
      ['src/enforcement/reconcile/reconcile.test.ts', 'an unexplained restriction is removed and recorded'],
      ['src/enforcement/drift/compare.test.ts', 'drift without an enforcement'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [],
    'The service': [
      ['src/foundation/outgoing/signed-headers.test.ts', 'receivers of both secrets accept calls during a rotation'],
      ['src/app/cli/commands/people/keys.test.ts', 'keys show prints the public half, rotate replaces it twice'],
    ],
  },
  'A malicious platform': {
    'Protected accounts': [
      ['test/journeys/unknown-never-loosens.test.ts', '…: one person does not take the account offline'],
      ['src/cases/accounts/record-facts.test.ts', 'protecting tags only ever grow'],
    ],
    'Other accounts': [
      ['test/journeys/baseline-before-effect.test.ts', 'a lying platform never makes an account restored'],
      ['src/enforcement/drift/compare.test.ts', 'drift without an enforcement'],
    ],
    'The way back': [RESTORES_ALONE, ['src/enforcement/reconcile/reconcile.test.ts', 'one lying look changes nothing']],
    'The record': [
      [
        'src/enforcement/effect/drive-subject.test.ts',
        'a final refusal fails only after a read-back with higher generation',
      ],
    ],
    "People's powers": [RIGHTS],
    'Private data': [
      [
        'src/foundation/connector/effect-signer.test.ts',
        'a signed instruction covers all but events, for five minutes',
      ],
      ['src/people/signatures/routes.test.ts', '404: a demo key signs nothing elsewhere or for others'],
    ],
    'The service': [
      ['src/foundation/connector/webhook-connector.test.ts', 'an endless answer is aborted at its limit'],
      ['src/enforcement/effect/malformed.test.ts', 'excess labels fail and never keep an account offline'],
    ],
  },
  'A malicious identity provider or directory': {
    'Protected accounts': [
      ['src/people/sso/sign-on.test.ts', "200: the provider's externalId gives a session with PKCE and nonce"],
      ['test/journeys/sign-on-in-a-browser.test.ts', 'single sign-on gives a session and no approval'],
    ],
    'Other accounts': [BUDGET],
    'The way back': [DIRECTORY_LIMIT],
    'The record': [['src/admin/directory-checks.test.ts', 'verify finds a directory person changed outside the desk']],
    "People's powers": [
      DIRECTORY_LIMIT,
      DIRECTORY_ROLE,
      DIRECTORY_OUTSIDER,
      ['test/attacks/identity-provider-misused.test.ts', 'a token signed with what the client knows is refused'],
    ],
    'Private data': [VIEWS],
    'The service': [
      ['src/people/sso/sign-on.test.ts', '503: an absent provider allows another attempt'],
      ['test/attacks/identity-provider-misused.test.ts', 'a changed algorithm of the provider locks no person out'],
    ],
  },
  'A reporter mob': {
    'Protected accounts': [
      NO_REPORTS,
      ['src/cases/accounts/record-facts.test.ts', 'an unknown reach lowers nothing and protects a new account'],
    ],
    'Other accounts': [
      NO_REPORTS,
      ['test/journeys/automation-approves-nothing.test.ts', 'reports raise a case and never restrict'],
    ],
    'The way back': [STOPS_WHILE_BUSY],
    'The record': [
      ['src/cases/intake/receive-report.test.ts', 'concurrent identical reports leave one row'],
      ['src/cases/intake/group-commit.test.ts', 'two concurrent batches with the same reports store each once'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [
      ['src/cases/intake/routes.test.ts', 'POST /v1/reports: 400 names the field, stores nothing and quotes nothing'],
      ['src/review/search/routes.test.ts', 'reporters and their comments are never disclosed'],
    ],
    'The service': [
      ['src/cases/intake/group-commit.test.ts', 'a full intake queue refuses at once and loses nothing'],
      ['test/hostile/hostile.test.ts', 'a broken request is refused and stores nothing'],
      ['test/hostile/batch.test.ts', 'broken lines of a batch harm no other line'],
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
      ['test/hostile/raw-http.test.ts', 'invalid or late HTTP is answered and stores nothing'],
      ['test/attacks/requests-that-cost-a-500.test.ts', 'two Host headers are a 400'],
    ],
    "People's powers": [
      ['src/people/sessions/routes.test.ts', '429: repeated failures block their network, others sign in'],
      ['src/admin/passkeys/enrolment-routes.test.ts', '429: guessing invitations blocks only the guesser’s address'],
      ['test/attacks/one-address-many-ports.test.ts', 'an address is one source'],
    ],
    'Private data': [
      ['src/app/http/server.test.ts', 'an unexpected error is a 500 with a reference'],
      ['src/people/sessions/routes.test.ts', '200: a passkey signs in with a strict cookie, on record'],
      ['src/foundation/outgoing/guarded-fetch.test.ts', 'a name with any private address is not called'],
    ],
    'The service': [
      ['test/hostile/raw-http.test.ts', 'broken batches are answered wholly or not at all'],
      ['test/attacks/half-open-connections-hold-no-place.test.ts', 'half-open connections are closed'],
      ['src/app/http/server.test.ts', 'a stranger is refused before their body is read'],
    ],
  },
}
