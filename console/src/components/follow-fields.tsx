import { MultiSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { EventKind } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { machineKeysQuery } from './key-query.ts'
import { Shown } from './panel.tsx'

export interface Follows {
  events: EventKind[]
  keyId: string
}

/** The kinds of event that a key of each scope may receive. */
const HEARD: Readonly<Record<string, readonly EventKind[]>> = {
  events: ['enforcement', 'case', 'appeal', 'alert', 'freeze', 'breaker', 'queue'],
  account_events: ['account'],
}

/**
 * The fields that choose a key and kinds of event: a webhook receives only what its key may, and only while the key is
 * valid.
 */
export function FollowFields({ follows, onChange }: { follows: Follows; onChange: (follows: Follows) => void }) {
  const keys = useQuery(machineKeysQuery)
  return (
    <Shown query={keys}>
      {({ items }) => {
        const hearing = items.filter(({ scopes }) => scopes.some((scope) => scope in HEARD))
        const chosen = hearing.find(({ id }) => id === follows.keyId)
        const heard = (chosen?.scopes ?? []).flatMap((scope) => HEARD[scope] ?? [])
        return (
          <>
            <Select
              label={words.channels.key}
              description={hearing.length === 0 ? words.channels.noKey : undefined}
              data={hearing.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))}
              value={follows.keyId === '' ? null : follows.keyId}
              onChange={(keyId) => onChange({ events: [], keyId: keyId ?? '' })}
            />
            <MultiSelect
              label={words.channels.events}
              data={heard.map((kind) => ({ value: kind, label: words.channels.eventKinds[kind] }))}
              value={follows.events}
              disabled={chosen === undefined}
              style={{ flex: '1 1 240px', maxWidth: 480 }}
              onChange={(kinds) => onChange({ ...follows, events: heard.filter((kind) => kinds.includes(kind)) })}
            />
          </>
        )
      }}
    </Shown>
  )
}
