import { Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { Action, Me } from '../api/shapes.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

type Denied = Me['deniedActions']
const NONE: Denied = []

/** The actions that the caller may neither propose nor approve. */
export const useDeniedActions = (): Denied => useMe()?.deniedActions ?? NONE

export const isDenied = (denied: Denied, action: Action): boolean => denied.some((one) => one.action === action)

/** Names the actions of a policy that are denied to the caller, and the roles that may take them. */
export function DeniedNote({ denied, actions }: { denied: Denied; actions: readonly Action[] }) {
  const shown = denied.filter(({ action }) => actions.includes(action))
  if (shown.length === 0) return null
  return (
    <Stack gap={2} role="note">
      {shown.map(({ action, roles }) => (
        <Text key={action} size="sm" c="dimmed">
          <IconLock size={14} aria-hidden="true" />{' '}
          {roles.length === 0
            ? words.review.deniedToAll({ action: words.actions[action] })
            : words.review.denied({ action: words.actions[action], roles: roles.map((role) => words.roles[role]) })}
        </Text>
      ))}
    </Stack>
  )
}
