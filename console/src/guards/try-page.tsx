import { Button, Fieldset, Grid, Group, List, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Action, FactRow } from '../api/shapes.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { FactInput } from './fact-input.tsx'
import { guardsQuery, tryQuery } from './queries.ts'
import { EXAMPLE_NAMES, EXAMPLES, type FactValues, ORDINARY } from './trial-facts.ts'

const PAUSE_MS = 250
const ACTIONS = Object.keys(words.actions) as readonly Action[]
const GROUPS = ['account', 'enforcement', 'actor', 'desk'] as const

/** Shows the verdict of the guards on one invented enforcement, which takes no effect. */
export function TryPage() {
  const found = useQuery(guardsQuery)
  const [action, setAction] = useState<Action>('deactivate')
  const [facts, setFacts] = useState<FactValues>(ORDINARY)
  return (
    <Page title={words.guards.tryTitle} about={words.guards.tryHint}>
      <Shown query={found}>
        {({ facts: rows }) => (
          <Grid>
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <Stack gap="sm">
                <Group gap="md" align="flex-end">
                  <Select
                    label={words.guards.action}
                    data={ACTIONS.map((value) => ({ value, label: words.actions[value] }))}
                    value={action}
                    allowDeselect={false}
                    w={180}
                    onChange={(value) => setAction(ACTIONS.find((known) => known === value) ?? action)}
                  />
                  <Examples onPick={setFacts} />
                </Group>
                {GROUPS.map((group) => (
                  <FactGroup key={group} {...{ group, rows, facts, setFacts }} />
                ))}
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <Result action={action} facts={facts} />
            </Grid.Col>
          </Grid>
        )}
      </Shown>
    </Page>
  )
}

const Examples = ({ onPick }: { onPick: (facts: FactValues) => void }) => (
  <Group gap={4} role="group" aria-label={words.guards.beginWith}>
    <Text size="sm">{words.guards.beginWith}</Text>
    {EXAMPLE_NAMES.map((name) => (
      <Button key={name} size="compact-sm" variant="default" onClick={() => onPick(EXAMPLES[name])}>
        {words.guards.examples[name]}
      </Button>
    ))}
  </Group>
)

interface GroupProps {
  group: (typeof GROUPS)[number]
  rows: readonly FactRow[]
  facts: FactValues
  setFacts: (facts: FactValues) => void
}

const FactGroup = ({ group, rows, facts, setFacts }: GroupProps) => (
  <Fieldset legend={words.guards.groups[group]}>
    <Group gap="md" align="flex-start">
      {rows
        .filter(({ name }) => name.startsWith(`${group}.`))
        .map((row) => (
          <FactInput
            key={row.name}
            row={row}
            value={facts[row.name] ?? null}
            onChange={(value) => setFacts({ ...facts, [row.name]: value })}
          />
        ))}
    </Group>
  </Fieldset>
)

function Result({ action, facts }: { action: Action; facts: FactValues }) {
  const [body] = useDebouncedValue({ action, facts }, PAUSE_MS)
  const tried = useQuery(tryQuery(body))
  return (
    <Panel title={words.guards.result}>
      <Shown query={tried}>
        {({ asks, fired, off }) => (
          <Stack gap="sm">
            <Text size="lg" role="status">
              {fired.length === 0 ? words.guards.resultNone : words.guards.resultAsks({ asks })}
            </Text>
            <List spacing="xs">
              {fired.map(({ id, why, says, errored }) => (
                <List.Item key={id}>
                  <Text fw={600} ff="monospace" span>
                    {id}
                  </Text>{' '}
                  · {says}
                  {errored && ` · ${words.guards.errored}`}
                  <Text size="sm" c="dimmed">
                    {why}
                  </Text>
                </List.Item>
              ))}
            </List>
            {off.length > 0 && <Text size="sm">{words.guards.off({ ids: off.join(', ') })}</Text>}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}
