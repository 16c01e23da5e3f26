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
  type Play,
  RESTORES_ALONE,
  RESTRICTED,
  RIGHTS,
  SIGNED,
  STOPS_WHILE_BUSY,
  TAMPERED_SIGNATURES,
  THEFT_OF_BOTH,
  TWO_RESTORE,
  VIEWS,
} from './shared-plays.ts'

/** Plays of attackers who hold a whole store or machine, or have no credential at all. */
export const AGAINST_MACHINES: Readonly<Record<string, Readonly<Record<string, readonly Play[]>>>> = {
  'A stolen database': {
    'Protected accounts': [
      ['test/journeys/thefts.test.ts', 'a database owner inserts approvals by invented keys'],
      SIGNED,
    ],
    'Other accounts': [PLATFORM_LIMITS],
    'The way back': [
      OFFLINE,
      [
        'test/attacks/restored-database-loses-the-way-back.test.ts',
        'a restore works after the database was restored from an old backup',
      ],
    ],
    'The record': [
      ['src/oversight/ledger/verify.test.ts', 'verify finds a recomputed chain only with a stored checkpoint'],
      TAMPERED_SIGNATURES,
    ],
    "People's powers": [KEY_LIST],
    'Private data': [
      HASHES,
      ['src/cases/intake/receive-report.test.ts', 'evidence is stored by class; of restricted evidence only a hash'],
      RESTRICTED,
    ],
    'The service': [
      ['test/journeys/dead-desk.test.ts', 'a desk that is down keeps no account offline forever'],
      ['platform-kit/src/revert-due.test.ts', 'a subject reverts by itself at its time and not before'],
    ],
  },
  'A stolen desk': {
    'Protected accounts': [
      ['test/journeys/thefts.test.ts', "theft of the live process; the platform's people"],
      ['platform-kit/src/hold-taking-offline.test.ts', "an offline instruction applies after the platform's own hold"],
      ['platform-kit/src/judge-taking.test.ts', 'the platform announces its hold; a stop during it cancels the effect'],
    ],
    'Other accounts': [PLATFORM_LIMITS],
    'The way back': [
      TWO_RESTORE,
      ['platform-kit/src/apply.test.ts', 'a lower generation after a restore is refused'],
      [
        'platform-kit/src/restore-by-people.test.ts',
        "two people's passkeys restore a subject; later calls of thieves change nothing",
      ],
    ],
    'The record': [TAMPERED_SIGNATURES],
    "People's powers": [
      KEY_LIST,
      ['src/admin/passkeys/sign-key-list.test.ts', 'a platform accepts a key list that two former members signed'],
    ],
    'Private data': [],
    'The service': [OFFLINE],
  },
  'A stolen platform secret': {
    'Protected accounts': [
      THEFT_OF_BOTH,
      ['platform-kit/src/authorisation.test.ts', 'neither the shared secret nor the signing key alone is enough'],
    ],
    'Other accounts': [THEFT_OF_BOTH, PLATFORM_LIMITS],
    'The way back': [
      TWO_RESTORE,
      ['platform-kit/src/generation.test.ts', 'no sequence of accepted calls makes a restore impossible'],
      [
        'platform-kit/src/restore-by-people.test.ts',
        "two people's passkeys restore a subject; later calls of thieves change nothing",
      ],
    ],
    'The record': [
      [
        'src/enforcement/reconcile/reconcile.test.ts',
        'reconciling removes and records a restriction that no enforcement explains',
      ],
      ['src/enforcement/drift/compare.test.ts', 'a difference without an enforcement is drift:'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [['platform-kit/src/contact.test.ts', 'a platform hands out no address without its handler']],
    'The service': [
      [
        'src/foundation/outgoing/signed-headers.test.ts',
        'receivers with the old or new secret accept calls during rotation',
      ],
      [
        'src/app/cli/commands/people/keys.test.ts',
        '"keys show" prints the public key; "keys rotate" replaces it twice',
      ],
    ],
  },
  'A malicious platform': {
    'Protected accounts': [
      ['test/journeys/unknown-never-loosens.test.ts', '…: one person does not take the account offline'],
      [
        'src/cases/accounts/record-facts.test.ts',
        'protective tags only accumulate; other tags follow the newest facts',
      ],
    ],
    'Other accounts': [
      ['test/journeys/baseline-before-effect.test.ts', 'a false read-back never makes an account restored'],
      ['src/enforcement/drift/compare.test.ts', 'a difference without an enforcement is drift:'],
    ],
    'The way back': [
      RESTORES_ALONE,
      ['src/enforcement/reconcile/reconcile.test.ts', 'a single wrong read-back changes nothing'],
    ],
    'The record': [
      [
        'src/enforcement/effect/drive/drive-subjects.test.ts',
        "a platform's refusal is final only after a newer read-back",
      ],
    ],
    "People's powers": [RIGHTS],
    'Private data': [
      [
        'src/foundation/connector/effect-signer.test.ts',
        'a signed instruction covers all but its event, for five minutes',
      ],
      ['src/people/signatures/routes.test.ts', "404: a demo's software key signs only there and for its owner"],
    ],
    'The service': [
      ['src/connectors/webhook/webhook-connector.test.ts', 'an endless answer of the platform is aborted at its limit'],
      ['src/enforcement/effect/malformed.test.ts', 'too many labels fail and never keep an account offline'],
    ],
  },
  'A malicious identity provider or directory': {
    'Protected accounts': [
      ['src/people/sso/sign-on.test.ts', "200: single sign-on finds the person by the provider's externalId"],
      ['test/journeys/sign-on-in-a-browser.test.ts', 'signing in through an identity provider allows no approval'],
    ],
    'Other accounts': [BUDGET],
    'The way back': [DIRECTORY_LIMIT],
    'The record': [['src/admin/directory-checks.test.ts', 'verify finds a directory user changed outside the desk']],
    "People's powers": [
      DIRECTORY_LIMIT,
      DIRECTORY_ROLE,
      DIRECTORY_OUTSIDER,
      ['test/attacks/identity-provider-misused.test.ts', 'a token that the client secret could sign is refused'],
    ],
    'Private data': [VIEWS],
    'The service': [
      ['src/people/sso/sign-on.test.ts', '503: an unreachable identity provider allows another attempt'],
      [
        'test/attacks/identity-provider-misused.test.ts',
        'an identity provider that changes its algorithm locks out no person',
      ],
    ],
  },
  'A reporter mob': {
    'Protected accounts': [
      NO_REPORTS,
      ['src/cases/accounts/record-facts.test.ts', 'an unknown reach lowers no reach and protects a new account'],
    ],
    'Other accounts': [
      NO_REPORTS,
      ['test/journeys/automation-approves-nothing.test.ts', 'automation on reports opens cases and never restricts'],
    ],
    'The way back': [STOPS_WHILE_BUSY],
    'The record': [
      ['src/cases/intake/receive-report.test.ts', 'concurrent identical reports are stored as one'],
      ['src/cases/intake/group-commit.test.ts', 'two concurrent batches with equal reports store each once'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [
      ['src/cases/intake/routes.test.ts', 'POST /v1/reports: 400 names the field, stores nothing and quotes nothing'],
      ['src/review/search/routes.test.ts', 'a search never reveals reporters or unindexed comments'],
    ],
    'The service': [
      ['src/cases/intake/group-commit.test.ts', 'a full intake queue refuses reports at once and loses none'],
      ['test/hostile/hostile.test.ts', 'a broken request is refused and stores nothing'],
      ['test/hostile/batch.test.ts', 'broken lines of a batch of reports harm no other'],
    ],
  },
  'A stranger on the network': {
    'Protected accounts': [RIGHTS],
    'Other accounts': [RIGHTS],
    'The way back': [
      [
        'test/attacks/silent-network-of-a-desk.test.ts',
        'a worker with a silent database alerts, continues, and can end',
      ],
      ['test/attacks/silent-database.test.ts', 'a silent database makes a caller wait at most five seconds'],
    ],
    'The record': [
      ['test/hostile/raw-http.test.ts', 'invalid or late HTTP is answered and stores nothing'],
      ['test/attacks/requests-that-cost-a-500.test.ts', '400: two Host headers are refused with any values'],
    ],
    "People's powers": [
      ['src/people/sessions/routes.test.ts', '429: repeated failed sign-ins block their network only'],
      ['src/admin/passkeys/enrolment-routes.test.ts', '429: guessing invitations blocks only the guesser’s address'],
      ['test/attacks/one-address-many-ports.test.ts', 'an address is one source at any port'],
    ],
    'Private data': [
      ['src/app/http/server.test.ts', 'an unexpected error is answered 500 with a reference'],
      ['src/people/sessions/routes.test.ts', '200: signing in with a passkey sets a strict cookie, recorded'],
      ['src/foundation/outgoing/guarded-fetch.test.ts', 'a host name that resolves to any private address is refused'],
    ],
    'The service': [
      ['test/hostile/raw-http.test.ts', 'a broken batch of reports is answered wholly or not'],
      ['test/attacks/half-open-connections-hold-no-place.test.ts', 'half-open connections are closed'],
      ['src/app/http/server.test.ts', 'a caller without credentials is refused before their body is read'],
    ],
  },
}
