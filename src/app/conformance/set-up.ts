import type { KeyList, PublicKey, Subject } from '@countersign/platform-kit'
import { DAY_MS } from '../../foundation/durations.ts'
import { LIVE_SUBJECTS, PER_MINUTE } from './live/live-subjects.ts'
import { subjectId } from './player.ts'
import type { Traits } from './scenario.ts'
import { isLive, SCENARIOS } from './scenarios/all-scenarios.ts'
import { ORIGIN, RP_ID } from './sign.ts'
import { type KeyName, type TestKeys, toPublicKey } from './test-keys.ts'

const LISTED: readonly KeyName[] = ['ana', 'anaAgain', 'ben', 'cleo', 'dora', 'eve']
const LIST_LIFE_MS = 365 * DAY_MS

/** A test subject as the platform under test must have it: visible, and with these properties of its own. */
export interface SetUpSubject extends Subject {
  handle: string
  reach: number
  protects: number
  holdMs: number
  /** For a content: the id of its author. */
  account?: string
  credentialsChangedAt?: string
  credentialsResetAt?: string
}

/** The settings that a platform under test is given. Everything in it is public or for this run alone. */
export interface SetUp {
  protocol: 1
  secrets: readonly string[]
  authority: { audience: string; deskKeys: readonly PublicKey[]; keys: KeyList }
  limits: { perMinute?: number; reachPerHour?: number }
  subjects: readonly SetUpSubject[]
}

/** Returns the keys and subjects to configure at the platform under test, for the checks at this address. */
export function makeSetUp(keys: TestKeys, audience: string): SetUp {
  const played = SCENARIOS.filter(isLive).map(({ id, subjects }) => [id, subjects] as const)
  const subjects = [...played, ...Object.entries(LIVE_SUBJECTS)].flatMap(([id, named]) => listSubjects(keys, id, named))
  return { protocol: 1, ...trustedKeys(keys, audience), limits: { perMinute: PER_MINUTE }, subjects }
}

/** Returns the secrets and the authority by which a platform recognises the test keys. */
export function trustedKeys(
  keys: TestKeys,
  audience: string,
  { listExpired = false } = {},
): Pick<SetUp, 'secrets' | 'authority'> {
  const expiresAt = new Date(keys.madeAtMs + (listExpired ? -DAY_MS : LIST_LIFE_MS)).toISOString()
  const listed = LISTED.map((name) => keys.people[name])
  const list: KeyList = {
    ...{ version: 1, expiresAt, rpId: RP_ID, origins: [ORIGIN] },
    keys: listed.map(({ credentialId, publicKey, person }) => ({ credentialId, publicKey, person })),
  }
  return { secrets: keys.secrets, authority: { audience, deskKeys: [toPublicKey(keys.deskKey)], keys: list } }
}

/** Lists the subjects of one scenario with the ids of this set-up. */
export function listSubjects(
  { run, madeAtMs }: Pick<TestKeys, 'run' | 'madeAtMs'>,
  scenario: string,
  subjects: Readonly<Record<string, Traits>>,
): SetUpSubject[] {
  const idOf = (name: string) => subjectId(run, scenario, name)
  const ago = (ms: number) => new Date(madeAtMs - ms).toISOString()
  return Object.entries(subjects).map(([name, traits]) => {
    const { kind, protects = 0, holdMs = 0, account, changedAgoMs, resetAgoMs } = traits
    return {
      ...{ kind, id: idOf(name), handle: name, reach: 1_000, protects, holdMs },
      ...(account !== undefined && { account: idOf(account) }),
      ...(changedAgoMs !== undefined && { credentialsChangedAt: ago(changedAgoMs) }),
      ...(resetAgoMs !== undefined && { credentialsResetAt: ago(resetAgoMs) }),
    }
  })
}
