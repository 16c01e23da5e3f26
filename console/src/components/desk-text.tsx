import { Stack, Text } from '@mantine/core'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'

const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g

/**
 * Shows a text of the desk unchanged, line by line, with its moments repeated in the reader's time zone. A text that
 * the desk has in English alone is marked as English for screen readers.
 */
export function DeskText({ text, language, size }: { text: string; language: string; size?: 'sm' }) {
  const moments = [...new Set(text.match(MOMENT))]
  return (
    <Stack gap={2}>
      <Text className="hostile" lang={language} {...(size && { size })}>
        {text}
      </Text>
      {moments.length > 0 && (
        <Text size="sm" c="dimmed">
          {words.changes.inYourTime}: {moments.map((moment) => `${moment} = ${formatFull(moment)}`).join(' · ')}
        </Text>
      )}
    </Stack>
  )
}
