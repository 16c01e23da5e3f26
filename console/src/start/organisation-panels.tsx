import { useQuery } from '@tanstack/react-query'
import { Direction } from '../components/direction.tsx'
import { formatMinute } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { StatePill } from '../components/state-pill.tsx'
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
