import { Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '../components/panel.tsx'
import { chooseKey, isSwitchedOff, LETTERS, type Letter, readChosen, switchLetters } from '../shell/shortcut-letters.ts'
import { words } from '../words/words.ts'

/** The form that switches shortcuts off or changes their letters. Stored in this browser. */
export function Keys() {
  const [isOff, setOff] = useState(isSwitchedOff)
  const [chosen, setChosen] = useState(readChosen)
  const choose = (letter: Letter, key: string) => {
    chooseKey(letter, key.trim().toLowerCase())
    setChosen(readChosen())
  }
  return (
    <Panel title={words.keys.title}>
      <Stack gap="sm" align="flex-start">
        <Checkbox
          label={words.me.keys}
          description={words.me.keysHint}
          checked={!isOff}
          onChange={({ currentTarget: { checked } }) => {
            switchLetters(checked)
            setOff(!checked)
          }}
        />
        <Text size="sm">{words.me.otherKeys}</Text>
        <Group gap="xs">
          {LETTERS.map((letter) => (
            <TextInput
              key={letter}
              label={letter.toUpperCase()}
              aria-label={words.me.insteadOf({ letter: letter.toUpperCase(), does: words.keys.letters[letter] })}
              title={words.keys.letters[letter]}
              value={chosen[letter] ?? ''}
              placeholder={letter}
              maxLength={1}
              w={48}
              disabled={isOff}
              onChange={({ currentTarget }) => choose(letter, currentTarget.value)}
            />
          ))}
        </Group>
      </Stack>
    </Panel>
  )
}
