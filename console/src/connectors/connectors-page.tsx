import { List, Text } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'
import { formatAction } from '../components/format-action.ts'
import { Columns, Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { Icon, StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'

type Platform = Reply<'/v1/platforms', 'get'>['items'][number]
type Capabilities = NonNullable<Platform['capabilities']>

const LOOK_EVERY_MS = 30_000
const TONES = { answers: 'safe', silent: 'alarm', left_out: 'ended' } as const
const NAMED = ['fences', 'readsBack', 'reverts', 'holds', 'verifies'] as const

const platformsQuery = queryOptions({
  queryKey: ['platforms'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/platforms', { signal })),
  refetchInterval: LOOK_EVERY_MS,
})

/** Shows each platform of the desk with its state and with what it can do, in plain words. */
export function ConnectorsPage() {
  const platforms = useQuery(platformsQuery)
  return (
    <Page title={words.nav.connectors} about={words.connectors.about}>
      <Shown query={platforms}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{words.connectors.none}</Text>
          ) : (
            <Columns>
              {items.map((platform) => (
                <PlatformPanel key={platform.platform} of={platform} />
              ))}
            </Columns>
          )
        }
      </Shown>
    </Page>
  )
}

const PlatformPanel = ({ of: { platform, state, capabilities } }: { of: Platform }) => (
  <Panel
    title={platform === 'default' ? words.who.defaultPlatform : platform}
    aside={<StatePill tone={TONES[state]}>{words.connectors.states[state]}</StatePill>}
  >
    {capabilities === null ? <Text size="sm">{words.connectors.leftOut}</Text> : <Can capabilities={capabilities} />}
  </Panel>
)

function Can({ capabilities }: { capabilities: Capabilities }) {
  return (
    <>
      <List size="sm" spacing={4} listStyleType="none" aria-label={words.connectors.can}>
        {NAMED.map((name) => (
          <List.Item key={name} icon={<Icon tone={capabilities[name] ? 'safe' : 'waits'} />}>
            {(capabilities[name] ? words.connectors.has : words.connectors.lacks)[name]}
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="sm">
        {words.connectors.accountActions}: {nameActions(capabilities.accountActions)}
      </Text>
      <Text size="sm">
        {words.connectors.contentActions}: {nameActions(capabilities.contentActions)}
      </Text>
    </>
  )
}

const nameActions = (actions: Capabilities['accountActions']): string =>
  actions.length === 0 ? words.connectors.noActions : actions.map((action) => formatAction(action)).join(', ')
