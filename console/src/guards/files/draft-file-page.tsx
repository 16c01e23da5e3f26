import { Button, Group, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { RuleSetName } from '../../api/shapes.ts'
import { DeskText } from '../../components/desk-text.tsx'
import { Direction } from '../../components/direction.tsx'
import { Page } from '../../components/page.tsx'
import { Panel, Shown } from '../../components/panel.tsx'
import { ProposeChangeForm } from '../../components/propose-change-form.tsx'
import { useHasRole } from '../../components/use-roles.ts'
import { usePersistentState } from '../../shell/persistent-state.ts'
import { words } from '../../words/words.ts'
import type { Problem } from '../code-editor.tsx'
import { checkFileQuery, ruleFilesQuery, versionQuery } from './queries.ts'
import { FileProblems } from '../file-problems.tsx'

const PAUSE_MS = 500
const NO_PROBLEMS: readonly Problem[] = []
const CodeEditor = lazy(async () => ({ default: (await import('../code-editor.tsx')).CodeEditor }))

/** Shows a draft of a rule file: its editor, its changes in words, and the form that proposes it. */
export function DraftFilePage({ name }: { name: RuleSetName }) {
  const files = useQuery(ruleFilesQuery)
  return (
    <Page
      title={words.guards.files.draftOf({ name: words.guards.files.names[name] })}
      about={words.guards.files.draftHint}
    >
      <Link to="/guards/files/$name" params={{ name }}>
        {words.guards.files.versions}
      </Link>
      <Shown query={files}>
        {({ items }) => {
          const newest = items.find((file) => file.name === name)?.newest.version
          return newest === undefined ? (
            <Text role="note">{words.guards.files.noVersion}</Text>
          ) : (
            <FromNewest name={name} version={newest} />
          )
        }}
      </Shown>
    </Page>
  )
}

function FromNewest({ name, version }: { name: RuleSetName; version: number }) {
  const newest = useQuery(versionQuery(name, version))
  return <Shown query={newest}>{({ text }) => <Draft name={name} inForce={text} />}</Shown>
}

function Draft({ name, inForce }: { name: RuleSetName; inForce: string }) {
  const [draft, setDraft] = usePersistentState<string | null>(`${name}-draft`, () => null)
  const [showsDifferences, setShowsDifferences] = useState(false)
  const text = draft ?? inForce
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const checked = useQuery({ ...checkFileQuery(name, settled), enabled: settled !== inForce })
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Switch
          size="xs"
          label={words.guards.files.showDifferences}
          checked={showsDifferences}
          onChange={({ currentTarget }) => setShowsDifferences(currentTarget.checked)}
        />
        <Button variant="default" size="compact-sm" disabled={text === inForce} onClick={() => setDraft(null)}>
          {words.guards.files.reset}
        </Button>
      </Group>
      <Suspense fallback={<Skeleton height="24rem" aria-label={`${name}.yaml`} />}>
        <CodeEditor
          label={`${name}.yaml`}
          value={text}
          inForce={inForce}
          showsDifferences={showsDifferences}
          problems={settled === text ? (checked.data?.problems ?? NO_PROBLEMS) : NO_PROBLEMS}
          onChange={setDraft}
        />
      </Suspense>
      {settled === inForce ? (
        <Text role="status">{words.guards.files.same}</Text>
      ) : (
        <Checked name={name} text={settled} />
      )}
    </Stack>
  )
}

function Checked({ name, text }: { name: RuleSetName; text: string }) {
  const checked = useQuery(checkFileQuery(name, text))
  const mayPropose = useHasRole('policy')
  return (
    <Shown query={checked}>
      {({ problems, direction, says }) =>
        direction === null ? (
          <FileProblems problems={problems} />
        ) : (
          <>
            <Panel title={words.guards.wholeText} aside={<Direction of={direction} />}>
              <DeskText text={says} language={document.documentElement.lang} />
            </Panel>
            {mayPropose && (
              <Panel title={words.guards.proposeTitle}>
                <ProposeChangeForm wanted={{ kind: 'rule_set', name, text }} button={words.guards.propose} />
              </Panel>
            )}
          </>
        )
      }
    </Shown>
  )
}
