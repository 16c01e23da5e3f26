import { useQuery } from '@tanstack/react-query'
import { Direction } from '../components/direction.tsx'
import { formatAgo, formatMinute } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { channelsQuery, keysQuery, setupQuery, waitingChangesQuery } from './queries.ts'
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

/** The page on which each step is done. */
const PLACES = {
  people: { to: '/team', hash: 'add' },
  passkeys: { to: '/team', hash: 'invitations' },
  policies: { to: '/changes' },
  connector: { to: '/changes' },
  on_call: { to: '/team', hash: 'rota' },
  backup: { to: '/help' },
} as const

/** The steps of the setup that are not done. */
export function Setup() {
  const setup = useQuery(setupQuery)
  return (
    <StartPanel
      text={words.start.panels.setup}
      to={{ to: '/team' }}
      query={setup}
      listRows={({ steps }) =>
        steps
          .filter(({ done }) => !done)
          .slice(0, ROWS_MAX)
          .map(({ step }) => ({
            key: step,
            to: PLACES[step],
            name: words.setup.steps[step].title,
            pill: <StatePill tone="waits">{words.setup.open}</StatePill>,
          }))
      }
    />
  )
}

export function Keys() {
  const keys = useQuery(keysQuery)
  const now = useNow()
  return (
    <StartPanel
      text={words.start.panels.keys}
      to={{ to: '/team' }}
      query={keys}
      listRows={({ items }) =>
        items.map(({ id, name, scopes, createdAt }) => ({
          key: id,
          to: { to: '/team' },
          name: <Hostile>{name}</Hostile>,
          text: words.start.key({ scopes: scopes.join(', '), ago: formatAgo(createdAt, now) }),
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
      to={{ to: '/team' }}
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
            to: { to: '/team' },
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
