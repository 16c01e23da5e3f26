import { StatePill } from '../components/state-pill.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import type { ListedCase } from './queries.ts'

type Name = keyof typeof words.queue.states

const TONES: Record<Name, StateTone> = {
  closed: 'ended',
  snoozed: 'ended',
  escalated: 'clock',
  claimed: 'safe',
  reserved: 'safe',
  appeal: 'waits',
  returned: 'waits',
  waiting: 'ended',
}
/** Most cases only wait, so the sign of that state is inconspicuous. */
const WAITING_SIGN = '○'

/** The state of a case in its queue, as a pill. */
export function CaseState({ of }: { of: ListedCase }) {
  const name = stateOf(of)
  return (
    <StatePill tone={TONES[name]} {...(name === 'waiting' && { icon: WAITING_SIGN })}>
      {words.queue.states[name]}
    </StatePill>
  )
}

function stateOf(row: ListedCase): Name {
  if (row.state === 'closed') return 'closed'
  if (row.snoozedUntil !== null) return 'snoozed'
  if (row.escalated) return 'escalated'
  if (row.claimedBy !== null) return 'claimed'
  if (row.reservedFor !== null) return 'reserved'
  if (row.appealId !== null) return 'appeal'
  return row.returned ? 'returned' : 'waiting'
}
