import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Me } from '../api/shapes.ts'
import { Channels } from '../components/channels.tsx'
import { Columns, Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { SHIFT_HOURS, useShiftStep } from '../components/use-shift-step.ts'
import { WhenSeen } from '../components/when-seen.tsx'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { AlertSoundSettings } from './alert-sound-settings.tsx'
import { BrowserNotifications } from './browser-notifications.tsx'
import { WellbeingSettings } from './wellbeing-settings.tsx'
import { Keys } from './keys.tsx'
import { LanguageSettings } from './language-settings.tsx'
import { ColourScheme } from './colour-scheme.tsx'
import { OwnFacts } from './own-facts.tsx'
import { Passkeys } from './passkeys.tsx'
import { Sessions } from './sessions.tsx'
import { MyShifts } from './my-shifts.tsx'
import { nameRoles } from '../components/names.ts'
import { ShiftSummary } from './shift-summary.tsx'

const SHIFT_HOURS_MAX = 12

/** Shows the caller's own page: identity, shift, settings and sessions. */
export function MePage() {
  const me = useQuery(meQuery)
  return (
    <Page title={words.me.title}>
      <Columns>
        <Shown query={me}>
          {(person) => (
            <>
              <Panel title={person.pseudonym}>
                <Text>
                  {words.me.roles}: {nameRoles(person.roles)}
                </Text>
              </Panel>
              <Shift me={person} />
              <ShiftSummary />
              <WellbeingSettings wellbeing={person.wellbeing} />
              <MyShifts />
            </>
          )}
        </Shown>
        <Channels own mayChange />
        <BrowserNotifications />
        <AlertSoundSettings />
        <ColourScheme />
        <LanguageSettings />
        <Keys />
        <Passkeys />
        <Sessions />
      </Columns>
      <WhenSeen>
        <OwnFacts />
      </WhenSeen>
    </Page>
  )
}

function Shift({ me: { shift } }: { me: Me }) {
  const [hours, setHours] = useState(SHIFT_HOURS)
  const step = useShiftStep()
  return (
    <Panel title={words.me.shift}>
      <Stack gap="sm" align="flex-start">
        <Text>
          {!shift.onShift && words.me.offShift}
          {shift.onShift &&
            !shift.onBreak &&
            words.me.onShift({ minutes: shift.minutesOnShift, rest: shift.minutesSinceBreak })}
          {shift.onBreak && words.me.onBreak}
        </Text>
        {shift.onShift ? (
          <Group>
            <Button variant="default" onClick={() => step.mutate(shift.onBreak ? 'back' : 'break')}>
              {shift.onBreak ? words.me.back : words.me.break}
            </Button>
            <Button variant="default" onClick={() => step.mutate('end')}>
              {words.me.end}
            </Button>
          </Group>
        ) : (
          <Group align="flex-end">
            <NumberInput
              label={words.me.hours}
              value={hours}
              min={1}
              max={SHIFT_HOURS_MAX}
              w={100}
              onChange={(value) => typeof value === 'number' && setHours(value)}
            />
            <Button variant="default" onClick={() => step.mutate({ plannedMinutes: hours * 60 })}>
              {words.me.start}
            </Button>
          </Group>
        )}
        {step.isError && <ProblemNote error={step.error} />}
      </Stack>
    </Panel>
  )
}
