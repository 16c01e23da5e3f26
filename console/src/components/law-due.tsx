import { words } from '../words/words.ts'
import { Countdown } from './countdown.tsx'
import { formatClock } from './format.ts'
import { StatePill } from './state-pill.tsx'
import { useSecond } from './use-now.tsx'

/** Shows the legal deadline for taking something offline; nothing when no clock runs. */
export function LawDue({ at }: { at: string | null }) {
  const now = useSecond()
  if (at === null) return null
  const isOver = Date.parse(at) <= now
  return (
    <StatePill tone={isOver ? 'alarm' : 'clock'}>
      {isOver ? words.law.over({ at: formatClock(at) }) : <Countdown until={at} say={words.law.dueIn} />}
    </StatePill>
  )
}
