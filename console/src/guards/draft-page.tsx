import { Alert, Button, Grid, Group, List, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { FactRow } from '../api/shapes.ts'
import { Direction } from '../components/direction.tsx'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import type { Problem } from './code-editor.tsx'
import { checkQuery, guardsQuery } from './queries.ts'
import { ReplayPanel } from './replay-panel.tsx'
import { RuleDiffs } from './rule-diffs.tsx'

const PAUSE_MS = 500

/**
 * Shows a draft of the guards: its editor, its changes, its replay over past enforcements, and the form that proposes
 * it.
 */
export function DraftPage() {
  const found = useQuery(guardsQuery)
  return (
    <Page title={words.guards.draftTitle} about={words.guards.draftHint}>
      <Shown query={found}>{({ text, facts }) => <Draft inForce={text} facts={facts} />}</Shown>
    </Page>
  )
}

interface DraftProps {
  inForce: string
  facts: readonly FactRow[]
}

/** The editor is large, so the page loads it after everything else. */
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }))
const NO_PROBLEMS: readonly Problem[] = []

function Draft({ inForce, facts }: DraftProps) {
  const [draft, setDraft] = usePersistentState<string | null>('guards-draft', () => null)
  const [showsDifferences, setShowsDifferences] = useState(false)
  const text = draft ?? inForce
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const problems = useQuery({ ...checkQuery(settled), enabled: settled !== inForce }).data?.problems ?? NO_PROBLEMS
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack gap="sm">
          <Group justify="space-between">
            <Switch
              size="xs"
              label={words.guards.showDifferences}
              checked={showsDifferences}
              onChange={({ currentTarget }) => setShowsDifferences(currentTarget.checked)}
            />
            <Button variant="default" size="compact-sm" disabled={text === inForce} onClick={() => setDraft(null)}>
              {words.guards.startAgain}
            </Button>
          </Group>
          <Suspense fallback={<Skeleton height="24rem" aria-label={words.guards.file} />}>
            <CodeEditor
              label={words.guards.file}
              value={text}
              inForce={inForce}
              showsDifferences={showsDifferences}
              problems={settled === text ? problems : NO_PROBLEMS}
              facts={facts}
              onChange={setDraft}
            />
          </Suspense>
          <Text size="xs" c="dimmed">
            {words.guards.editorHint}
          </Text>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
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
