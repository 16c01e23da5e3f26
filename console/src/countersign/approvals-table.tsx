import { Button, Paper, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WaitingApproval } from '../api/shapes.ts'
import { Countdown } from '../components/countdown.tsx'
import { formatDone } from '../components/format-action.ts'
import { formatCount } from '../components/format.ts'
import { Handle } from '../components/handle.tsx'
import { Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { ApprovalProgress } from './approval-progress.tsx'
import { approvalsQuery } from './queries.ts'

const COLUMNS = ['account', 'time', 'progress', 'you'] as const

/** Lists the enforcements that await approval, the oldest first, with their progress and the reader's part. */
export function ApprovalsTable() {
  const found = useInfiniteQuery(approvalsQuery)
  return (
    <Paper component="section" withBorder aria-label={words.countersign.list.title} w="100%">
      <Shown query={found}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <Text p="lg" c="dimmed">
              {words.countersign.list.none}
            </Text>
          ) : (
            <Table className="rows" verticalSpacing={8} horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  {COLUMNS.map((name) => (
                    <Table.Th key={name}>{words.countersign.list.columns[name]}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {pages
                  .flatMap(({ items }) => items)
                  .map((waiting) => (
                    <ApprovalRow key={waiting.id} waiting={waiting} />
                  ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Shown>
      {found.hasNextPage && (
        <Button
          m="sm"
          size="compact-sm"
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {words.countersign.list.more}
        </Button>
      )}
    </Paper>
  )
}

function ApprovalRow({ waiting }: { waiting: WaitingApproval }) {
  const { id, handle, reach, agreeBy, progress, you } = waiting
  return (
    <Table.Tr data-row>
      <Table.Td>
        <Handle handle={handle} />{' '}
        <Text span size="xs" c="dimmed">
          {reach === null ? words.who.reachUnknown : words.who.followers({ count: formatCount(reach) })}
        </Text>
        <Text size="sm" className="capital">
          {formatDone(waiting)}{' '}
          <Link to="/enforcements/$enforcementId" params={{ enforcementId: id }} className="id">
            {id}
          </Link>
        </Text>
      </Table.Td>
      <Table.Td>
        {agreeBy !== null && (
          <Text size="sm">
            <Countdown until={agreeBy} say={words.countersign.list.lapses} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {progress === null ? (
          <Text size="sm" c="dimmed">
            {words.countersign.list.later}
          </Text>
        ) : (
          <ApprovalProgress progress={progress} />
        )}
      </Table.Td>
      <Table.Td>
        {you === 'asked' ? (
          <Button
            renderRoot={(props) => <Link to="/countersign/$enforcementId" params={{ enforcementId: id }} {...props} />}
            size="compact-sm"
            variant="default"
            aria-label={`${words.countersign.list.review} ${id}`}
          >
            {words.countersign.list.review}
          </Button>
        ) : (
          <Text size="sm">{words.countersign.list.parts[you]}</Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
