import { List } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { toStartOf } from '../components/local-time.ts'
import type { HistoryEntry } from '../api/shapes.ts'
import { formatDurationText, formatFull } from '../components/format.ts'
import { formatDone } from '../components/format-action.ts'
import { nameActor } from '../components/names.ts'
import { StateBadge } from '../components/state-badge.tsx'
import type { TimelineEntry } from '../components/timeline.tsx'
import { words } from '../words/words.ts'

/** One thing that happened to an account, as a line of its timeline. */
export function toEntry(entry: HistoryEntry): TimelineEntry {
  const { kind, id, at } = entry
  switch (entry.kind) {
    case 'reports':
      return {
        ...{ kind, id, at: atStartOf(at), allDay: true },
        mark: { tone: 'ended', icon: '✉' },
        what: words.timeline.reports({ count: entry.count }),
      }
    case 'decision':
      return { kind, id, at, mark: { tone: 'ended', icon: '§' }, what: <Decision of={entry} /> }
    case 'case':
      return { kind, id, at, mark: { tone: 'ended', icon: '·' }, what: <Turn of={entry} /> }
    case 'enforcement':
      return { kind, id, at, what: <Enforcement of={entry} />, more: <Moves of={entry} /> }
  }
}

/** Returns the start of a UTC day as the start of that day in the reader's time zone. */
const atStartOf = (at: string): string => toStartOf(at.slice(0, 10))

type Of<Kind extends HistoryEntry['kind']> = { of: Extract<HistoryEntry, { kind: Kind }> }

const ToCase = ({ caseId }: { caseId: string }) => (
  <Link to="/cases/$caseId" params={{ caseId }}>
    {caseId}
  </Link>
)

const Decision = ({ of: { conclusion, policyId, by, caseId, rationale } }: Of<'decision'>) => (
  <>
    {words.review.conclusions[conclusion]} {policyId} {words.enforcements.by({ who: nameActor(by) })} ·{' '}
    <ToCase caseId={caseId} /> · <bdi dir="auto">{rationale}</bdi>
  </>
)

const Turn = ({ of: { caseId, turn, by, why } }: Of<'case'>) => (
  <>
    <ToCase caseId={caseId} /> {words.timeline.turns[turn]}
    {by !== null && `, ${words.enforcements.by({ who: nameActor(by) })}`}
    {why !== null && (
      <>
        : <bdi dir="auto">{why}</bdi>
      </>
    )}
  </>
)

const Enforcement = ({ of: { id, state, action, own, durationMs, policyId, restore } }: Of<'enforcement'>) => (
  <>
    <StateBadge state={state} /> {formatDone({ action, own })} {durationMs !== null && formatDurationText(durationMs)}{' '}
    <Link to="/enforcements/$enforcementId" params={{ enforcementId: id }}>
      {id}
    </Link>
    {policyId !== null && ` · ${policyId}`}
    {restore?.reason && (
      <>
        {' · '}
        <bdi dir="auto">{restore.reason}</bdi>
      </>
    )}
  </>
)

const Moves = ({ of: { moves } }: Of<'enforcement'>) => (
  <List size="sm">
    {moves.map(({ to, by, at }) => (
      <List.Item key={`${to} ${at}`}>
        {formatFull(at)} · {words.states[to]}, {words.enforcements.by({ who: nameActor(by) })}
      </List.Item>
    ))}
  </List>
)
