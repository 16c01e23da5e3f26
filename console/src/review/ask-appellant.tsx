import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { formatFull } from '../components/format.ts'
import { HostileText } from '../components/hostile-text.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'
import type { Appeal } from './appeal.tsx'

const QUESTION_CHARS_MAX = 1_000

/** The form by which the holder of its case asks the appellant one question, and gives the case back until the answer. */
export function AskAppellant({ caseId, appeal }: { caseId: string; appeal: Appeal }) {
  if (appeal.question !== null) return null
  return (
    <CollapsedForm button={words.appealCase.ask}>
      <AskForm caseId={caseId} />
    </CollapsedForm>
  )
}

function AskForm({ caseId }: { caseId: string }) {
  const client = useQueryClient()
  const [question, setQuestion] = useState('')
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/cases/{caseId}/appeal/question', {
          params: { path: { caseId } },
          body: { question: question.trim() },
        }),
      ),
    onSettled: () => client.invalidateQueries(),
  })
  if (ask.isSuccess)
    return <Text role="status">{words.appealCase.asked({ until: formatFull(ask.data.answerBy) })}</Text>
  return (
    <Stack gap="xs" className="no-print">
      <Textarea
        label={words.appealCase.question}
        description={words.appealCase.askHint}
        value={question}
        maxLength={QUESTION_CHARS_MAX}
        autosize
        minRows={2}
        onChange={({ currentTarget: { value } }) => setQuestion(value)}
      />
      <Group>
        <Button
          variant="default"
          disabled={question.trim() === ''}
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          {words.appealCase.ask}
        </Button>
      </Group>
      {ask.isError && <ProblemNote error={ask.error} />}
    </Stack>
  )
}

/** Shows the question to the appellant, and the answer in their words. */
export function AskedQuestion({ appeal: { question, language, concludesFirst } }: { appeal: Appeal }) {
  if (question === null) return null
  const { askedAt, answerBy, answer, answeredAt } = question
  return (
    <>
      <Text size="sm" fw={600}>
        {words.appealCase.askedAt({ at: formatFull(askedAt), until: formatFull(answerBy) })}
      </Text>
      <Text className="hostile">
        {question.question ?? (concludesFirst ? words.appealCase.saidLater : words.appealCase.forgotten)}
      </Text>
      {answer !== null && <HostileText text={answer} lang={language ?? undefined} />}
      {answeredAt === null && <Text c="dimmed">{words.appealCase.noAnswer}</Text>}
    </>
  )
}
