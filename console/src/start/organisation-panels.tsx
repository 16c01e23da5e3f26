import { useQuery } from '@tanstack/react-query'
import { Direction } from '../components/direction.tsx'
import { formatAgo, formatMinute } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { machineKeysQuery } from '../components/key-query.ts'
import { StatePill } from '../components/state-pill.tsx'
import { SETUP_PLACES, setupQuery } from '../components/setup-steps.ts'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { channelsQuery, waitingChangesQuery } from './queries.ts'
import { ROWS_MAX, StartPanel } from './start-panel.tsx'

/** The changes that wait for a second person: rules, people, sessions, keys. */
export function WaitingChanges() {
  const changes = useQuery(waitingChangesQuery)
  return (
    <StartPanel
      text={words.start.panels.changes}
      to={{ to: '/changes' }}
      query={changes}
      listRows={({ items }) =>
        items.map(({ id, kind, direction, expiresAt }) => ({
          key: id,
          to: { to: '/changes' },
          name: words.changes.kinds[kind],
          text: words.start.until({ at: formatMinute(expiresAt) }),
          pill: <Direction of={direction} />,
        }))
      }
    />
  )
}

/** The steps of the setup that are not done. */
export function Setup() {
  const setup = useQuery(setupQuery)
  return (
    <StartPanel
      text={words.start.panels.setup}
      to={{ to: '/team', search: { tab: 'joining' } }}
      query={setup}
      listRows={({ steps }) =>
        steps
          .filter(({ done }) => !done)
          .slice(0, ROWS_MAX)
          .map(({ step }) => ({
            key: step,
            to: SETUP_PLACES[step],
            name: words.setup.steps[step].title,
            pill: <StatePill tone="waits">{words.setup.open}</StatePill>,
          }))
      }
    />
  )
}

/** The API keys, which the desk lists by age, the newest first. */
export function Keys() {
  const keys = useQuery(machineKeysQuery)
  const now = useNow()
  return (
    <StartPanel
      text={words.start.panels.keys}
      to={{ to: '/api-keys' }}
      query={keys}
      listRows={({ items }) =>
        items
          .toReversed()
          .slice(0, ROWS_MAX)
          .map(({ id, name, scopes, createdAt }) => ({
            key: id,
            to: { to: '/api-keys' },
            name: <Hostile>{name}</Hostile>,
            text: words.start.key({
              scopes: scopes.map((scope) => words.apiKeys.scopes[scope]).join(', '),
              ago: formatAgo(createdAt, now),
            }),
          }))
      }
    />
  )
}

/** The channels that fail or were given up, the longest first. */
export function FailingChannels() {
  const channels = useQuery(channelsQuery)
  return (
    <StartPanel
      text={words.start.panels.channels}
      to={{ to: '/channels' }}
      query={channels}
      listRows={({ items }) =>
        items
          .flatMap(({ id, name, failingSince, deadSince }) => {
            const since = deadSince ?? failingSince
            return since === null ? [] : [{ id, name, since, isDead: deadSince !== null }]
          })
          .sort((one, other) => Date.parse(one.since) - Date.parse(other.since))
          .slice(0, ROWS_MAX)
          .map(({ id, name, since, isDead }) => ({
            key: id,
            to: { to: '/channels' },
            name: <Hostile>{name}</Hostile>,
            pill: (
              <StatePill tone={isDead ? 'alarm' : 'waits'}>
                {words.start.failingSince({ at: formatMinute(since) })}
              </StatePill>
            ),
          }))
      }
    />
  )
}
