import { Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Change } from '../api/shapes.ts'
import { Countdown } from '../components/countdown.tsx'
import { Direction } from '../components/direction.tsx'
import { formatFull } from '../components/format.ts'
import { words } from '../words/words.ts'
import { DeskText } from '../components/desk-text.tsx'

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
    <Text size="sm" className="hostile">
      {words.changes.why}: {change.reason}
    </Text>
    <Text size="sm" c="dimmed">
      {words.changes.by({ who: change.proposedBy, when: formatFull(change.proposedAt) })}
    </Text>
    {children}
  </Stack>
)
