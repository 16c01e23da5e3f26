import { Button, Group, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '../components/panel.tsx'
import { ALERT_SOUNDS, parseAlertSound, playAlertSound, readAlertSound, storeAlertSound } from '../shell/alert-sound.ts'
import { words } from '../words/words.ts'

/** The form by which a person chooses a sound for new alerts in this browser, and hears it. */
export function AlertSoundSettings() {
  const [sound, setSound] = useState(readAlertSound)
  const choose = (value: string) => {
    const chosen = parseAlertSound(value)
    storeAlertSound(chosen)
    setSound(chosen)
  }
  return (
    <Panel title={words.me.sound}>
      <Stack gap="sm">
        <Radio.Group label={words.me.soundFor} description={words.me.soundHint} value={sound} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {ALERT_SOUNDS.map((value) => (
              <Radio key={value} value={value} label={words.me.sounds[value]} />
            ))}
          </Stack>
        </Radio.Group>
        <Group>
          <Button variant="default" onClick={playAlertSound}>
            {words.me.playSound}
          </Button>
        </Group>
      </Stack>
    </Panel>
  )
}
