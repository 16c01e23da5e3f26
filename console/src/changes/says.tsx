import { Stack, Text } from '@mantine/core'
import { sayFull } from '../desk/format.ts'
import { words } from '../words/en.ts'

const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g

/** What a change says, word for word, for that is what is signed; its moments once more in the reader's own time. */
export function Says({ text }: { text: string }) {
  const moments = [...new Set(text.match(MOMENT))]
  return (
    <Stack gap={2}>
      <Text className="hostile" style={{ whiteSpace: 'pre-wrap' }}>
        {text}
      </Text>
      {moments.length > 0 && (
        <Text size="sm" c="dimmed">
          {words.changes.inYourTime}: {moments.map((moment) => `${moment} = ${sayFull(moment)}`).join(' · ')}
        </Text>
      )}
    </Stack>
  )
}
