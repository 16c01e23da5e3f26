import { Button, Group, Kbd, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { HostileText } from './hostile-text.tsx'
import { ProblemNote } from './problem-note.tsx'

/** Shows a translation of the reported text into the reader's language, beside the original and never in its place. */
export function Translation({ of: { id: caseId, content, language: reported, translates } }: { of: Case }) {
  const to = navigator.language
  const language = content?.language ?? reported
  const ask = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/cases/{caseId}/translation', { params: { path: { caseId } }, body: { to } })),
  })
  const isForeign = Boolean(content?.text) && !isSame(language, to)
  const toggle = () => (ask.data === undefined ? ask.mutate() : ask.reset())
  useLetters(isForeign && translates && !ask.isPending ? { t: toggle } : {})
  if (!isForeign || (!translates && language === null)) return null
  if (!translates)
    return (
      <Text size="sm" c="dimmed">
        {words.translation.none}
      </Text>
    )
  return (
    <Stack gap={4} align="flex-start">
      {ask.data !== undefined && (
        <>
          <Text size="sm" c="dimmed">
            {words.translation.by({ from: ask.data.from ?? language ?? words.translation.unknown, to })}
          </Text>
          <HostileText text={ask.data.text} lang={to} />
        </>
      )}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" loading={ask.isPending} onClick={toggle}>
          {ask.data === undefined ? words.translation.ask : words.translation.hide}
        </Button>
        <Kbd>T</Kbd>
      </Group>
      {ask.isError && <ProblemNote error={ask.error} />}
    </Stack>
  )
}

/** True when both are the same language, in any country's variant. */
const isSame = (language: string | null, to: string): boolean => language?.split('-')[0] === to.split('-')[0]
