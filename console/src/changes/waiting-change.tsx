import { Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Change } from '../api/shapes.ts'
import { Countdown } from '../components/countdown.tsx'
import { DeskText } from '../components/desk-text.tsx'
import { Direction } from '../components/direction.tsx'
import { formatFull } from '../components/format.ts'
import { ReportFiles } from '../components/report-files.tsx'
import { reportsQuery } from '../components/report-query.ts'
import { words } from '../words/words.ts'

/** Shows a waiting change: its effect, direction, proposer, reason and expiry. */
export const WaitingChange = ({ change, children }: { change: Change; children: ReactNode }) => (
  <Stack gap="xs" component="article" aria-label={change.id}>
    <Group gap="sm" justify="space-between">
      <Group gap="sm">
        <Title order={3} size="h5">
          {change.id} · {words.changes.kinds[change.kind]}
        </Title>
        <Direction of={change.direction} />
      </Group>
      <Text size="sm">
        {change.takesEffectAt === null ? (
          <Countdown until={change.expiresAt} say={words.changes.lapses} />
        ) : (
          <Countdown until={change.takesEffectAt} say={words.changes.takesEffect} />
        )}
      </Text>
    </Group>
    <DeskText text={change.says} language={change.language} />
    {change.erases !== null && (
      <Text size="sm" className="hostile">
        {words.changes.erases(change.erases)}
      </Text>
    )}
    {change.ruleSet === 'guards' && (
      <Link to="/guards/changes/$changeId" params={{ changeId: change.id }}>
        {words.changes.readGuards}
      </Link>
    )}
    {change.reportId !== null && <FilesOf reportId={change.reportId} />}
    <Text size="sm" className="hostile">
      {words.changes.why}: {change.reason}
    </Text>
    <Text size="sm" c="dimmed">
      {words.changes.by({ who: change.proposedBy, when: formatFull(change.proposedAt) })}
    </Text>
    {children}
  </Stack>
)

/** The stored files that a second person reads before they agree. */
function FilesOf({ reportId }: { reportId: string }) {
  const report = useQuery(reportsQuery).data?.items.find(({ id }) => id === reportId)
  return report === undefined ? null : <ReportFiles report={report} />
}
