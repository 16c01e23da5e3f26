import type { Pool } from 'pg'
import sql from 'sql-template-tag'
import { answerEnforcement } from '../../src/enforcement/approve/answer-enforcement.ts'
import { readFromPlatform } from '../../src/enforcement/facts/read-platform.ts'
import { wayBackOf } from '../../src/enforcement/journal/journal-restore-point.ts'
import { giveIndependentReview, offerNext } from '../../src/enforcement/offer/offer-enforcement.ts'
import { lockToPropose } from '../../src/enforcement/propose/lock-to-propose.ts'
import { propose } from '../../src/enforcement/propose/propose.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { type StaffCaller, UNTOUCHED } from '../../src/foundation/domain.ts'
import { DeskError } from '../../src/foundation/errors.ts'
import { insertSignature } from '../../src/people/signatures/accept-signature.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { attemptByRows } from './attempt.ts'
import type { CollusionActs } from './collusion.ts'
import type { SubjectName } from './gate.ts'
import type { ModelPlatform } from './model-platform.ts'
import { signAlone } from './real-grounds.ts'

/** The number of offers that are tried. It is above the number that one person may review within an hour. */
const OFFERS_MAX = 12
const POLICY = 'scam'

export function realCollusion(
  desk: Desk,
  { platform, who }: { platform: ModelPlatform; who: (place: number) => StaffCaller },
): CollusionActs {
  return {
    declineAll: (by) => declineAll(desk, who(by)),
    lockAlone: (by, subject, mostMs) => attemptByRows(() => lockAlone(desk, platform, who(by), { subject, mostMs })),
    losePast: async (subject) => {
      const generation = await platform.takeInLostPast(subject)
      const key = platform.key(subject)
      await desk.recoveryJournal.keep(wayBackOf({ subject: key, generation, baseline: UNTOUCHED, legalDuty: [] }))
    },
    isLossAlerted: async (subject) => {
      const { rowCount } = await desk.db.query(
        sql`select from alert where kind = 'journal' and subject = ${platform.key(subject)} limit 1`,
      )
      return rowCount === 1
    },
  }
}

async function declineAll(desk: Desk, by: StaffCaller): Promise<number> {
  let reviewed = 0
  for (let offers = 0; offers < OFFERS_MAX; offers++) {
    const enforcementId = await declineNext(desk, by)
    if (enforcementId === undefined) return reviewed
    reviewed += Number(await isOnProtected(desk.db, enforcementId))
  }
  return reviewed
}

/** Returns the enforcement that the person declined; undefined: the desk offers none, or refuses the answer. */
async function declineNext(desk: Desk, by: StaffCaller): Promise<string | undefined> {
  const own = { conclusion: 'no_violation', rationale: 'I see none', account: null } as const
  try {
    const offered = await offerNext(desk, by)
    if (offered === undefined) return undefined
    await giveIndependentReview(desk, { enforcementId: offered.id, by, ...own })
    const material = offered.materialHash?.toString('hex') ?? ''
    await answerEnforcement(desk, 'decline', { enforcementId: offered.id, by, reason: 'so', material })
    return offered.id
  } catch (error) {
    if (error instanceof DeskError) return undefined
    throw error
  }
}

async function isOnProtected(db: Pool, enforcementId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select from enforcement where id = ${enforcementId} and has_protected_account(enforcement)`)
  return rowCount === 1
}

/** Does the same as an interim measure in a case, without the case, on which no bound of it depends. */
async function lockAlone(
  desk: Desk,
  platform: ModelPlatform,
  by: StaffCaller,
  { subject: name, mostMs }: { subject: SubjectName; mostMs: number },
) {
  const [subject, accountId] = [platform.key(name), platform.accountOf(name)]
  const { rows } = await desk.db.query<{ ms: number }>(sql`
    select interim_max_ms(${subject}, 'lock', ${accountId}, true, ${`staff:${by.id}`})::float8 as ms`)
  const durationMs = Math.min(rows[0]?.ms ?? 0, mostMs)
  if (durationMs === 0) return { enforcementId: undefined, how: 'no time is left' }
  const { gathered } = await readFromPlatform(desk, subject)
  const handle = platform.handleOf(name)
  const signed = await signAlone(desk, by, { subject, handle, action: 'lock', durationMs, policyId: POLICY })
  return inTransaction(desk.db, async (tx) => {
    await lockToPropose(tx, { accountIds: [accountId], by, subjects: [subject] })
    const { signable, ...signature } = signed
    await insertSignature(tx, signature, signable)
    const proposed = await propose(desk, tx, {
      kind: 'interim',
      ...{ subject, accountId, action: 'lock', label: null, durationMs, policyId: POLICY, legalDuty: false },
      by: { kind: 'staff', id: by.id },
      ...{ caseId: null, decisionId: null, reason: 'it goes on', alone: true, asked: { gathered, reading: undefined } },
      signed: { enforcementId: signature.about, signatureId: signature.id },
    })
    return {
      enforcementId: proposed.kind === 'created' ? proposed.enforcement.id : proposed.enforcementId,
      how: proposed.kind,
    }
  })
}
