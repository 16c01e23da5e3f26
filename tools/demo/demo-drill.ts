import { pageOf } from '../../src/foundation/database/select-page.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { agreeToChange, prepareAgreement } from '../../src/admin/change/answer-change.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { type StaffCaller, accountKey } from '../../src/foundation/domain.ts'
import { beginDrills } from '../../src/enforcement/drill/begin-drills.ts'
import { listDrills } from '../../src/enforcement/drill/list-drills.ts'
import { planDrill } from '../../src/enforcement/drill/plan-drill.ts'
import { repeatDrill } from '../../src/enforcement/drill/repeat-drills.ts'
import { listTestAccounts } from '../../src/enforcement/drill/test-accounts.ts'
import { gatherFacts } from '../../src/enforcement/facts/read-platform.ts'
import { prepareSigning } from '../../src/people/signatures/prepare-signing.ts'
import { signBySoftware } from '../../src/people/signatures/sign-by-software.ts'
import { findDemoCaller } from './demo-people.ts'

/** An account of the platform itself, without a person behind it. */
const ACCOUNT = 'drills'
/** A time before the demo's morning begins. */
const OFFLINE_MINUTE = 0.2
const FOUND_MINUTE = 1.7
const MONTHLY = { everyWeeks: 4, weekday: 3, time: '10:00', zone: 'Europe/Berlin' }

/**
 * Creates a finished drill and a schedule: two people mark an account as a test, a drill on it is detected and ended,
 * and another is repeated. Happens once, by the ordinary routes.
 */
export async function showDrill(desk: Desk, moveTo: (minute: number) => Promise<void>): Promise<void> {
  if ((await listTestAccounts(desk.db)).length > 0) return
  const crane = await findDemoCaller(desk, 'crane')
  const plover = await findDemoCaller(desk, 'plover')
  await gatherFacts(desk, accountKey(ACCOUNT))
  await mark(desk, crane, await findDemoCaller(desk, 'egret'))
  await moveTo(OFFLINE_MINUTE)
  await planDrill(desk, { scenario: 'wrong-takedown', accountId: ACCOUNT, by: crane })
  await beginDrills(desk)
  await moveTo(FOUND_MINUTE)
  const [drill] = (await listDrills(desk.db, pageOf({}))).items
  if (!drill?.enforcementId) throw new Error(`the drill was not begun: ${drill?.refused}`)
  await restoreEnforcement(desk, {
    enforcementId: drill.enforcementId,
    by: plover,
    cause: 'mistake',
    reason: 'Found it: the drill.',
  })
  await repeatDrill(desk, { scenario: 'silent-on-call', accountId: ACCOUNT, ...MONTHLY }, crane)
}

async function mark(desk: Desk, asks: StaffCaller, agrees: StaffCaller): Promise<void> {
  const wanted = { kind: 'drill_account', op: 'add', accountId: ACCOUNT } as const
  const { id } = await proposeChange(desk, { wanted, reason: 'made for exercises, no person uses it', by: asks })
  const signable = await prepareAgreement(desk, { about: id, by: agrees })
  const { signingId, options } = await prepareSigning(desk.db, desk, { act: 'change_agree', by: agrees, signable })
  const { db, relyingParty } = desk
  const signature = await signBySoftware(db, relyingParty, agrees.id, { signingId, challenge: options.challenge })
  await agreeToChange(desk, { changeId: id, by: agrees, reason: null, signature })
}
