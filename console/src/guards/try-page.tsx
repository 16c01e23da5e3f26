import { Accordion, Button, Grid, Group, List, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Action, FactRow } from '../api/shapes.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { FactInput } from './fact-input.tsx'
import { FactOrigin } from './fact-origin.tsx'
import { PickTrialAccount } from './pick-trial-account.tsx'
import { guardsQuery, tryQuery } from './queries.ts'
import { originOf, reset, startFrom, type Trial } from './trial.ts'
import { EXAMPLE_NAMES, EXAMPLES, type FactValues, ORDINARY } from './trial-facts.ts'

const PAUSE_MS = 250
const ACTIONS = Object.keys(words.actions) as readonly Action[]
const GROUPS = ['account', 'enforcement', 'actor', 'desk'] as const

/** Shows the verdict of the guards on one trial enforcement, on a recorded account or an example. It takes no effect. */
export function TryPage() {
  const found = useQuery(guardsQuery)
  const [action, setAction] = useState<Action>('deactivate')
  const [trial, setTrial] = useState<Trial>({ facts: ORDINARY, account: null })
  return (
    <Page title={words.guards.tryTitle} about={words.guards.tryHint}>
      <Shown query={found}>
        {({ facts: rows }) => (
          <Grid>
            <Grid.Col span={12}>
              <Stack gap="sm">
                <PickTrialAccount picked={trial.account} onPick={(account) => setTrial(startFrom(account))} />
                <Group gap="md" align="flex-end">
                  <Select
                    label={words.guards.action}
                    data={ACTIONS.map((value) => ({ value, label: words.actions[value] }))}
                    value={action}
                    allowDeselect={false}
                    w={180}
                    onChange={(value) => setAction(ACTIONS.find((known) => known === value) ?? action)}
                  />
                  <Examples onPick={(facts) => setTrial({ facts, account: null })} />
                </Group>
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }} order={{ lg: 2 }}>
              <Result action={action} facts={trial.facts} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 7 }} order={{ lg: 1 }}>
              <Accordion multiple defaultValue={['account']} variant="separated" order={2}>
                {GROUPS.map((group) => (
                  <FactGroup key={group} {...{ group, rows, trial, setTrial }} />
                ))}
              </Accordion>
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
  trial: Trial
  setTrial: (trial: Trial) => void
}

function FactGroup({ group, rows, trial, setTrial }: GroupProps) {
  const own = rows.filter(({ name }) => name.startsWith(`${group}.`))
  const unknown = own.filter(({ name }) => (trial.facts[name] ?? null) === null).length
  return (
    <Accordion.Item value={group}>
      <Accordion.Control>
        {words.guards.groups[group]}{' '}
        <Text span size="sm" c="dimmed">
          {words.guards.factCount({ count: own.length, unknown })}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          {own.map((row) => (
            <div key={row.name}>
              <FactInput
                row={row}
                value={trial.facts[row.name] ?? null}
                onChange={(value) => setTrial({ ...trial, facts: { ...trial.facts, [row.name]: value } })}
              />
              <FactOrigin
                origin={trial.account === null ? 'example' : originOf(trial, row.name)}
                name={row.name}
                onReset={() => setTrial(reset(trial, row.name))}
              />
            </div>
          ))}
        </SimpleGrid>
      </Accordion.Panel>
    </Accordion.Item>
  )
}

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
