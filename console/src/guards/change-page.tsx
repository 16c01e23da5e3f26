import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ChangeDetail } from '../api/shapes.ts'
import { AnswerChange } from '../components/answer-change.tsx'
import { Countdown } from '../components/countdown.tsx'
import { Direction } from '../components/direction.tsx'
import { formatFull } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { changeQuery } from './queries.ts'
import { ReplayPanel } from './replay-panel.tsx'
import { RuleDiffs } from './rule-diffs.tsx'

/** Shows one change of the guards: guard by guard, replayed over past enforcements, and answered by another person. */
export function GuardsChangePage({ changeId }: { changeId: string }) {
  const found = useQuery(changeQuery(changeId))
  return (
    <Page
      title={words.guards.changeTitle({ id: changeId })}
      actions={<Link to="/changes">{words.guards.allChanges}</Link>}
    >
      <Shown query={found}>
        {(detail) =>
          detail.text === null ? (
            <Text role="note">{words.guards.notGuards}</Text>
          ) : (
            <Detail of={detail} text={detail.text} />
          )
        }
      </Shown>
    </Page>
  )
}

function Detail({ of: { change, rules }, text }: { of: ChangeDetail; text: string }) {
  return (
    <>
      <Group gap="md">
        <Direction of={change.direction} />
        <Text className="hostile">
          {words.guards.summary({ proposedBy: change.proposedBy, reason: change.reason })}
        </Text>
        {change.state === 'proposed' ? (
          <Countdown until={change.expiresAt} say={words.changes.lapses} />
        ) : (
          <Text>
            {words.guards.stateNow({
              state: words.changes.states[change.state],
              by: change.movedBy,
              when: formatFull(change.movedAt),
            })}
          </Text>
        )}
      </Group>
      <Panel title={words.guards.whatChanges}>
        <RuleDiffs rules={rules} />
      </Panel>
      <ReplayPanel text={text} />
      <Panel title={words.guards.wholeText}>
        <Stack gap="md">
          <Text className="hostile">{change.says}</Text>
          {(change.state === 'proposed' || change.state === 'agreed') && <AnswerChange change={change} />}
        </Stack>
      </Panel>
    </>
  )
}
