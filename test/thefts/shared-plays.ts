/**
 * A test that plays the attacker's attempt: its file, and the beginning of its name. … stands for a part that is filled
 * in there.
 */
export type Play = readonly [file: string, name: string]

export const RIGHTS: Play = [
  'src/app/http/rights.test.ts',
  'every existing route admits exactly the callers of the rights table',
]
export const AUDITOR: Play = ['src/app/http/auditor.test.ts', 'the role admin manages people and takes no enforcement']
export const RESTORES_ALONE: Play = [
  'test/journeys/only-restrictions-need-many-hands.test.ts',
  'one reviewer restores at once although fifty effects are stuck',
]
export const STOPS_WHILE_BUSY: Play = [
  'test/journeys/only-restrictions-need-many-hands.test.ts',
  'stops and restores have their own database connections',
]
export const BUDGET: Play = [
  'test/journeys/enforcement-budgets.test.ts',
  'a person over their budget needs one more approval',
]
export const BREAKER: Play = [
  'test/journeys/enforcement-budgets.test.ts',
  'an open circuit breaker holds one source and alerts on-call',
]
export const RECORDED: Play = ['test/journeys/record-first.test.ts', 'no killed process loses or doubles an effect']
export const BOMBS: Play = [
  'test/attacks/rule-set-bombs.test.ts',
  'health, stop and restore answer while expensive policies run',
]
export const ENDS_TWO: Play = [
  'test/attacks/one-administrator-ends-many-people.test.ts',
  'one administrator ends two of nine people; the rest undo it',
]
export const VIEWS: Play = [
  'src/oversight/views/who-saw-what.test.ts',
  '200: recorded views are found by person, subject, kind, time',
]
export const SECOND_ACCOUNTS: Play = [
  'src/oversight/views/who-saw-what.test.ts',
  '422, 200: opening an account without a case needs a reason',
]
export const TAMPERED_ROWS: Play = [
  'src/oversight/ledger/tampered-rows.test.ts',
  'verify finds every changed, removed and added row',
]
export const TAMPERED_CHANGES: Play = [
  'src/oversight/ledger/tampered-changes.test.ts',
  'verify finds every tampered change of the organisation',
]
export const TAMPERED_SIGNATURES: Play = [
  'src/people/signatures/tampered-signatures.test.ts',
  'verify rechecks every signature and names forged ones',
]
export const LARGE_SHARE_PLAY: Play = [
  'test/journeys/a-bulk-action-takes-two.test.ts',
  'a bulk action takes a proposer and an independent reviewer',
]
export const PASSKEY: Play = [
  'test/journeys/only-by-passkey.test.ts',
  'every act that restricts or loosens requires a passkey',
]
export const HASHES: Play = [
  'src/people/staff/staff.test.ts',
  'the database stores neither access tokens nor API keys in plain',
]
export const RESTRICTED: Play = [
  'test/journeys/restricted-stays-restricted.test.ts',
  'the desk stores no restricted bytes, whichever part arrives first',
]
export const PLATFORM_LIMITS: Play = [
  'platform-kit/src/allow.test.ts',
  'a platform limits restrictions per minute and never counts restores',
]
export const KEY_LIST: Play = [
  'platform-kit/src/key-list.test.ts',
  'one person with two keys cannot sign a key list alone',
]
export const TWO_RESTORE: Play = [
  'test/attacks/stolen-secret-blocks-restores.test.ts',
  "two passkeys undo a thief's takedown; then the desk continues",
]
export const OFFLINE: Play = ['test/journeys/restore-offline.test.ts', "an offline restore survives the desk's return"]
export const DIRECTORY_LIMIT: Play = [
  'src/admin/directory/users/leaving.test.ts',
  'a directory ends any number; beyond five, people may still restore',
]
export const DIRECTORY_ROLE: Play = [
  'src/admin/directory/users/proposals.test.ts',
  'a role from the directory waits as a proposal until agreed',
]
export const DIRECTORY_OUTSIDER: Play = [
  'src/admin/directory/users/proposals.test.ts',
  "the application role links no outsider's sign-on to a person with rights",
]
export const RATE: Play = [
  'src/app/http/requests/limit-rate.test.ts',
  '429: a caller over their rate waits; restores pass',
]
export const SIGNED: Play = [
  'platform-kit/src/judge-taking.test.ts',
  'missing, repeated or unknown approvers keep a protected subject visible',
]
export const THEFT_OF_BOTH: Play = ['test/journeys/thefts.test.ts', 'theft of the secret, the signing key, or both']
export const NO_REPORTS: Play = [
  'test/journeys/no-effect-without-an-enforcement.test.ts',
  'reports and refused decisions never lead to an enforcement',
]
