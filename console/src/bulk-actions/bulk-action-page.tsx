import { Alert, List, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { BulkAction } from '../api/shapes.ts'
import { formatNumber } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { BulkActionAppeals } from './bulk-action-appeals.tsx'
import { BulkActionButtons } from './bulk-action-buttons.tsx'
import { BulkActionMark } from './bulk-action-mark.tsx'
import { JudgeSample } from './judge-sample.tsx'
import { bulkActionQuery } from './queries.ts'
import { RequestedAction } from './requested-action.tsx'

interface Props {
  bulkActionId: string
  onUndo: (restoreId: string) => void
}

/** Shows one decision about many subjects, as far as the caller may see it. */
export function BulkActionPage({ bulkActionId, onUndo }: Props) {
  const found = useQuery(bulkActionQuery(bulkActionId))
  return (
    <Page
      title={words.bulkActions.titleOf({ id: bulkActionId })}
      actions={<Link to="/bulk-actions">{words.bulkActions.back}</Link>}
    >
      <Shown query={found}>
        {(bulkAction) => (
          <>
            <Text role="status">
              <BulkActionMark state={bulkAction.state} />{' '}
              {bulkAction.waitsFor === null ? bulkAction.why : words.bulkActions.waitsFor[bulkAction.waitsFor]}
            </Text>
            {bulkAction.asked === null && (
              <Alert variant="outline" color="gray" role="note">
                {words.bulkActions.keptFromYou}
              </Alert>
            )}
            <JudgeSample bulkAction={bulkAction} />
            <RequestedAction bulkAction={bulkAction} />
            {bulkAction.progress !== null && bulkAction.asked !== null && (
              <HowFar asked={bulkAction.asked} progress={bulkAction.progress} />
            )}
            {bulkAction.progress !== null && <BulkActionAppeals bulkActionId={bulkActionId} />}
            <BulkActionButtons bulkAction={bulkAction} onUndo={onUndo} />
          </>
        )}
      </Shown>
    </Page>
  )
}

const COUNTED = ['created', 'releasing', 'restored', 'appealed', 'fellOut', 'waiting', 'dropped'] as const

/** Shows the progress: ordinary subjects as a bar, all others as numbers. */
function HowFar({
  asked,
  progress,
}: {
  asked: NonNullable<BulkAction['asked']>
  progress: NonNullable<BulkAction['progress']>
}) {
  const { ordinary, stages } = asked
  return (
    <Panel title={words.bulkActions.progress}>
      <Stack gap="xs">
        <Text>
          {words.bulkActions.doneOf({
            done: formatNumber(progress.done),
            all: formatNumber(ordinary + progress.fellOut),
          })}
        </Text>
        <Progress
          value={(progress.done / Math.max(1, ordinary + progress.fellOut)) * 100}
          aria-label={words.bulkActions.progress}
        />
        <Text size="sm">
          {words.bulkActions.stageOf({ stage: Math.min(progress.stage + 1, stages.length), all: stages.length })}
        </Text>
        <List size="sm">
          {COUNTED.filter((part) => progress[part] > 0).map((part) => (
            <List.Item key={part}>
              {words.bulkActions.counts[part]}: {formatNumber(progress[part])}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Panel>
  )
}
