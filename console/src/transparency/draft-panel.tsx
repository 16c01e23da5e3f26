import { Button, Group, Select, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { formatNumber } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { Download } from '../components/report-files.tsx'
import type { Period } from '../components/report-query.ts'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { type Draft, draftQuery } from './queries.ts'

const COLUMN_PX = 140
/** The first part that has figures: those before it describe the service. */
const SHOWN_FIRST = '4_notices'

/** Shows the report of a period as it would be now, part by part, with the form that stores it. */
export function DraftPanel({ period }: { period: Period }) {
  const draft = useQuery(draftQuery(period))
  return (
    <Panel title={words.transparency.days({ ...period })}>
      <Shown query={draft}>{(read) => <Parts draft={read} period={period} />}</Shown>
    </Panel>
  )
}

function Parts({ draft, period }: { draft: Draft; period: Period }) {
  const [name, setName] = useState<string | null>(SHOWN_FIRST)
  const part = draft.parts.find((each) => each.name === name)
  const named = `${period.from}-${period.to}`
  return (
    <Stack gap="md">
      <Gaps gaps={draft.gaps} />
      <Group gap="xs" align="flex-end" className="no-print">
        <Select
          label={words.transparency.part}
          data={draft.parts.map((each) => each.name)}
          value={name}
          onChange={setName}
        />
        {name !== null && (
          <Download label={words.transparency.csv} file={`${name}-${named}.csv`} source={period} part={name} />
        )}
        <Download label={words.transparency.json} file={`transparency-report-${named}.json`} source={period} />
      </Group>
      <StoreReport period={period} hash={draft.hash} />
      {part !== undefined && <Figures part={part} />}
    </Stack>
  )
}

const Gaps = ({ gaps }: { gaps: Draft['gaps'] }) => (
  <Text size="sm" c="dimmed" maw="72ch">
    {gaps.length === 0
      ? words.transparency.noGaps
      : words.transparency.gaps({ count: gaps.length, first: gaps[0]?.indicator ?? '' })}
  </Text>
)

/** The rows of a part. A column with one text in every row stands above the table, once; an empty one only in the file. */
function Figures({ part: { name, headings, rows } }: { part: Draft['parts'][number] }) {
  const columns = headings.map((heading, at) => ({ heading, at }))
  const isSame = (at: number) => rows.length > 1 && rows.every((row) => row[at] === rows[0]?.[at])
  const same = columns.filter(({ at }) => isSame(at) && typeof rows[0]?.[at] === 'string')
  const varying = columns.filter((column) => !same.includes(column))
  return (
    <>
      <Stack gap={4}>
        {same
          .filter(({ at }) => rows[0]?.[at] !== '')
          .map(({ heading, at }) => (
            <Text key={heading} size="sm" maw="72ch">
              {heading}: {rows[0]?.[at]}
            </Text>
          ))}
      </Stack>
      <WideTable label={name} minWidth={varying.length * COLUMN_PX}>
        <Table.Thead>
          <Table.Tr>
            {varying.map(({ heading }) => (
              <Table.Th key={heading}>{heading}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.join(' ')}>
              {varying.map(({ heading, at }) => (
                <Table.Td key={heading}>{cell(row[at])}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </>
  )
}

const cell = (value: string | number | undefined): string =>
  typeof value === 'number' ? formatNumber(value) : (value ?? '')

/** Stores exactly the report that was read: the desk refuses another. */
function StoreReport({ period, hash }: { period: Period; hash: string }) {
  const mayStore = useHasRole('lead', 'policy')
  const client = useQueryClient()
  const store = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/transparency-reports', { body: { ...period, hash } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['law', 'transparency'] }),
  })
  if (!mayStore) return null
  return (
    <Stack gap="xs" className="no-print">
      <Text size="sm" c="dimmed" maw="72ch">
        {words.transparency.storeHint}
      </Text>
      <Group>
        <Button variant="default" loading={store.isPending} onClick={() => store.mutate()}>
          {words.transparency.store}
        </Button>
      </Group>
      {store.isError && <ProblemNote error={store.error} />}
      {store.isSuccess && (
        <Text size="sm" role="status">
          {words.transparency.isStored({ id: store.data.id })}
        </Text>
      )}
    </Stack>
  )
}
