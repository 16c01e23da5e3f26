import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { CaseThread } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { HostileText } from './hostile-text.tsx'
import { ProblemNote } from './problem-note.tsx'
import { TextButton } from './text-button.tsx'

type Message = CaseThread['messages'][number]

/** The most messages of one request, as the desk accepts them. */
const AT_ONCE_MAX = 20
/** The most places that one request spans, as the desk accepts them. */
const PLACES_MAX = 25
const LINES = 6

export type ThreadTranslation = ReturnType<typeof useThreadTranslation>

/** Holds the translations of a thread's messages. A text leaves the desk when a button is pressed, and not before. */
export function useThreadTranslation(caseId: string) {
  const [found, setFound] = useState<ReadonlyMap<string, { text: string; from: string | null }>>(new Map())
  const to = navigator.language
  const ask = useMutation({
    mutationFn: (messages: readonly Message[]) => {
      const from = messages[0]?.place ?? 0
      const count = (messages.at(-1)?.place ?? from) - from + 1
      const body = { to, from, count, ids: messages.map(({ id }) => id) }
      return unwrap(api.POST('/v1/cases/{caseId}/thread/translations', { params: { path: { caseId } }, body }))
    },
    onSuccess: ({ items }) =>
      setFound((before) => new Map([...before, ...items.map((item) => [item.id, item] as const)])),
  })
  return { found, ask, to }
}

/** Offers to translate the first messages that have words and no translation, as many as the desk takes at once. */
export function TranslateAll({ of, by: { found, ask } }: { of: readonly Message[]; by: ThreadTranslation }) {
  const left = of.filter(({ id, text }) => text && !found.has(id))
  const few = left.filter(({ place }) => place < (left[0]?.place ?? 0) + PLACES_MAX).slice(0, AT_ONCE_MAX)
  return (
    <Stack gap={4} align="flex-start">
      {few.length > 1 && (
        <Button size="compact-sm" variant="default" loading={ask.isPending} onClick={() => ask.mutate(few)}>
          {words.wholeThread.translateAll({ count: few.length })}
        </Button>
      )}
      {ask.isError && <ProblemNote error={ask.error} />}
    </Stack>
  )
}

/** Shows a translation below the message, never in its place. */
export function MessageTranslation({ of: sent, by: { found, ask, to } }: { of: Message; by: ThreadTranslation }) {
  const translation = found.get(sent.id)
  if (!sent.text) return null
  if (translation === undefined)
    return <TextButton onPress={() => !ask.isPending && ask.mutate([sent])}>{words.wholeThread.translate}</TextButton>
  return (
    <Stack gap={0}>
      <Text size="sm" c="dimmed">
        {words.wholeThread.translated({ from: translation.from ?? words.wholeThread.unknownLanguage })}
      </Text>
      <HostileText text={translation.text} size="sm" lines={LINES} lang={to} />
    </Stack>
  )
}
