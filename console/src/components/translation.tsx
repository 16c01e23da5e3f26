import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { HostileText } from './hostile-text.tsx'
import { KeyHint } from './key-hint.tsx'
import { ProblemNote } from './problem-note.tsx'

/** Shows a translation of the reported text into the reader's language, beside the original and never in its place. */
export function Translation({ of: { id: caseId, content, language: reported, translates } }: { of: Case }) {
  const language = content?.language ?? reported
  const isForeign = Boolean(content?.text) && !isSame(language, navigator.language)
  if (!isForeign || (!translates && language === null)) return null
  if (!translates)
    return (
      <Text size="sm" c="dimmed">
        {words.translation.none}
      </Text>
    )
  return <Translated caseId={caseId} language={language} hasKey />
}

/** Offers to translate the comment of a report. The text leaves the desk when the button is pressed, and not before. */
export function CommentTranslation({ of, report }: { of: Case; report: Case['reports']['items'][number] }) {
  const { id: reportId, language } = report
  if (!of.translates || isSame(language, navigator.language)) return null
  return <Translated caseId={of.id} part={{ reportId }} language={language} />
}

interface Translating {
  caseId: string
  /** The text of the case that is translated. Left out: that of the content. */
  part?: { reportId?: string }
  language: string | null
  /** True for the one text of a page that a key translates. */
  hasKey?: boolean
}

function Translated({ caseId, part = {}, language, hasKey = false }: Translating) {
  const to = navigator.language
  const ask = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/cases/{caseId}/translation', { params: { path: { caseId } }, body: { to, ...part } })),
  })
  const toggle = () => (ask.data === undefined ? ask.mutate() : ask.reset())
  useLetters(hasKey && !ask.isPending ? { t: toggle } : {})
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
        {hasKey && <KeyHint letter="t" />}
      </Group>
      {ask.isError && <ProblemNote error={ask.error} />}
    </Stack>
  )
}

/** True when both are the same language, in any country's variant. */
const isSame = (language: string | null, to: string): boolean => language?.split('-')[0] === to.split('-')[0]
