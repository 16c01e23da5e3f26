import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queueCountsQuery } from '../shell/queries.ts'
import { nameQueue } from '../components/names.ts'
import { words } from '../words/words.ts'

/** The number from which the desk counts no further. */
const COUNTED_MAX = 1_000

interface Props {
  queue: string | undefined
  onQueue: (queue: string | undefined) => void
}

/** The queues with the number of their open cases. A queue without cases is left out, unless it is the one shown. */
export function QueueTabs({ queue, onQueue }: Props) {
  const counts = useQuery(queueCountsQuery)
  const all = counts.data?.queues ?? []
  const total = all.reduce((sum, { open }) => sum + open, 0)
  const shown = all.filter((each) => each.open > 0 || each.queue === queue)
  return (
    <section className="queue-tabs no-print" aria-label={words.queue.tabs}>
      <Tab label={words.queue.all} count={total} isOn={queue === undefined} onPress={() => onQueue(undefined)} />
      {shown.map((each) => (
        <Tab
          key={each.queue}
          label={nameQueue(each.queue)}
          count={each.open}
          late={each.late}
          isOn={each.queue === queue}
          onPress={() => onQueue(each.queue)}
        />
      ))}
    </section>
  )
}

function Tab(props: { label: string; count: number; late?: number; isOn: boolean; onPress: () => void }) {
  const { label, count, late = 0, isOn, onPress } = props
  return (
    <UnstyledButton className="queue-tab" aria-pressed={isOn} onClick={onPress}>
      {label}
      <span className="number">{formatCounted(count)}</span>
      {late > 0 && <span className="late-count">{words.queue.lateCount({ count: formatCounted(late) })}</span>}
    </UnstyledButton>
  )
}

const formatCounted = (count: number): string =>
  count >= COUNTED_MAX ? words.queue.atLeast({ count: COUNTED_MAX - 1 }) : String(count)
