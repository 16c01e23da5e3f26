import { Checkbox, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '../components/panel.tsx'
import { canNotify, isNotifying, switchNotifications } from '../shell/notifying.ts'
import { words } from '../words/words.ts'

/** The form by which a person agrees to notifications of this browser, and takes that back. */
export function BrowserNotifications() {
  const [isOn, setOn] = useState(isNotifying)
  const [isRefused, setRefused] = useState(false)
  const change = async (wanted: boolean) => {
    const isNow = await switchNotifications(wanted)
    setOn(isNow)
    setRefused(wanted && !isNow)
  }
  return (
    <Panel title={words.me.notifications}>
      <Stack gap="sm">
        <Checkbox
          label={words.me.notify}
          description={words.me.notifyHint}
          checked={isOn}
          disabled={!canNotify()}
          onChange={({ currentTarget: { checked } }) => void change(checked)}
        />
        <Text role="status" size="sm">
          {(isRefused || !canNotify()) && words.me.notifyRefused}
        </Text>
      </Stack>
    </Panel>
  )
}
