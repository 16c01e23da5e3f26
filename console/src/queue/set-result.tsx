import { CloseButton, Group, List, Paper, Text } from '@mantine/core'
import { words } from '../words/words.ts'
import type { SetOutcome } from './use-set-act.ts'

const REFUSED_SHOWN = 5

/** States what an act did, until the reader closes it. Refused cases stay selected. */
export function SetResult({ outcome: { kind, done, refused }, onClose }: { outcome: SetOutcome; onClose: () => void }) {
  return (
    <Paper withBorder p="sm" role="status" className="no-print">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {words.queue.done[kind]({ count: done.length })}
            {refused.length > 0 && ` ${words.queue.set.refused({ count: refused.length })}`}
          </Text>
          {refused.length > 0 && (
            <List size="sm">
              {refused.slice(0, REFUSED_SHOWN).map(({ caseId, why }) => (
                <List.Item key={caseId}>
                  {caseId}: {why}
                </List.Item>
              ))}
            </List>
          )}
        </div>
        <CloseButton aria-label={words.app.close} onClick={onClose} />
      </Group>
    </Paper>
  )
}
