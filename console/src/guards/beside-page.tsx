import { Button, Code, FileButton, Stack, Table, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useState } from 'react'
import type { Action } from '../api/shapes.ts'
import { formatCount, formatFull, formatLength, formatNumber } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { Page } from '../components/page.tsx'
import { Panel } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { type BesideReport, type Count, type Farthest, readBesideReport } from './beside-report.ts'

const COMMAND = 'countersign shadow compare two-weeks.json --json > report.json'

/** Shows the report that compares the guards with another tool. The browser reads its file, and sends it nowhere. */
export function BesidePage() {
  const [read, setRead] = useState<{ report: BesideReport | undefined }>()
  const open = async (file: File | null) => {
    if (file !== null) setRead({ report: readBesideReport(await file.text()) })
  }
  return (
    <Page title={words.beside.title} about={words.beside.about}>
      <Panel title={words.beside.file}>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{words.beside.make}</Text>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {COMMAND}
          </Code>
          <FileButton accept=".json,application/json" onChange={(file) => void open(file)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden="true" />}>
                {words.beside.choose}
              </Button>
            )}
          </FileButton>
          {read !== undefined && read.report === undefined && <Text role="alert">{words.beside.unread}</Text>}
        </Stack>
      </Panel>
      {read?.report !== undefined && <Report report={read.report} />}
    </Page>
  )
}

function Report({ report: { from, to, enforcements, needed, guards, reach, farthest } }: { report: BesideReport }) {
  return (
    <>
      <Text fw={600} role="status" maw="72ch">
        {words.beside.sum({
          from: formatFull(from),
          to: formatFull(to),
          enforcements: formatNumber(enforcements),
          needed: formatNumber(needed),
        })}
      </Text>
      <Text size="sm" c="dimmed" maw="72ch">
        {words.beside.ordinary}
      </Text>
      <Panel title={words.beside.byGuard}>
        <Counts label={words.beside.byGuard} first={words.beside.guard} rows={guards} />
      </Panel>
      <Panel title={words.beside.byReach}>
        <Counts label={words.beside.byReach} first={words.beside.reach} rows={reach.map(toNamed)} />
      </Panel>
      <Panel title={words.beside.farthest}>
        <FarthestTable rows={farthest} />
      </Panel>
    </>
  )
}

const CLASS = /^(?:under ([\d,]+)|([\d,]+) and more)$/

/** The class of reach in the reader's language: the command writes English. */
function toNamed(row: Count): Count {
  const [, below, above] = CLASS.exec(row.name) ?? []
  const numberOf = (text: string) => formatNumber(Number(text.replaceAll(',', '')))
  if (below !== undefined) return { ...row, name: words.beside.under({ count: numberOf(below) }) }
  if (above !== undefined) return { ...row, name: words.beside.from({ count: numberOf(above) }) }
  return row.name === 'unknown' ? { ...row, name: words.beside.unknown } : row
}

function Counts({ label, first, rows }: { label: string; first: string; rows: readonly Count[] }) {
  if (rows.length === 0) return <Text c="dimmed">{words.beside.none}</Text>
  return (
    <WideTable label={label} minWidth={260}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{first}</Table.Th>
          <Table.Th ta="right">{words.beside.enforcements}</Table.Th>
          <Table.Th ta="right">{words.beside.needed}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, enforcements, needed }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              <Hostile>{name}</Hostile>
            </Table.Th>
            <Table.Td ta="right">{formatNumber(enforcements)}</Table.Td>
            <Table.Td ta="right">{formatNumber(needed)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function FarthestTable({ rows }: { rows: readonly Farthest[] }) {
  if (rows.length === 0) return <Text c="dimmed">{words.beside.none}</Text>
  return (
    <WideTable label={words.beside.farthest} minWidth={640}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.beside.account}</Table.Th>
          <Table.Th ta="right">{words.beside.reach}</Table.Th>
          <Table.Th>{words.beside.action}</Table.Th>
          <Table.Th>{words.beside.since}</Table.Th>
          <Table.Th>{words.beside.offline}</Table.Th>
          <Table.Th>{words.beside.asks}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={`${row.accountId} ${row.at} ${row.action}`}>
            <Table.Th scope="row" fw={400}>
              {row.handle === null ? <Hostile>{row.accountId}</Hostile> : <Handle handle={row.handle} />}
            </Table.Th>
            <Table.Td ta="right">{row.reach === null ? words.beside.unknown : formatCount(row.reach)}</Table.Td>
            <Table.Td>{words.actions[row.action as Action] ?? row.action}</Table.Td>
            <Table.Td>{formatFull(row.at)}</Table.Td>
            <Table.Td>
              {(row.endedAt === null ? words.beside.soFar : words.beside.lasted)({
                lasted: formatLength(row.offlineMs),
              })}
            </Table.Td>
            <Table.Td className="hostile" lang="en">
              {row.asks}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
