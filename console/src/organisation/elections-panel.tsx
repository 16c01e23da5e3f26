import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ElectionWindow } from '../api/shapes.ts'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { formatFull, formatMinute } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import type { StateTone } from '../shell/theme.ts'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { ProposeElectionWindow } from './propose-election-window.tsx'
import { electionsQuery } from './queries.ts'

/**
 * Shows open and coming election windows, in which enforcements by one person end sooner, with the forms that open and
 * close one.
 */
export function ElectionsPanel() {
  const windows = useQuery(electionsQuery)
  const mayPropose = useHasRole('lead', 'policy', 'admin')
  return (
    <Panel title={words.elections.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.elections.about} {words.elections.covers} {words.elections.stays}
        </Text>
        <Shown query={windows}>
          {({ items }) => (
            <Stack gap="lg">
              {items.length === 0 && <Text>{words.elections.none}</Text>}
              {items.map((window) => (
                <Row key={window.id} window={window} mayPropose={mayPropose} />
              ))}
            </Stack>
          )}
        </Shown>
        {mayPropose && (
          <div>
            <CollapsedForm button={words.elections.open}>
              <ProposeElectionWindow />
            </CollapsedForm>
          </div>
        )}
      </Stack>
    </Panel>
  )
}

const TONES: Record<ElectionWindow['state'], StateTone> = { asked: 'waits', coming: 'clock', open: 'safe' }

function Row({ window, mayPropose }: { window: ElectionWindow; mayPropose: boolean }) {
  const { id, state, from, until, tags, reason, closing } = window
  const isClosable = state !== 'asked' && closing === null && mayPropose
  return (
    <Stack gap={2} component="article" aria-label={id}>
      <Group gap="xs">
        <StatePill tone={TONES[state]}>{words.elections.states[state]}</StatePill>
        <Text span fw={600}>
          {words.elections.from({ from: formatMinute(from), until: formatMinute(until), zone: ZONE })}
        </Text>
        <Text span c="dimmed">
          {id}
        </Text>
      </Group>
      {tags.length > 0 && <Text>{words.elections.tagged({ tags: tags.map((tag) => words.account.tags[tag]) })}</Text>}
      <Named accounts={window.accounts} />
      <Text size="sm" className="hostile">
        {words.elections.why({ reason })}
      </Text>
      <Next window={window} />
      {isClosable && (
        <div>
          <CollapsedForm button={words.elections.closeEarly({ id })}>
            <Text size="sm" c="dimmed">
              {words.elections.closeHint}
            </Text>
            <ProposeChangeForm
              wanted={{ kind: 'election_window_end', windowId: id }}
              button={words.elections.proposeClosing}
            />
          </CollapsedForm>
        </div>
      )}
    </Stack>
  )
}

const Named = ({ accounts }: Pick<ElectionWindow, 'accounts'>) =>
  accounts.length > 0 && (
    <Group gap="xs" className="hostile">
      {accounts.map(({ id, handle }) => (
        <Link key={id} to="/accounts/$accountId" params={{ accountId: id }}>
          {handle === null ? id : `@${handle}`}
        </Link>
      ))}
    </Group>
  )

/** Links to the change that a second person must agree to. */
function Next({ window: { state, closing, closesAt } }: { window: ElectionWindow }) {
  if (state !== 'asked' && closing === null) return null
  return (
    <Text size="sm">
      {closing === null
        ? words.elections.asked
        : closesAt === null
          ? words.elections.closing({ id: closing })
          : words.elections.closesAt({ id: closing, when: formatFull(closesAt) })}{' '}
      <Link to="/changes">{words.elections.toChanges}</Link>
    </Text>
  )
}
