import { Avatar, Group, Menu, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import type { Me } from '../api/shapes.ts'
import { nameRoles } from '../components/names.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

const readItems = () => import('./user-menu-items.tsx')
const UserMenuItems = lazy(readItems)

export interface UserMenuProps {
  onShortcuts: () => void
  onTour: () => void
}

/** Shows who is signed in and whether they are on shift; opens the menu of what concerns only them. */
export function UserMenu(props: UserMenuProps) {
  const me = useMe()
  if (me === undefined) return null
  return (
    <Menu position="top-start" width={264} withinPortal>
      <Menu.Target>
        <UnstyledButton className="user" data-tour="user" onFocus={() => void readItems()}>
          <Group gap="sm" wrap="nowrap">
            <Avatar name={me.pseudonym} color="accent" size={32} radius="xl" aria-hidden="true" />
            <Stack gap={0} miw={0} flex={1}>
              <Text size="sm" fw={600} truncate>
                {me.pseudonym}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {formatShift(me)} · {nameRoles(me.roles)}
              </Text>
            </Stack>
            <IconSelector size={16} stroke={1.6} aria-hidden="true" />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Suspense fallback={null}>
          <UserMenuItems me={me} {...props} />
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  )
}

function formatShift({ shift }: Me): string {
  if (shift.onBreak) return words.frame.onBreak
  return shift.onShift ? words.frame.onShift : words.frame.offShift
}
