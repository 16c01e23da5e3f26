import { Button, Group, Select, Skeleton, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { RuleFileVersion, RuleSetName } from '../../api/shapes.ts'
import { Direction } from '../../components/direction.tsx'
import { formatMinute } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Panel, Shown } from '../../components/panel.tsx'
import { WideTable } from '../../components/wide-table.tsx'
import { words } from '../../words/words.ts'
import { versionQuery, versionsQuery } from './queries.ts'
import { VersionState } from './version-state.tsx'
import type { VersionView } from './version-view.ts'

const CodeEditor = lazy(async () => ({ default: (await import('../code-editor.tsx')).CodeEditor }))

interface Props {
  name: RuleSetName
  view: VersionView
  onView: (view: VersionView) => void
}

/** Shows the versions of a rule file, and the differences between any two of them. */
export function RuleFilePage({ name, view, onView }: Props) {
  const versions = useInfiniteQuery(versionsQuery(name))
  const rows = versions.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page
      title={words.guards.files.names[name]}
      actions={
        <Group gap="sm">
          <Button component={Link} to="/guards/files" variant="default">
            {words.guards.files.all}
          </Button>
          <DraftLink name={name} />
        </Group>
      }
    >
      <Panel title={words.guards.files.versions}>
        <Shown query={versions}>
          {() => (
            <Stack gap="sm">
              <Versions rows={rows} />
              {versions.hasNextPage && (
                <Button
                  variant="default"
                  size="compact-sm"
                  style={{ alignSelf: 'flex-start' }}
                  loading={versions.isFetchingNextPage}
                  onClick={() => void versions.fetchNextPage()}
                >
                  {words.guards.files.older}
                </Button>
              )}
            </Stack>
          )}
        </Shown>
      </Panel>
      {rows[0] !== undefined && <Compared {...{ name, rows, view, onView }} newest={rows[0].version} />}
    </Page>
  )
}

const DraftLink = ({ name }: { name: RuleSetName }) =>
  name === 'guards' ? (
    <Button component={Link} to="/guards/replay" variant="default">
      {words.guards.files.draft}
    </Button>
  ) : (
    <Button
      variant="default"
      renderRoot={(props) => <Link to="/guards/files/$name/draft" params={{ name }} {...props} />}
    >
      {words.guards.files.draft}
    </Button>
  )

const Versions = ({ rows }: { rows: readonly RuleFileVersion[] }) => (
  <WideTable label={words.guards.files.versions} minWidth={760}>
    <Table.Thead>
      <Table.Tr>
        {Object.values(words.guards.files.columns).map((head) => (
          <Table.Th key={head}>{head}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {rows.map((row) => (
        <VersionRow key={row.version} row={row} />
      ))}
    </Table.Tbody>
  </WideTable>
)

function VersionRow({ row }: { row: RuleFileVersion }) {
  const { version, adoptedAt, proposedBy, agreedBy, direction, reason } = row
  return (
    <Table.Tr>
      <Table.Th scope="row">{version}</Table.Th>
      <Table.Td>
        <VersionState version={row} />
      </Table.Td>
      <Table.Td>{formatMinute(adoptedAt)}</Table.Td>
      <Table.Td>{proposedBy ?? words.guards.files.fromSetup}</Table.Td>
      <Table.Td>
        {agreedBy.length > 0 ? agreedBy.join(', ') : proposedBy === null ? '' : words.guards.files.alone}
      </Table.Td>
      <Table.Td>{direction !== null && <Direction of={direction} />}</Table.Td>
      <Table.Td className="hostile">{reason}</Table.Td>
    </Table.Tr>
  )
}

interface ComparedProps extends Props {
  rows: readonly RuleFileVersion[]
  newest: number
}

/** Shows one version, with its differences to another one. */
function Compared({ name, rows, view, onView, newest }: ComparedProps) {
  const is = view.is ?? newest
  const was = view.was ?? Math.max(1, is - 1)
  const [after, before] = [useQuery(versionQuery(name, is)), useQuery(versionQuery(name, was))]
  const choices = [...new Set([...rows.map(({ version }) => version), is, was])]
    .sort((a, b) => b - a)
    .map((version) => ({ value: String(version), label: words.guards.files.version({ version }) }))
  const isAlone = choices.length === 1
  return (
    <Panel title={isAlone ? words.guards.files.textOf({ version: is }) : words.guards.files.compare}>
      {!isAlone && <VersionChoices choices={choices} shown={{ is, was }} onView={onView} />}
      <Shown query={before}>
        {({ text: older }) => (
          <Shown query={after}>
            {({ text: newer }) => (
              <Stack gap="xs">
                {!isAlone && older === newer && <Text role="note">{words.guards.files.equal}</Text>}
                <Suspense fallback={<Skeleton height="24rem" />}>
                  <CodeEditor
                    key={`${was} ${is}`}
                    label={words.guards.files.textOf({ version: is })}
                    value={newer}
                    inForce={older}
                    showsDifferences={older !== newer}
                  />
                </Suspense>
              </Stack>
            )}
          </Shown>
        )}
      </Shown>
    </Panel>
  )
}

interface ChoicesProps extends Pick<Props, 'onView'> {
  choices: { value: string; label: string }[]
  shown: Required<VersionView>
}

const VersionChoices = ({ choices, shown, onView }: ChoicesProps) => (
  <Group gap="sm" mb="sm">
    {(['was', 'is'] as const).map((key) => (
      <Select
        key={key}
        size="xs"
        label={words.guards[key]}
        data={choices}
        value={String(shown[key])}
        allowDeselect={false}
        onChange={(value) => value !== null && onView({ ...shown, [key]: Number(value) })}
      />
    ))}
  </Group>
)
