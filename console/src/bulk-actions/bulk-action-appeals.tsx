import { List, Stack, Text } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { formatFull, formatNumber } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { useSeesCases } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

const SHOWN_MAX = 200

const appealCasesQuery = (bulkAction: string) =>
  queryOptions({
    queryKey: ['queue', 'appeals', bulkAction],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/cases', { params: { query: { bulkAction, state: 'open', limit: SHOWN_MAX } }, signal })),
  })

/** Shows the appeals against a bulk action to people who may see cases now. */
export function BulkActionAppeals({ bulkActionId }: { bulkActionId: string }) {
  const seesCases = useSeesCases()
  return (
    <Panel title={words.appeals.ofBulkAction}>
      {seesCases ? <AppealCases bulkActionId={bulkActionId} /> : <Text c="dimmed">{words.appeals.onShift}</Text>}
    </Panel>
  )
}

/** Shows the waiting appeals against its enforcements, oldest first. */
function AppealCases({ bulkActionId }: { bulkActionId: string }) {
  const found = useQuery(appealCasesQuery(bulkActionId))
  return (
    <Shown query={found}>
      {({ items, nextCursor }) => (
        <Stack gap="xs">
          {items.length === 0 && <Text c="dimmed">{words.appeals.noneOpen}</Text>}
          {items.length > 0 && (
            <Text size="sm">
              {words.appeals.open({ count: `${formatNumber(items.length)}${nextCursor === null ? '' : '+'}` })}
            </Text>
          )}
          <List size="sm">
            {items.map(({ id, dueAt }) => (
              <List.Item key={id}>
                <Link to="/cases/$caseId" params={{ caseId: id }}>
                  {id}
                </Link>{' '}
                {words.appeals.due({ at: formatFull(dueAt) })}
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </Shown>
  )
}
