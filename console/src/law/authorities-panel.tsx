import { Stack, Text } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, unwrapAll } from '../api/client.ts'
import { formatCountry, formatFull } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'

const authoritiesQuery = queryOptions({
  queryKey: ['law', 'authorities'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/authorities', { params: { query: page }, signal })),
})

/** Shows the registered authorities, whose own keys authenticate their orders, and those that were revoked. */
export function AuthoritiesPanel() {
  const found = useQuery(authoritiesQuery)
  return (
    <Panel title={words.authorities.title}>
      <Shown query={found}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.authorities.none}</Text>}
            {items.map(({ id, name, country, contact, registeredAt, revokedAt }) => (
              <Text key={id} size="sm" data-row>
                <StatePill tone={revokedAt === null ? 'safe' : 'ended'}>
                  {revokedAt === null ? words.authorities.active : words.authorities.revoked}
                </StatePill>{' '}
                <b>{name}</b> · {formatCountry(country)} · <span className="hostile">{contact}</span> ·{' '}
                {words.authorities.since({ at: formatFull(registeredAt) })}
              </Text>
            ))}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}
