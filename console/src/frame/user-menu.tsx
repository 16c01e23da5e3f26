import { Avatar, Group, Menu, Stack, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import {
  IconBrightness,
  IconClockPlay,
  IconClockStop,
  IconCoffee,
  IconKeyboard,
  IconLogout,
  IconSettings,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Me } from '../api/shapes.ts'
import { useShiftStep } from '../components/use-shift-step.ts'
import { useSignOut } from '../components/use-sign-out.ts'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

const SHIFT_MINUTES = 8 * 60
const ICON = { size: 16, stroke: 1.6, 'aria-hidden': true } as const

/** Shows who is signed in, and the menu of what concerns only them. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const signOut = useSignOut()
  if (me === undefined) return null
  return (
    <Menu position="top-start" width={240} withinPortal>
      <Menu.Target>
        <UnstyledButton className="user">
          <Group gap="sm" wrap="nowrap">
            <Avatar name={me.pseudonym} color="accent" size={32} radius="xl" aria-hidden="true" />
            <Stack gap={0} miw={0}>
              <Text size="sm" fw={600} truncate>
                {me.pseudonym}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {me.roles.map((role) => words.roles[role]).join(', ')} · {formatShift(me)}
              </Text>
            </Stack>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <ShiftItems me={me} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings {...ICON} />} onClick={() => void navigate({ to: '/me' })}>
          {words.nav.me}
        </Menu.Item>
        <SchemeItem />
        <Menu.Item leftSection={<IconKeyboard {...ICON} />} onClick={onShortcuts}>
          {words.frame.shortcuts}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout {...ICON} />} onClick={() => signOut.mutate()}>
          {words.signIn.out}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function formatShift({ shift }: Me): string {
  if (shift.onBreak) return words.frame.onBreak
  return shift.onShift ? words.frame.onShift : words.frame.offShift
}

/** The steps of the caller's shift that are possible now. */
function ShiftItems({ me: { shift } }: { me: Me }) {
  const step = useShiftStep()
  if (!shift.onShift)
    return (
      <Menu.Item
        leftSection={<IconClockPlay {...ICON} />}
        onClick={() => step.mutate({ plannedMinutes: SHIFT_MINUTES })}
      >
        {words.frame.startShift}
      </Menu.Item>
    )
  return (
    <>
      <Menu.Item leftSection={<IconCoffee {...ICON} />} onClick={() => step.mutate(shift.onBreak ? 'back' : 'break')}>
        {shift.onBreak ? words.frame.endBreak : words.frame.takeBreak}
      </Menu.Item>
      <Menu.Item leftSection={<IconClockStop {...ICON} />} onClick={() => step.mutate('end')}>
        {words.frame.endShift}
      </Menu.Item>
    </>
  )
}

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const

/** Steps through the colour schemes; the menu stays open so that the reader sees the result. */
function SchemeItem() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu.Item
      leftSection={<IconBrightness {...ICON} />}
      closeMenuOnClick={false}
      onClick={() => setColorScheme(NEXT[colorScheme])}
      rightSection={
        <Text size="xs" c="dimmed">
          {words.me.schemes[colorScheme]}
        </Text>
      }
    >
      {words.frame.theme}
    </Menu.Item>
  )
}
