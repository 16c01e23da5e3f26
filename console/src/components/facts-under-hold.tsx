import { Button, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeptFacts as Known } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatMinute, formatNumber } from './format.ts'
import { Handle, Hostile } from './handle.tsx'
import { keptFactsQuery } from './law-query.ts'
import { Shown } from './panel.tsx'
import { nameTag } from './names.ts'
import { WideTable } from './wide-table.tsx'

const MIN_WIDTH = 560

/**
 * Shows the account's facts when a legal hold began and all their later changes. They load on request, because each
 * look is recorded.
 */
export function FactsUnderHold({ holdId }: { holdId: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Stack gap="xs" align="flex-start" my={4}>
      <Button size="compact-sm" variant="default" className="no-print" onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.holds.hideKnown : words.holds.known}
      </Button>
      {isOpen && <Rows holdId={holdId} />}
    </Stack>
  )
}

function Rows({ holdId }: { holdId: string }) {
  const found = useQuery(keptFactsQuery(holdId))
  return (
    <Shown query={found}>
      {({ items, leftOut }) =>
        items.length === 0 ? (
          <Text c="dimmed">{words.holds.nothingKnown}</Text>
        ) : (
          <>
            <WideTable label={words.holds.known} minWidth={MIN_WIDTH}>
              <Table.Thead>
                <Table.Tr>
                  {Object.values(words.holds.columns).map((column) => (
                    <Table.Th key={column}>{column}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((known, place) => (
                  <Row
                    key={`${known.overwrittenAt} ${known.factsAt} ${known.handle} ${known.reach}`}
                    known={known}
                    from={items[place - 1]?.overwrittenAt ?? null}
                  />
                ))}
              </Table.Tbody>
            </WideTable>
            {leftOut > 0 && <Text size="sm">{words.holds.leftOut({ count: leftOut })}</Text>}
          </>
        )
      }
    </Shown>
  )
}

/** `from`: the time at which it replaced the earlier value; null: it existed when the hold began. */
const Row = ({ known, from }: { known: Known; from: string | null }) => (
  <Table.Tr>
    <Table.Td>
      {from === null ? words.holds.began : words.holds.since({ at: formatMinute(from) })}
      {known.overwrittenAt === null && ` · ${words.holds.now}`}
    </Table.Td>
    <Table.Td>
      <Handle handle={known.handle} />
    </Table.Td>
    <Table.Td>
      <Hostile full>{known.displayName ?? ''}</Hostile>
    </Table.Td>
    <Table.Td>{known.reach === null ? '' : formatNumber(known.reach)}</Table.Td>
    <Table.Td>{words.holds.verified[known.verified === null ? 'unknown' : known.verified ? 'yes' : 'no']}</Table.Td>
    <Table.Td className="hostile">{known.tags.map(nameTag).join(', ')}</Table.Td>
    <Table.Td>{known.items === null ? '' : formatNumber(known.items)}</Table.Td>
  </Table.Tr>
)
