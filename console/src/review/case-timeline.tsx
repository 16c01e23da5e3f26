import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Case } from '../api/shapes.ts'
import { formatDay, formatDurationText } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { formatDone } from '../components/format-action.ts'
import { nameActor } from '../components/names.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { Timeline, type TimelineEntry, TimelineTools } from '../components/timeline.tsx'
import type { TimelineView } from '../components/timeline-view.ts'
import { words } from '../words/words.ts'

interface Props {
  of: Case
  view: TimelineView
  onView: (view: TimelineView) => void
}

/** Shows the history of a case and of its subject on one timeline. */
export function CaseTimeline({ of: reviewed, view, onView }: Props) {
  const entries = toEntries(reviewed).filter(({ kind }) => (view.show ?? 'all') === 'all' || view.show === kind)
  const older = reviewed.reportCount - reviewed.reports.items.length
  return (
    <Panel title={words.timeline.title} aside={<TimelineTools view={view} onView={onView} />}>
      <Timeline entries={entries} view={view} hrefOf={({ id }) => `/cases/${reviewed.id}?entry=${id}`} />
      {entries.length === 0 && <Text c="dimmed">{words.account.emptyPart}</Text>}
      {older > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {words.timeline.olderReports({ count: older })}
        </Text>
      )}
    </Panel>
  )
}

/** The newest first. Its own events have no id: their moment is one. */
function toEntries({ id: caseId, events, history, reports }: Case): TimelineEntry[] {
  return [
    ...events.map((event) => ({
      id: `${event.kind}-${Date.parse(event.at)}`,
      at: event.at,
      kind: 'case' as const,
      mark: { tone: 'ended' as const, icon: '·' },
      what: <Turn of={event} caseId={caseId} />,
    })),
    ...history.decisions.map((decision) => ({
      id: decision.id,
      at: decision.decidedAt,
      kind: 'decision' as const,
      mark: { tone: 'ended' as const, icon: '§' },
      what: <Decision of={decision} caseId={caseId} />,
    })),
    ...history.enforcements.map((enforcement) => ({
      id: enforcement.id,
      at: enforcement.proposedAt,
      kind: 'enforcement' as const,
      what: <Enforcement of={enforcement} />,
    })),
    ...reportDays(reports.items),
  ].sort((one, other) => other.at.localeCompare(one.at))
}

/** Returns one entry for the reports of each day in the reader's time zone, at the time of the last. */
function reportDays(reports: Case['reports']['items']): TimelineEntry[] {
  const days = Map.groupBy(reports, ({ receivedAt }) => formatDay(receivedAt))
  return [...days.values()].map((ofDay) => {
    const at =
      ofDay
        .map(({ receivedAt }) => receivedAt)
        .sort()
        .at(-1) ?? ''
    const what = words.timeline.reports({ count: ofDay.length })
    return { id: `reports-${Date.parse(at)}`, at, kind: 'reports', mark: { tone: 'ended', icon: '✉' }, what }
  })
}

const Turn = ({ of: { kind, by, text }, caseId }: { of: Case['events'][number]; caseId: string }) => (
  <>
    {caseId} {words.timeline.turns[kind]}, {words.enforcements.by({ who: nameActor(by) })}
    {text !== null && (
      <>
        : <bdi dir="auto">{text}</bdi>
      </>
    )}
  </>
)

const Decision = ({ of: decision, caseId }: { of: Case['history']['decisions'][number]; caseId: string }) => (
  <>
    {words.review.conclusions[decision.conclusion]} {decision.policyId}{' '}
    {words.enforcements.by({ who: nameActor(decision.by) })}
    {decision.caseId !== caseId && (
      <>
        {' · '}
        <Link to="/cases/$caseId" params={{ caseId: decision.caseId }}>
          {decision.caseId}
        </Link>
      </>
    )}{' '}
    · <bdi dir="auto">{decision.rationale}</bdi>
  </>
)

const Enforcement = ({
  of: { id, state, action, own, durationMs },
}: {
  of: Case['history']['enforcements'][number]
}) => (
  <>
    <StateBadge state={state} /> {formatDone({ action, own })} {durationMs !== null && formatDurationText(durationMs)}{' '}
    <Link to="/enforcements/$enforcementId" params={{ enforcementId: id }}>
      {id}
    </Link>
  </>
)
