/**
 * A test that plays the attacker's attempt: its file, and the beginning of its name. … stands for a part that is filled
 * in there.
 */
export type Play = readonly [file: string, name: string]

export const RIGHTS: Play = ['src/app/http/rights.test.ts', 'every route there is lets in whom the table says']
export const AUDITOR: Play = ['src/app/http/auditor.test.ts', 'an admin manages people and enforces nothing']
export const RESTORES_ALONE: Play = [
  'test/journeys/only-restrictions-need-many-hands.test.ts',
  'one reviewer brings an account back at once',
]
export const STOPS_WHILE_BUSY: Play = [
  'test/journeys/only-restrictions-need-many-hands.test.ts',
  'stop and restore get through',
]
export const BUDGET: Play = [
  'test/journeys/enforcement-budgets.test.ts',
  'who has spent a budget needs one more approval',
]
export const BREAKER: Play = ['test/journeys/enforcement-budgets.test.ts', 'far over, the breaker opens']
export const RECORDED: Play = ['test/journeys/record-first.test.ts', 'whoever is killed, and wherever an effect stands']
export const BOMBS: Play = ['test/attacks/rule-set-bombs.test.ts', 'health, stop and restore stay prompt']
export const ENDS_TWO: Play = [
  'test/attacks/one-administrator-ends-everybody.test.ts',
  'one administrator ends two of nine',
]
export const VIEWS: Play = ['src/oversight/views/who-saw-what.test.ts', '200: who saw which case, account, enforcement']
export const SECOND_ACCOUNTS: Play = ['src/oversight/views/who-saw-what.test.ts', '422: an account outside one’s cases']
export const TAMPERED_ROWS: Play = [
  'src/oversight/ledger/tampered-rows.test.ts',
  'whoever changes, removes or adds a row',
]
export const TAMPERED_CHANGES: Play = [
  'src/oversight/ledger/tampered-changes.test.ts',
  'whatever is changed about changes',
]
export const TAMPERED_SIGNATURES: Play = [
  'src/people/signatures/tampered-signatures.test.ts',
  'verifying checks every signature again',
]
export const WAVE: Play = ['test/journeys/a-bulk-action-takes-two.test.ts', 'a bulk takes two']
export const PASSKEY: Play = ['test/journeys/only-by-passkey.test.ts', 'whatever harms or loosens is done by a passkey']
export const HASHES: Play = ['src/people/staff/staff.test.ts', 'neither a token nor a key is stored as it is']
export const RESTRICTED: Play = [
  'test/journeys/restricted-stays-restricted.test.ts',
  'of what is restricted the desk has hash and reference',
]
export const PLATFORM_LIMITS: Play = ['platform-kit/src/allow.test.ts', 'no more is taken in a minute']
export const KEY_LIST: Play = ['platform-kit/src/key-list.test.ts', 'one person doesn']
export const TWO_RESTORE: Play = [
  'test/attacks/stolen-secret-blocks-restores.test.ts',
  'two passkeys restore what a thief keeps offline',
]
export const OFFLINE: Play = [
  'test/journeys/restore-offline.test.ts',
  'what a dead desk took down is brought back without it',
]
export const DIRECTORY_LIMIT: Play = [
  'src/admin/directory/users/leaving.test.ts',
  'a directory takes rights from any number at once',
]
export const DIRECTORY_ROLE: Play = [
  'src/admin/directory/users/proposals.test.ts',
  'a role that a directory names is a proposal',
]
export const DIRECTORY_OUTSIDER: Play = [
  'src/admin/directory/users/proposals.test.ts',
  'the desk’s own role can not put an outsider',
]
export const RATE: Play = [
  'src/app/http/requests/limit-rate.test.ts',
  '429: a caller over their rate comes again later',
]
export const SIGNED: Play = ['platform-kit/src/judge-taking.test.ts', 'without approvals, or with one too few']
export const THEFT_OF_BOTH: Play = ['test/journeys/thefts.test.ts', 'a stolen secret, a stolen key, or both']
export const NO_REPORTS: Play = [
  'test/journeys/no-effect-without-an-enforcement.test.ts',
  'reports in any number enforcement nothing',
]
