import { Alert, Button, Grid, List, Stack, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { Direction } from '../components/direction.tsx'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { checkQuery, guardsQuery } from './queries.ts'
import { ReplayPanel } from './replay-panel.tsx'
import { RuleDiffs } from './rule-diffs.tsx'

const PAUSE_MS = 500
const ROWS_MIN = 20
const ROWS_MAX = 40

/**
 * Shows a draft of the guards: its editor, its changes, its replay over past enforcements, and the form that proposes
 * it.
 */
export function DraftPage() {
  const found = useQuery(guardsQuery)
  return (
    <Page title={words.guards.draftTitle} about={words.guards.draftHint}>
      <Shown query={found}>{({ text }) => <Draft inForce={text} />}</Shown>
    </Page>
  )
}

function Draft({ inForce }: { inForce: string }) {
  const [draft, setDraft] = usePersistentState<string | null>('guards-draft', () => null)
  const text = draft ?? inForce
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack gap="sm" align="flex-start">
          <Textarea
            w="100%"
            label={words.guards.file}
            value={text}
            maxLength={300_000}
            autosize
            minRows={ROWS_MIN}
            maxRows={ROWS_MAX}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Button variant="default" disabled={text === inForce} onClick={() => setDraft(null)}>
            {words.guards.startAgain}
          </Button>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        {settled === inForce ? <Text role="status">{words.guards.same}</Text> : <Checked text={settled} />}
      </Grid.Col>
    </Grid>
  )
}

function Checked({ text }: { text: string }) {
  const checked = useQuery(checkQuery(text))
  const mayPropose = useHasRole('policy')
  return (
    <Shown query={checked}>
      {({ problems, direction, says, guards }) =>
        direction === null ? (
          <Alert role="alert" variant="outline" color="red" title={words.guards.broken({ count: problems.length })}>
            <List size="sm">
              {problems.map(({ line, column, message }) => (
                <List.Item key={`${line} ${column} ${message}`}>
                  {words.guards.place({ line, column })}: {message}
                </List.Item>
              ))}
            </List>
          </Alert>
        ) : (
          <Stack gap="md">
            <Panel title={words.guards.whatChanges} aside={<Direction of={direction} />}>
              <RuleDiffs rules={guards} />
              <Text fw={600} size="sm" mt="md">
                {words.guards.wholeText}
              </Text>
              <Text size="sm" className="hostile">
                {says}
              </Text>
            </Panel>
            <ReplayPanel key={text} text={text} />
            {mayPropose && (
              <Panel title={words.guards.proposeTitle}>
                <ProposeChangeForm wanted={{ kind: 'rule_set', name: 'guards', text }} button={words.guards.propose} />
              </Panel>
            )}
          </Stack>
        )
      }
    </Shown>
  )
}
