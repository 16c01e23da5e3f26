import { useQuery } from '@tanstack/react-query'
import { formatAgo } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { machineKeysQuery } from '../components/key-query.ts'
import { SETUP_PLACES, setupQuery } from '../components/setup-steps.ts'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { ROWS_MAX, StartPanel } from './start-panel.tsx'

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
