import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { formatDone } from '../components/format-action.ts'
import { formatAgo, formatCount, formatFull } from '../components/format.ts'
import { Handle } from '../components/handle.tsx'
import { Shown } from '../components/panel.tsx'
import { StateBadge } from '../components/state-badge.tsx'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'

const ROWS = 20

/** Lists the enforcements of a set with their account, action, state, time and proposer, before a person restores them. */
export function RestoreItems({ restoreId, count }: { restoreId: string; count: number }) {
  const now = useNow()
  const found = useInfiniteQuery({
    queryKey: ['enforcements', 'restore', restoreId],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/restores/{restoreId}/enforcements', {
          params: { path: { restoreId }, query: { limit: ROWS, ...(pageParam !== '' && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const listed = found.data?.pages.flatMap(({ items }) => items).length ?? 0
  return (
    <Stack gap="xs" w="100%">
      <Shown query={found}>
        {({ pages }) => (
          <Table className="rows" verticalSpacing={4} aria-label={words.undo.set}>
            <Table.Thead>
              <Table.Tr>
                {(['account', 'action', 'state', 'since', 'by'] as const).map((name) => (
                  <Table.Th key={name}>{words.live.columns[name]}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pages
                .flatMap(({ items }) => items)
                .map(({ id, handle, reach, action, own, state, inEffectAt, proposedAt, proposedBy }) => (
                  <Table.Tr key={id} data-row>
                    <Table.Td>
                      <Handle handle={handle} />{' '}
                      <Text span size="xs" c="dimmed">
                        {reach === null ? words.who.reachUnknown : words.who.followers({ count: formatCount(reach) })}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      {formatDone({ action, own })}{' '}
                      <Link to="/enforcements/$enforcementId" params={{ enforcementId: id }} className="id">
                        {id}
                      </Link>
                    </Table.Td>
                    <Table.Td>
                      <StateBadge state={state} />
                    </Table.Td>
                    <Table.Td title={formatFull(inEffectAt ?? proposedAt)}>
                      {formatAgo(inEffectAt ?? proposedAt, now)}
                    </Table.Td>
                    <Table.Td>{proposedBy ?? words.enforcements.byLater}</Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        )}
      </Shown>
      {found.isSuccess && !found.hasNextPage && listed < count && (
        <Text size="sm">{words.undo.unlisted({ count: count - listed })}</Text>
      )}
      {found.hasNextPage && (
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {words.undo.more}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
