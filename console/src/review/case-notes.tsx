import { Button, Group, MultiSelect, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useMe } from '../shell/me.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { casePeopleQuery } from './queries.ts'

const NOTE_MAX = 5_000
const MENTIONS_MAX = 10

export const listNotes = ({ events }: Case): Case['events'] => events.filter(({ kind }) => kind === 'note')

/** Shows the notes of a case, the newest first, and the field that adds one. */
export function CaseNotes({ of: reviewed }: { of: Case }) {
  const notes = listNotes(reviewed)
  return (
    <Panel title={words.notes.title}>
      <Stack gap="md">
        {notes.length === 0 && <Text c="dimmed">{words.notes.none}</Text>}
        {notes.map(({ at, by, text, mentions }) => (
          <Stack key={`${at}${text}`} gap={2} data-row>
            <Text size="sm" c="dimmed">
              {words.notes.by({ who: by ?? words.timeline.bySomebody, at: formatFull(at) })}
              {mentions.length > 0 && ` · ${words.notes.mentions({ people: mentions.join(', ') })}`}
            </Text>
            <Text className="hostile">
              <Hostile full>{text ?? ''}</Hostile>
            </Text>
          </Stack>
        ))}
        {reviewed.state === 'open' && <AddNote caseId={reviewed.id} />}
      </Stack>
    </Panel>
  )
}

function AddNote({ caseId }: { caseId: string }) {
  const client = useQueryClient()
  const [text, setText, forget] = usePersistentState(`note ${caseId}`, () => '')
  const [mentions, setMentions] = useState<string[]>([])
  const people = useQuery(casePeopleQuery(caseId)).data?.people ?? []
  const me = useMe()?.pseudonym
  const add = useMutation({
    mutationFn: () => {
      const body = { text: text.trim(), mentions }
      return unwrap(api.POST('/v1/cases/{caseId}/notes', { params: { path: { caseId } }, body }))
    },
    onSuccess: () => {
      forget()
      setText('')
      setMentions([])
      return client.invalidateQueries({ queryKey: ['case', caseId] })
    },
  })
  return (
    <Stack gap="xs" className="no-print">
      <Textarea
        label={words.notes.add}
        description={words.notes.hint}
        autosize
        minRows={2}
        maxLength={NOTE_MAX}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <MultiSelect
        label={words.notes.mention}
        description={words.notes.mentionHint}
        data={people.filter((name) => name !== me)}
        value={mentions}
        maxValues={MENTIONS_MAX}
        searchable
        onChange={setMentions}
      />
      <Group>
        <Button variant="default" disabled={text.trim() === ''} loading={add.isPending} onClick={() => add.mutate()}>
          {words.notes.save}
        </Button>
      </Group>
      {add.isError && <ProblemNote error={add.error} />}
    </Stack>
  )
}
