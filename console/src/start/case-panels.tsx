import { useQuery } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'
import { formatAgoShort, formatFull } from '../components/format.ts'
import { nameCategory } from '../components/names.ts'
import { StatePill } from '../components/state-pill.tsx'
import { SubjectName } from '../components/subject-name.tsx'
import { useNow } from '../components/use-now.tsx'
import { useSeesCases } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { type CaseList, casesQuery, type ListedCase } from './queries.ts'
import { type Row, StartPanel } from './start-panel.tsx'

/** The place of each list in the queue. */
const PLACES = {
  own: { to: '/queue', search: { assignee: 'me' } },
  next: { to: '/queue', search: { assignee: 'none' } },
  late: { to: '/queue', search: { flags: ['breached'], sort: 'due' } },
  escalated: { to: '/queue', search: { flags: ['escalated'] } },
} as const satisfies Record<CaseList, LinkProps>

export const OwnCases = () => <Cases list="own" />
export const NextCases = () => <Cases list="next" />
export const LateCases = () => <Cases list="late" />
export const Escalations = () => <Cases list="escalated" />

function Cases({ list }: { list: CaseList }) {
  const seesCases = useSeesCases()
  const cases = useQuery({ ...casesQuery(list), enabled: seesCases })
  const now = useNow()
  return (
    <StartPanel
      text={words.start.panels[list]}
      to={PLACES[list]}
      query={cases}
      refusal={seesCases ? undefined : words.start.offShift}
      listRows={({ items }) => items.map((item) => toRow(item, now))}
    />
  )
}

/** Names the subject and its due time. It shows no person and no speed of work. */
const toRow = (item: ListedCase, now: number): Row => {
  const dueAt = item.lawDueAt ?? item.dueAt
  const isLate = Date.parse(dueAt) <= now
  const says = words.start.due({ category: nameCategory(item.category), due: formatAgoShort(dueAt, now) })
  return {
    key: item.id,
    to: { to: '/cases/$caseId', params: { caseId: item.id } },
    name: <SubjectName handle={item.handle} id={item.subject.id} />,
    reach: item.reach,
    text: says,
    title: formatFull(dueAt),
    pill: isLate && <StatePill tone="alarm">{words.start.late}</StatePill>,
  }
}
