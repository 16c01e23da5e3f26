import { Button, Grid, Group, SegmentedControl, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
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
import { FileProblems } from './file-problems.tsx'

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

/** The editor and the form are large, so the page loads each when it is shown. */
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }))
const GuardForm = lazy(async () => ({ default: (await import('./form/guard-form.tsx')).GuardForm }))
const NO_PROBLEMS: readonly Problem[] = []
const VIEWS = ['form', 'code', 'both'] as const
type View = (typeof VIEWS)[number]
/** The width from which the form and the code editor stand beside each other. */
const WIDE = '(min-width: 75em)'

function Draft({ inForce, facts }: DraftProps) {
  const [draft, setDraft] = usePersistentState<string | null>('guards-draft', () => null)
  const [showsDifferences, setShowsDifferences] = useState(false)
  const isWide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false })
  const [chosen, setChosen] = useState<View>()
  const [goTo, setGoTo] = useState<{ line: number }>()
  const view = chosen ?? (isWide ? 'both' : 'form')
  const text = draft ?? inForce
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const problems = useQuery({ ...checkQuery(settled), enabled: settled !== inForce }).data?.problems ?? NO_PROBLEMS
  const openCode = (line: number) => {
    setGoTo({ line })
    if (view === 'form') setChosen('code')
  }
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={words.guards.view.label}
          value={view}
          data={VIEWS.map((value) => ({ value, label: words.guards.view[value] }))}
          onChange={(next) => setChosen(VIEWS.find((known) => known === next))}
        />
        <Button variant="default" size="compact-sm" disabled={text === inForce} onClick={() => setDraft(null)}>
          {words.guards.startAgain}
        </Button>
      </Group>
      <Grid>
        {view !== 'code' && (
          <Grid.Col span={{ base: 12, lg: view === 'both' ? 6 : 12 }}>
            <Suspense fallback={<Skeleton height="24rem" />}>
              <GuardForm text={text} facts={facts} onChange={setDraft} onCode={openCode} />
            </Suspense>
          </Grid.Col>
        )}
        {view !== 'form' && (
          <Grid.Col span={{ base: 12, lg: view === 'both' ? 6 : 12 }}>
            <Stack gap="sm">
              <Switch
                size="xs"
                label={words.guards.showDifferences}
                checked={showsDifferences}
                onChange={({ currentTarget }) => setShowsDifferences(currentTarget.checked)}
              />
              <Suspense fallback={<Skeleton height="24rem" aria-label={words.guards.file} />}>
                <CodeEditor
                  label={words.guards.file}
                  value={text}
                  problems={settled === text ? problems : NO_PROBLEMS}
                  onChange={setDraft}
                  {...{ inForce, showsDifferences, facts, goTo }}
                  onWent={() => setGoTo(undefined)}
                />
              </Suspense>
              <Text size="xs" c="dimmed">
                {words.guards.editorHint}
              </Text>
            </Stack>
          </Grid.Col>
        )}
      </Grid>
      {settled === inForce ? <Text role="status">{words.guards.same}</Text> : <Checked text={settled} />}
    </Stack>
  )
}

function Checked({ text }: { text: string }) {
  const checked = useQuery(checkQuery(text))
  const mayPropose = useHasRole('policy')
  return (
    <Shown query={checked}>
      {({ problems, direction, says, guards }) =>
        direction === null ? (
          <FileProblems problems={problems} />
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
