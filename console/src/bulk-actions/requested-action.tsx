import { List, Stack, Text } from '@mantine/core'
import type { BulkAction } from '../api/shapes.ts'
import { formatDone } from '../components/format-action.ts'
import { formatCount, formatShare, formatDurationText, formatFull, formatNumber } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'

/** Shows the action a bulk action asks for, the number of its subjects, and those with the most reach. */
export function RequestedAction({ bulkAction }: { bulkAction: BulkAction }) {
  const { asked, subjects } = bulkAction
  if (asked === null) return null
  const lasts = asked.durationMs === null ? words.bulkActions.forEver : formatDurationText(asked.durationMs)
  return (
    <Panel title={words.bulkActions.whatFor}>
      <Stack gap="xs">
        <Text fw={600}>
          {words.bulkActions.sentence({
            action: formatDone(asked),
            subjects: formatNumber(subjects),
            reach: formatCount(asked.reach),
            lasts,
          })}
        </Text>
        {asked.label !== null && <Text>{asked.label}</Text>}
        <Text>
          {words.bulkActions.askedBy({
            who: asked.proposedBy ?? words.enforcements.byLater,
            when: formatFull(bulkAction.proposedAt),
            policyId: asked.policyId,
          })}
          {asked.approvedBy !== null && ` ${words.bulkActions.agreedBy({ who: asked.approvedBy })}`}
        </Text>
        <Text className="hostile">
          {words.bulkActions.foundBy}: {asked.foundBy}
        </Text>
        {asked.rationale !== null && <Text className="hostile">{asked.rationale}</Text>}
        <Text>
          {asked.unseen > 0
            ? words.bulkActions.lookingThrough({ left: formatNumber(asked.unseen) })
            : words.bulkActions.split({ ordinary: formatNumber(asked.ordinary), guarded: formatNumber(asked.guarded) })}
        </Text>
        <Text size="sm">
          {words.bulkActions.stages({ shares: asked.stages.map(({ share }) => formatShare(share)) })}
        </Text>
        <Text size="sm" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {words.bulkActions.hash}: {asked.listHash}
        </Text>
        <Highest highest={asked.highest} />
      </Stack>
    </Panel>
  )
}

const Highest = ({ highest }: { highest: NonNullable<BulkAction['asked']>['highest'] }) => (
  <div>
    <Text size="sm" fw={600}>
      {words.bulkActions.highest}
    </Text>
    <List size="sm">
      {highest.map(({ subject, handle, reach, guarded }) => (
        <List.Item key={`${subject.kind}:${subject.id}`}>
          <Handle handle={handle} /> {subject.kind}:<Hostile>{subject.id}</Hostile> ·{' '}
          {reach === null ? words.who.reachUnknown : words.who.followers({ count: formatCount(reach) })}
          {guarded && ` · ${words.bulkActions.alone}`}
        </List.Item>
      ))}
    </List>
  </div>
)
