import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'

const NOTE_MAX = 5_000

export const listNotes = ({ events }: Case): Case['events'] => events.filter(({ kind }) => kind === 'note')

/** Shows the notes of a case, the newest first, and the field that adds one. */
export function CaseNotes({ of: reviewed }: { of: Case }) {
  const notes = listNotes(reviewed)
  return (
    <Panel title={words.notes.title}>
      <Stack gap="md">
        {notes.length === 0 && <Text c="dimmed">{words.notes.none}</Text>}
        {notes.map(({ at, by, text }) => (
          <Stack key={`${at}${text}`} gap={2} data-row>
            <Text size="sm" c="dimmed">
              {words.notes.by({ who: by ?? words.timeline.bySomebody, at: formatFull(at) })}
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
  const add = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/cases/{caseId}/notes', { params: { path: { caseId } }, body: { text: text.trim() } })),
    onSuccess: () => {
      forget()
      setText('')
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
      <Group>
        <Button variant="default" disabled={text.trim() === ''} loading={add.isPending} onClick={() => add.mutate()}>
          {words.notes.save}
        </Button>
      </Group>
      {add.isError && <ProblemNote error={add.error} />}
    </Stack>
  )
}
