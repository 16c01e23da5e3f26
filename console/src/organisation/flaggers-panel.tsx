import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Flagger } from '../api/shapes.ts'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { formatFull } from '../components/format.ts'
import { nameCategory } from '../components/names.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { FlaggerFigures } from './flagger-figures.tsx'
import { ProposeFlagger } from './propose-flagger.tsx'
import { flaggersQuery } from './queries.ts'

/** Shows trusted flaggers with their record, the forms that register and suspend one, and the figures of a year. */
export function FlaggersPanel() {
  const found = useQuery(flaggersQuery)
  const mayPropose = useHasRole('lead', 'policy', 'admin')
  return (
    <Panel title={words.flaggers.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.flaggers.about}
        </Text>
        <Shown query={found}>
          {({ items }) => (
            <Stack gap="lg">
              {items.length === 0 && <Text>{words.flaggers.none}</Text>}
              {items.map((flagger) => (
                <Row key={flagger.id} flagger={flagger} mayPropose={mayPropose} />
              ))}
            </Stack>
          )}
        </Shown>
        {mayPropose && (
          <CollapsedForm button={words.flaggers.add}>
            <ProposeFlagger />
          </CollapsedForm>
        )}
        <FlaggerFigures />
      </Stack>
    </Panel>
  )
}

function Row({ flagger, mayPropose }: { flagger: Flagger; mayPropose: boolean }) {
  const { id, name, contact, email, coordinator, reference, areas, expiresAt, isActive, upheld, notUpheld } = flagger
  const { inLane, isLaneFull } = flagger
  return (
    <Stack gap={2} component="article" aria-label={name}>
      <Group gap="xs">
        <StatePill tone={isActive ? 'safe' : 'ended'}>
          {isActive ? words.flaggers.active : words.flaggers.over}
        </StatePill>
        <Text span fw={600} className="hostile">
          {name}
        </Text>
        <Text span c="dimmed">
          {id}
        </Text>
      </Group>
      <Text size="sm">{words.flaggers.areas({ areas: areas.map(nameCategory).join(', ') })}</Text>
      <Text size="sm" className="hostile">
        {words.flaggers.awarded({ coordinator, reference, until: formatFull(expiresAt) })}
      </Text>
      <Text size="sm" className="hostile">
        {words.flaggers.reached({ contact })}
        {email !== null && ` · ${words.flaggers.mails({ email })}`}
      </Text>
      <Text size="sm">{words.flaggers.upheld({ decided: upheld + notUpheld, upheld })}</Text>
      {isActive && <Text size="sm">{words.flaggers.lane({ inLane })}</Text>}
      {isActive && isLaneFull && (
        <Text size="sm" fw={600}>
          {words.flaggers.laneFull}
        </Text>
      )}
      {isActive && mayPropose && (
        <CollapsedForm button={words.flaggers.suspend({ name })}>
          <Text size="sm" c="dimmed">
            {words.flaggers.suspendHint}
          </Text>
          <ProposeChangeForm
            wanted={{ kind: 'flagger_suspension', flaggerId: id }}
            button={words.flaggers.proposeSuspension}
          />
        </CollapsedForm>
      )}
    </Stack>
  )
}
