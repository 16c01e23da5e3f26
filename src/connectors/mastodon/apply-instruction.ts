import type { ApplyAnswer, Instruction, PlatformState, SubjectEvent } from '@countersign/platform-kit'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { type Act, isRestricting, planActs, refusal, stateOf } from './account-state.ts'
import { type AdminAccount, Anything } from '../../foundation/mastodon/entities.ts'
import { readAccount, readState } from './reads/read-subject.ts'
import { type Exchange, post } from './api/send-request.ts'

/** The warnings that this process delivered. Mastodon has no list of them that a program can read. */
export type Warnings = Set<string>
const WARNINGS_KEPT_MAX = 10_000

interface Applying {
  warnings: Warnings
  now: () => Date
  /** The enforcements on which the instruction is based, as the account's owner may quote them. */
  references: readonly string[]
}

/**
 * Brings an account to its desired state. The account is read first and only what differs is changed, so a repeated
 * instruction changes nothing, and what moderators did meanwhile is not done twice. A warning whose answer was lost is
 * delivered again.
 */
export async function applyInstruction(
  exchange: Exchange,
  { subject, generation, epoch, desired, events }: Instruction,
  applying: Applying,
): Promise<ApplyAnswer> {
  const answer = (state: PlatformState): ApplyAnswer => ({
    ...{ outcome: 'applied', generation, state, appliedAt: applying.now().toISOString() },
    ...(epoch !== undefined && { epoch }),
  })
  if (subject.kind === 'content') {
    const { state } = await readState(exchange, subject, applying.now())
    if (!isUntouched(desired) || events.length > 0) throw refusal('attention.mastodon.content')
    return answer(state)
  }
  const before = await readAccount(exchange, subject.id)
  for (const act of planActs(before, desired)) await perform(exchange, before, act, applying)
  for (const event of events) await warn(exchange, before, event, applying)
  return answer(stateOf(await readAccount(exchange, subject.id)))
}

const isUntouched = ({ visible, spread, mayPost, labels, blockedCountries = [] }: PlatformState): boolean =>
  visible && spread === 'full' && mayPost && labels.length === 0 && blockedCountries.length === 0

/** Sends one act. A refusal because another moderator did the same meanwhile is no failure. */
async function perform(exchange: Exchange, { id }: AdminAccount, act: Act, { references }: Applying): Promise<void> {
  const path = `/api/v1/admin/accounts/${encodeURIComponent(id)}`
  try {
    if (!isRestricting(act)) await post({ ...exchange, importance: 'restore' }, `${path}/${act}`, {}, Anything)
    else {
      const form = { type: act, text: references.join(', '), send_email_notification: 'true' }
      await post({ ...exchange, importance: 'restrict' }, `${path}/action`, form, Anything)
    }
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.failure !== 'refused') throw error
    if (!isDone(await readAccount(exchange, id), act)) throw error
  }
}

function isDone({ suspended, silenced, sensitized = false, disabled }: AdminAccount, act: Act): boolean {
  const shown: Record<Act, boolean> = {
    ...{ suspend: suspended, silence: silenced, sensitive: sensitized, disable: disabled === true },
    ...{ unsuspend: !suspended, unsilence: !silenced, unsensitive: !sensitized, enable: disabled !== true },
  }
  return shown[act]
}

/** Sends a warning to the owner of an account of this server, once for each process. */
async function warn(
  exchange: Exchange,
  { id, domain }: AdminAccount,
  event: SubjectEvent,
  { warnings }: Applying,
): Promise<void> {
  if (warnings.has(event.id)) return
  if (domain !== null) throw refusal('attention.mastodon.remoteWarning')
  const form = { type: 'none', text: event.text, send_email_notification: 'true' }
  await post(exchange, `/api/v1/admin/accounts/${encodeURIComponent(id)}/action`, form, Anything)
  warnings.add(event.id)
  const [oldest] = warnings
  if (warnings.size > WARNINGS_KEPT_MAX && oldest !== undefined) warnings.delete(oldest)
}
