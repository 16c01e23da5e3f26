import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Change, Proposal } from '../api/shapes.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { AnswerChange } from '../components/answer-change.tsx'
import { Direction } from '../components/direction.tsx'
import { formatFull } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { changesQuery } from './queries.ts'
import { DeskText } from '../components/desk-text.tsx'
import { ListSample } from './list-sample.tsx'
import { UnsealedName } from './unsealed-name.tsx'
import { WaitingChange } from './waiting-change.tsx'

/** Shows the changes of the desk's settings: those that wait, and those decided, with their deciders. */
export function ChangesPage() {
  const changes = useQuery(changesQuery)
  return (
    <Page title={words.changes.title} about={words.changes.explain}>
      <Shown query={changes}>
        {({ waiting, decided, proposals }) => (
          <>
            <Panel title={`${words.changes.waiting} ${waiting.length}`}>
              {waiting.length === 0 && <Text c="dimmed">{words.changes.nothingWaits}</Text>}
              <Stack gap="xl">
                {waiting.map((change) => (
                  <WaitingChange key={change.id} change={change}>
                    {change.kind === 'protect_list' && <ListSample change={change} />}
                    <AnswerChange change={change} />
                  </WaitingChange>
                ))}
              </Stack>
            </Panel>
            {proposals.length > 0 && <FromDirectory proposals={proposals} />}
            <Panel title={words.changes.history}>
              {decided.length === 0 && <Text c="dimmed">{words.changes.noHistory}</Text>}
              <Stack gap="md">
                {decided.map((change) => (
                  <Decided key={change.id} change={change} />
                ))}
              </Stack>
            </Panel>
          </>
        )}
      </Shown>
    </Page>
  )
}

const TONES: Record<Change['state'], StateTone> = {
  proposed: 'waits',
  agreed: 'clock',
  applied: 'safe',
  declined: 'ended',
  withdrawn: 'ended',
  expired: 'ended',
  stopped: 'ended',
  failed: 'ended',
}

/** Shows a decided change with its answers and times. */
const Decided = ({ change }: { change: Change }) => (
  <Stack gap={2} component="article" aria-label={change.id}>
    <Text size="sm">
      <StatePill tone={TONES[change.state]}>{words.changes.states[change.state]}</StatePill> {change.id} ·{' '}
      {words.changes.kinds[change.kind]} · <Direction of={change.direction} /> ·{' '}
      {words.changes.by({ who: change.proposedBy, when: formatFull(change.proposedAt) })}
    </Text>
    <DeskText text={change.says} language={change.language} />
    <Text size="sm" c="dimmed" className="hostile">
      {words.changes.why}: {change.reason}
    </Text>
    {change.answers.map(({ by, answer, reason, at }) => (
      <Text key={by} size="sm" className="hostile">
        {words.changes.moved({ state: words.changes.answers[answer], by, when: formatFull(at) })}
        {reason !== null && `: ${reason}`}
      </Text>
    ))}
    {change.kind === 'unseal' && change.state === 'applied' && <UnsealedName changeId={change.id} />}
  </Stack>
)

function FromDirectory({ proposals }: { proposals: readonly Proposal[] }) {
  const mayPropose = useHasRole('lead', 'policy', 'admin')
  return (
    <Panel title={words.changes.fromDirectory}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.changes.fromDirectoryHint}
        </Text>
        {proposals.map((proposal) => {
          const { staffId, op, role } = proposal
          return (
            <div key={`${staffId} ${op} ${role}`}>
              <Text>{words.changes.directorySays(proposal)}</Text>
              {mayPropose && (
                <ProposeChangeForm wanted={{ kind: 'role', op, staffId, role }} button={words.changes.propose} />
              )}
            </div>
          )
        })}
      </Stack>
    </Panel>
  )
}
