import { words } from '../words/words.ts'
import { Countdown } from './countdown.tsx'
import { formatClock } from './format.ts'
import { Mark } from './mark.tsx'
import { useNow } from './now.tsx'

/** Shows the legal deadline for taking something offline; nothing when no clock runs. */
export function LawDue({ at }: { at: string | null }) {
  const now = useNow()
  if (at === null) return null
  const isOver = Date.parse(at) <= now
  return (
    <Mark tone={isOver ? 'dark' : 'clock'}>
      {isOver ? words.law.over({ at: formatClock(at) }) : <Countdown until={at} say={words.law.dueIn} />}
    </Mark>
  )
}
