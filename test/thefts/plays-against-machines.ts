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
} from './often-played.ts'

/** Plays of attackers who hold a whole store or machine, or have no credential at all. */
export const AGAINST_MACHINES: Readonly<Record<string, Readonly<Record<string, readonly Play[]>>>> = {
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
    'The record': [
      ['src/oversight/ledger/verify.test.ts', 'a chain that was recomputed from somewhere on'],
      TAMPERED_SIGNATURES,
    ],
    "People's powers": [KEY_LIST],
    'Private data': [
      HASHES,
      ['src/cases/intake/receive-report.test.ts', 'evidence is kept by class, hashed by the desk'],
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
      ['platform-kit/src/hold-taking-offline.test.ts', 'what would take a subject offline waits'],
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
      ['src/admin/passkeys/sign-key-list.test.ts', 'a changed list that two people of the old one'],
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
      ['src/enforcement/reconcile/reconcile.test.ts', 'what the platform takes offline although nothing stands'],
      ['src/enforcement/drift/compare.test.ts', 'what nobody ordered'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [],
    'The service': [
      ['src/foundation/outgoing/signed-headers.test.ts', 'while a secret is changed'],
      ['src/app/cli/commands/people/keys.test.ts', 'what effects are signed with is shown'],
    ],
  },
  'A malicious platform': {
    'Protected accounts': [
      ['test/journeys/unknown-never-loosens.test.ts', '…: one person does not take the account offline'],
      ['src/cases/accounts/record-facts.test.ts', 'protecting tags only ever grow'],
    ],
    'Other accounts': [
      ['test/journeys/way-back-first.test.ts', 'a platform that says all is well and does nothing'],
      ['src/enforcement/drift/compare.test.ts', 'what nobody ordered'],
    ],
    'The way back': [RESTORES_ALONE, ['src/enforcement/reconcile/reconcile.test.ts', 'one lying look changes nothing']],
    'The record': [['src/enforcement/effect/drive-subject.test.ts', 'what the platform refuses for good fails']],
    "People's powers": [RIGHTS],
    'Private data': [
      ['src/foundation/connector/effect-signer.test.ts', 'what is signed says all of the instruction'],
      ['src/people/signatures/routes.test.ts', '404: elsewhere there is no such thing'],
    ],
    'The service': [
      ['src/foundation/connector/webhook-connector.test.ts', 'an answer without end is given up'],
      ['src/enforcement/effect/malformed.test.ts', 'no number of labels keeps an account offline'],
    ],
  },
  'A malicious identity provider or directory': {
    'Protected accounts': [
      ['src/people/sso/sign-on.test.ts', '200: whoever the provider knows under their externalId'],
      ['test/journeys/sign-on-in-a-browser.test.ts', 'somebody signs in by their company in a browser'],
    ],
    'Other accounts': [BUDGET],
    'The way back': [DIRECTORY_LIMIT],
    'The record': [['src/admin/directory-checks.test.ts', 'what is changed of a person of the directory']],
    "People's powers": [
      DIRECTORY_LIMIT,
      DIRECTORY_ROLE,
      DIRECTORY_OUTSIDER,
      ['test/attacks/identity-provider-misused.test.ts', 'a token signed with what the client knows is refused'],
    ],
    'Private data': [VIEWS],
    'The service': [
      ['src/people/sso/sign-on.test.ts', '503: a provider that is away'],
      ['test/attacks/identity-provider-misused.test.ts', 'a provider that changes its algorithm locks nobody out'],
    ],
  },
  'A reporter mob': {
    'Protected accounts': [
      NO_REPORTS,
      ['src/cases/accounts/record-facts.test.ts', 'an unknown reach never lowers what was known'],
    ],
    'Other accounts': [
      NO_REPORTS,
      ['test/journeys/automation-approves-nothing.test.ts', 'many reports move a case and take nothing'],
    ],
    'The way back': [STOPS_WHILE_BUSY],
    'The record': [
      ['src/cases/intake/receive-report.test.ts', 'of identical reports at the same moment one is created'],
      ['src/cases/intake/group-commit.test.ts', 'two batches with the same reports in them'],
    ],
    "People's powers": [RIGHTS],
    'Private data': [
      ['src/cases/intake/routes.test.ts', 'POST /v1/reports: 400 names the field, stores nothing and quotes nothing'],
      ['src/review/search/routes.test.ts', 'who reported is never found and never told'],
    ],
    'The service': [
      ['src/cases/intake/group-commit.test.ts', 'too many waiting is said at once'],
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
      ['src/people/sessions/routes.test.ts', 'who fails too often from one place is refused there'],
      ['src/admin/passkeys/enrolment-routes.test.ts', 'who guesses invitations is refused where they are'],
      ['test/attacks/one-address-many-ports.test.ts', 'an address is one source'],
    ],
    'Private data': [
      ['src/app/http/server.test.ts', 'what nobody expected is a 500 with a reference'],
      ['src/people/sessions/routes.test.ts', 'a passkey signs in: 200, with a cookie'],
      ['src/foundation/outgoing/guarded-fetch.test.ts', 'a name that leads into a private network is not reached'],
    ],
    'The service': [
      ['test/hostile/raw-http.test.ts', 'many reports whose sending breaks off'],
      ['test/attacks/half-open-connections-hold-no-place.test.ts', 'half-open connections are closed'],
      ['src/app/http/server.test.ts', 'a stranger is refused before their body is read'],
    ],
  },
}
