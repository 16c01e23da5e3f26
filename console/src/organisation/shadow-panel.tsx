import { SegmentedControl, Stack, Table, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShadowReport } from '../api/shapes.ts'
import { formatDurationText, formatFull, formatLength } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { SHADOW_DAYS, type ShadowDays, shadowQuery } from './queries.ts'

/** Shows what guards would have required in shadow mode, by action and by team, and never by person. */
export function ShadowPanel() {
  const [days, setDays] = useState<ShadowDays>(14)
  const report = useQuery({ ...shadowQuery(days), placeholderData: keepPreviousData })
  return (
    <Panel title={words.organisation.report}>
      <Stack gap="md">
        <SegmentedControl
          aria-label={words.organisation.days}
          className="no-print"
          w="fit-content"
          value={String(days)}
          data={SHADOW_DAYS.map((value) => ({ value: String(value), label: words.organisation.lasts[value] }))}
          onChange={(value) => setDays(SHADOW_DAYS.find((each) => String(each) === value) ?? days)}
        />
        <Shown query={report}>{(read) => <Told report={read} />}</Shown>
      </Stack>
    </Panel>
  )
}

function Told({ report }: { report: ShadowReport }) {
  const { since, enforcements, asked, couldNot, undone } = report
  return (
    <>
      {since !== null && <Text role="note">{words.organisation.since({ when: formatFull(since) })}</Text>}
      {enforcements === 0 && <Text c="dimmed">{words.organisation.reportOff}</Text>}
      {enforcements > 0 && (
        <>
          <Text>
            {words.organisation.counted({ enforcements, asked })}{' '}
            {words.organisation.could({ count: couldNot, undone })}
          </Text>
          <ByAction report={report} />
          <ByTeam report={report} />
          <Text size="sm" c="dimmed">
            {words.organisation.holdsAlone}
          </Text>
        </>
      )}
    </>
  )
}

const formatHold = (ms: number): string => (ms === 0 ? '–' : formatDurationText(ms))

const ByAction = ({ report: { actions } }: { report: ShadowReport }) => (
  <WideTable label={words.organisation.byAction} minWidth={640}>
    <Head
      names={[
        words.organisation.action,
        words.organisation.enforcements,
        words.organisation.couldNot,
        words.organisation.undone,
        words.organisation.hold1,
      ]}
    >
      <Table.Th>{words.organisation.asks}</Table.Th>
    </Head>
    <Table.Tbody>
      {actions.map((row) => (
        <Table.Tr key={`${row.action} ${row.asks}`}>
          <Table.Th scope="row">{row.action}</Table.Th>
          <Table.Td ta="right">{row.enforcements}</Table.Td>
          <Table.Td ta="right">{row.couldNot}</Table.Td>
          <Table.Td ta="right">{row.undone}</Table.Td>
          <Table.Td ta="right">{formatHold(row.holdMs)}</Table.Td>
          <Table.Td>{row.asks}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

const ByTeam = ({ report: { teams } }: { report: ShadowReport }) => (
  <WideTable label={words.organisation.byTeam} minWidth={480}>
    <Head
      names={[
        words.organisation.team,
        words.organisation.enforcements,
        words.organisation.asked,
        words.organisation.longest,
        words.organisation.allHolds,
      ]}
    />
    <Table.Tbody>
      {teams.map((row) => (
        <Table.Tr key={row.team ?? ''}>
          <Table.Th scope="row" className="hostile">
            {row.team ?? words.organisation.noTeam}
          </Table.Th>
          <Table.Td ta="right">{row.enforcements}</Table.Td>
          <Table.Td ta="right">{row.asked}</Table.Td>
          <Table.Td ta="right">{formatHold(row.longestHoldMs)}</Table.Td>
          <Table.Td ta="right">{row.holdMs === 0 ? '–' : formatLength(row.holdMs)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

const Head = ({ names, children }: { names: readonly string[]; children?: React.ReactNode }) => (
  <Table.Thead>
    <Table.Tr>
      {names.map((name, place) => (
        <Table.Th key={name} {...(place > 0 && { ta: 'right' as const })}>
          {name}
        </Table.Th>
      ))}
      {children}
    </Table.Tr>
  </Table.Thead>
)
