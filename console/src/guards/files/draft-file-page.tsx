import { Button, Group, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { RuleFile, RuleFileVersion, RuleSetName } from '../../api/shapes.ts'
import { DeskText } from '../../components/desk-text.tsx'
import { Direction } from '../../components/direction.tsx'
import { formatMinute } from '../../components/format.ts'
import { toInstant } from '../../components/local-time.ts'
import { Page } from '../../components/page.tsx'
import { Panel, Shown } from '../../components/panel.tsx'
import { ProposeChangeForm } from '../../components/propose-change-form.tsx'
import { TimeField } from '../../components/time-field.tsx'
import { useHasRole } from '../../components/use-roles.ts'
import { usePersistentState } from '../../shell/persistent-state.ts'
import { words } from '../../words/words.ts'
import type { Problem } from '../code-editor.tsx'
import { FileProblems } from '../file-problems.tsx'
import { checkFileQuery, type FileDraft, ruleFilesQuery, versionQuery } from './queries.ts'

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
      actions={
        <Link to="/guards/files/$name" params={{ name }}>
          {words.guards.files.versions}
        </Link>
      }
    >
      <Shown query={files}>
        {({ items }) => {
          const file = items.find((each) => each.name === name)
          return file === undefined ? (
            <Text role="note">{words.guards.files.noVersion}</Text>
          ) : (
            <DatedDraft file={file} />
          )
        }}
      </Shown>
    </Page>
  )
}

/** Shows the field for the date of a draft of the policies, and the draft beside the version that it would replace then. */
function DatedDraft({ file }: { file: RuleFile }) {
  const [at, setAt] = useState('')
  const effectiveAt = at === '' ? undefined : toInstant(at)
  const { name, inForce, planned } = file
  const isBefore = (version: RuleFileVersion) => effectiveAt !== undefined && version.effectiveAt < effectiveAt
  const replaced = planned.findLast(isBefore) ?? inForce
  const withdrawn = planned.filter((version) => !isBefore(version))
  return (
    <Stack gap="md">
      {name === 'policies' && (
        <Stack gap={4}>
          <TimeField label={words.guards.files.effectiveAt} value={at} onChange={setAt} />
          <Text size="sm" c="dimmed">
            {words.guards.files.effectiveHint}
          </Text>
          {withdrawn.map(({ version, effectiveAt: plannedAt }) => (
            <Text key={version} role="note" size="sm">
              {words.guards.files.withdraws({ version, at: formatMinute(plannedAt) })}
            </Text>
          ))}
        </Stack>
      )}
      <FromVersion
        draft={{ name, ...(effectiveAt !== undefined && { effectiveAt }) }}
        version={replaced.version}
        withdraws={withdrawn.length > 0}
      />
    </Stack>
  )
}

interface FromVersionProps {
  draft: Omit<FileDraft, 'text'>
  /** The version that is in force when the draft takes effect. */
  version: number
  /** True when planned versions never take effect because of the draft, even if it changes no text. */
  withdraws: boolean
}

function FromVersion(props: FromVersionProps) {
  const replaced = useQuery(versionQuery(props.draft.name, props.version))
  return <Shown query={replaced}>{({ text }) => <Draft {...props} replaced={text} />}</Shown>
}

function Draft({ draft, version, withdraws, replaced }: FromVersionProps & { replaced: string }) {
  const [edited, setEdited] = usePersistentState<string | null>(`${draft.name}-draft`, () => null)
  const [showsDifferences, setShowsDifferences] = useState(false)
  const text = edited ?? replaced
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const isSame = settled === replaced
  const checked = useQuery({ ...checkFileQuery({ ...draft, text: settled }), enabled: !isSame || withdraws })
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Switch
          size="xs"
          label={words.guards.files.showDifferences({ version })}
          checked={showsDifferences}
          onChange={({ currentTarget }) => setShowsDifferences(currentTarget.checked)}
        />
        <Button variant="default" size="compact-sm" disabled={text === replaced} onClick={() => setEdited(null)}>
          {words.guards.files.reset({ version })}
        </Button>
      </Group>
      <Suspense fallback={<Skeleton height="24rem" aria-label={`${draft.name}.yaml`} />}>
        <CodeEditor
          label={`${draft.name}.yaml`}
          value={text}
          inForce={replaced}
          showsDifferences={showsDifferences}
          problems={settled === text ? (checked.data?.problems ?? NO_PROBLEMS) : NO_PROBLEMS}
          onChange={setEdited}
        />
      </Suspense>
      {isSame && <Text role="status">{words.guards.files.same({ version })}</Text>}
      {(!isSame || withdraws) && <Checked draft={{ ...draft, text: settled }} />}
    </Stack>
  )
}

function Checked({ draft }: { draft: FileDraft }) {
  const checked = useQuery(checkFileQuery(draft))
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
                <ProposeChangeForm wanted={{ kind: 'rule_set', ...draft }} button={words.guards.propose} />
              </Panel>
            )}
          </>
        )
      }
    </Shown>
  )
}
