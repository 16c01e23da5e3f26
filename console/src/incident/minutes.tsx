import { Table } from '@mantine/core'
import type { Incident } from '../api/shapes.ts'
import { formatSecond } from '../components/format.ts'
import { Icon } from '../components/state-pill.tsx'
import { WideTable } from '../components/wide-table.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'

type Mark = Incident['marks'][number]

const ICONS: Readonly<Record<string, readonly [icon: string, tone: StateTone]>> = {
  asked: ['◔', 'waits'],
  agreed: ['✓', 'ended'],
  declined: ['–', 'ended'],
  held: ['◷', 'clock'],
  effect: ['◷', 'clock'],
  offline: ['■', 'alarm'],
  told: ['✉', 'ended'],
  restore_asked: ['↶', 'clock'],
  back: ['✓', 'safe'],
  whole: ['✓', 'safe'],
}
const OTHER = ['·', 'ended'] as const

/**
 * Shows every line of the timeline in the order of time; a silence while the account was offline is a row at its start.
 */
export function Minutes({ incident: { marks, gaps } }: { incident: Incident }) {
  const lines = [
    ...marks.map((mark) => ({ at: mark.at, mark, gap: undefined })),
    ...gaps.map((gap) => ({ at: gap.from, mark: undefined, gap })),
  ].sort(
    (one, other) => one.at.localeCompare(other.at) || Number(one.gap !== undefined) - Number(other.gap !== undefined),
  )
  return (
    <WideTable label={words.incidents.minutes} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={100}>{words.incidents.time}</Table.Th>
          <Table.Th>{words.incidents.event}</Table.Th>
          <Table.Th w={140}>{words.incidents.by}</Table.Th>
          <Table.Th w={140}>{words.incidents.whom}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map(({ at, mark, gap }) =>
          mark === undefined ? (
            <Table.Tr key={`silence ${at}`}>
              <Table.Td>{formatSecond(at)}</Table.Td>
              <Table.Td colSpan={3} fw={600} c="var(--state-waits)">
                {words.incidents.silence}: {gap?.says}
              </Table.Td>
            </Table.Tr>
          ) : (
            <MarkRow key={`${at} ${mark.says} ${mark.by} ${mark.whom}`} mark={mark} />
          ),
        )}
      </Table.Tbody>
    </WideTable>
  )
}

function MarkRow({ mark }: { mark: Mark }) {
  const [icon, tone] = ICONS[mark.kind] ?? OTHER
  return (
    <Table.Tr>
      <Table.Td>{formatSecond(mark.at)}</Table.Td>
      <Table.Td className="hostile">
        <Icon tone={tone} icon={icon} /> {mark.says}
      </Table.Td>
      <Table.Td>{mark.by}</Table.Td>
      <Table.Td>{formatRecipient(mark.whom)}</Table.Td>
    </Table.Tr>
  )
}

const ROLES: Readonly<Record<string, string>> = words.incidents.roles
const formatRecipient = (whom: string | null): string => (whom === null ? '' : (ROLES[whom] ?? whom))
