import { Menu, Text, useMantineColorScheme } from '@mantine/core'
import {
  IconBrightness,
  IconClock,
  IconClockPlay,
  IconClockStop,
  IconCoffee,
  IconHelpCircle,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMap2,
  IconSettings,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Me } from '../api/shapes.ts'
import { formatDurationText } from '../components/format.ts'
import { MINUTE_MS } from '../components/durations.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { nameRoles } from '../components/names.ts'
import { usePreferences } from '../components/use-preferences.ts'
import { SHIFT_HOURS, useShiftStep } from '../components/use-shift-step.ts'
import { useSignOut } from '../components/use-sign-out.ts'
import { ZONE } from '../words/language.ts'
import { nameOwnLanguage } from '../words/language-names.ts'
import { LANGUAGES } from '../words/languages.ts'
import { words } from '../words/words.ts'
import type { UserMenuProps } from './user-menu.tsx'

const OF_BROWSER = ''
const ICON = { size: 16, stroke: 1.6, 'aria-hidden': true } as const

/** The items of the menu: the shift, then display, then help, then the way out. */
export default function UserMenuItems({ me, onShortcuts, onTour }: UserMenuProps & { me: Me }) {
  const navigate = useNavigate()
  return (
    <>
      <Menu.Label>
        {me.pseudonym} · {nameRoles(me.roles)}
      </Menu.Label>
      <ShiftItems me={me} />
      <Menu.Divider />
      <LanguageItems />
      <Menu.Item
        leftSection={<IconClock {...ICON} />}
        rightSection={<Now>{me.preferences.timeZone ?? ZONE}</Now>}
        onClick={() => void navigate({ to: '/me', hash: 'language' })}
      >
        {words.me.timeZone}
      </Menu.Item>
      <SchemeItem />
      <Menu.Item leftSection={<IconSettings {...ICON} />} onClick={() => void navigate({ to: '/me' })}>
        {words.nav.me}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconKeyboard {...ICON} />} rightSection={<Now>?</Now>} onClick={onShortcuts}>
        {words.frame.shortcuts}
      </Menu.Item>
      <Menu.Item leftSection={<IconMap2 {...ICON} />} onClick={onTour}>
        {words.frame.tour}
      </Menu.Item>
      <Menu.Item leftSection={<IconHelpCircle {...ICON} />} onClick={() => void navigate({ to: '/help' })}>
        {words.frame.help}
      </Menu.Item>
      <Menu.Divider />
      <SignOutItem />
    </>
  )
}

/** Signs out. The menu stays open until the desk has answered, so that a failure is shown. */
function SignOutItem() {
  const signOut = useSignOut()
  return (
    <>
      <Menu.Item
        leftSection={<IconLogout {...ICON} />}
        closeMenuOnClick={false}
        disabled={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        {words.signIn.out}
      </Menu.Item>
      {signOut.isError && <ProblemNote error={signOut.error} />}
    </>
  )
}

/** The present value of a setting, beside its name. */
const Now = ({ children }: { children: string }) => (
  <Text size="xs" c="dimmed" maw={128} truncate>
    {children}
  </Text>
)

/** The steps of the shift that are possible now. The menu stays open, so that the new state or the failure is shown. */
function ShiftItems({ me: { shift } }: { me: Me }) {
  const step = useShiftStep()
  const item = { closeMenuOnClick: false, disabled: step.isPending } as const
  return (
    <>
      {shift.onShift ? (
        <>
          <Menu.Item
            {...item}
            leftSection={<IconCoffee {...ICON} />}
            rightSection={shift.onBreak ? undefined : <Worked minutes={shift.minutesSinceBreak} />}
            onClick={() => step.mutate(shift.onBreak ? 'back' : 'break')}
          >
            {shift.onBreak ? words.frame.endBreak : words.frame.takeBreak}
          </Menu.Item>
          <Menu.Item {...item} leftSection={<IconClockStop {...ICON} />} onClick={() => step.mutate('end')}>
            {words.frame.endShift}
          </Menu.Item>
        </>
      ) : (
        <Menu.Item
          {...item}
          leftSection={<IconClockPlay {...ICON} />}
          onClick={() => step.mutate({ plannedMinutes: SHIFT_HOURS * 60 })}
        >
          {words.frame.startShift}
        </Menu.Item>
      )}
      {step.isError && <ProblemNote error={step.error} />}
    </>
  )
}

/** The time worked since the last rest. */
const Worked = ({ minutes }: { minutes: number }) => (
  <Now>{words.frame.worked({ length: formatDurationText(minutes * MINUTE_MS) })}</Now>
)

/** The languages below one item. The choice is stored at the desk, and the page loads anew. */
function LanguageItems() {
  const { preferences, change } = usePreferences()
  return (
    <Menu.Sub position="right-end">
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconLanguage {...ICON} />}>{words.me.language}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        <Menu.RadioGroup
          value={preferences?.language ?? OF_BROWSER}
          onChange={(value) => change.mutate({ language: LANGUAGES.find((each) => each === value) ?? null })}
        >
          <Menu.RadioItem value={OF_BROWSER} closeMenuOnClick={false}>
            {words.me.languageOfBrowser}
          </Menu.RadioItem>
          {LANGUAGES.map((each) => (
            <Menu.RadioItem key={each} value={each} closeMenuOnClick={false}>
              {nameOwnLanguage(each)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {change.isError && <ProblemNote error={change.error} />}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
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
      rightSection={<Now>{words.me.schemes[colorScheme]}</Now>}
    >
      {words.frame.theme}
    </Menu.Item>
  )
}
