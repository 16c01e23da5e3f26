import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { words } from '../words/words.ts'
import { countsQuery } from './queries.ts'
import { ALL, STATES, type State } from './view.ts'

interface Props {
  state: State | typeof ALL
  onState: (state: State | typeof ALL) => void
}

/** A state that lasts for moments alone, and one that few roles may know of. */
const SELDOM: readonly State[] = ['received', 'paused']

/** The states with the number of notices in each. A seldom one without notices is left out. */
export function StateTabs({ state, onState }: Props) {
  const found = useQuery(countsQuery).data
  const countOf = (each: State) => found?.counts.find((one) => one.state === each)
  const shown = STATES.filter((each) => !SELDOM.includes(each) || each === state || countOf(each) !== undefined)
  return (
    <section className="queue-tabs no-print" aria-label={words.noticeList.tabs}>
      {shown.map((each) => {
        const { count, late = 0 } = countOf(each) ?? {}
        return (
          <UnstyledButton key={each} className="queue-tab" aria-pressed={each === state} onClick={() => onState(each)}>
            {words.noticeList.states[each]}
            {each !== 'answered' && found !== undefined && (
              <span className="number">{formatCounted(count ?? 0, found.isComplete)}</span>
            )}
            {late > 0 && (
              <span className="late-count">
                {words.queue.lateCount({ count: formatCounted(late, found?.isComplete === true) })}
              </span>
            )}
          </UnstyledButton>
        )
      })}
      <UnstyledButton className="queue-tab" aria-pressed={state === ALL} onClick={() => onState(ALL)}>
        {words.queue.all}
      </UnstyledButton>
    </section>
  )
}

const formatCounted = (count: number, isComplete: boolean): string =>
  isComplete ? String(count) : words.queue.atLeast({ count })
