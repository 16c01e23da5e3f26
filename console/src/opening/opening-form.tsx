import { Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type paths, type Reply, unwrap } from '../api/client.ts'
import { choicesOf } from '../components/choices.ts'
import { EffectPreview } from '../components/effect-preview.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'
import { reachOf } from './found-card.tsx'
import type { FoundSubject } from './queries.ts'

const REASON_MAX = 2_000
const REFERENCE_MAX = 200

type Body = paths['/v1/cases']['post']['requestBody']['content']['application/json']
type Opened = Reply<'/v1/cases', 'post'>
interface Draft {
  category: Body['category'] | null
  source: Body['source']
  reason: string
  reference: string
}

const EMPTY: Draft = { category: null, source: 'own_initiative', reason: '', reference: '' }

/** The form that opens the case: on whose word, in which category, and why. */
export function OpeningForm({ found }: { found: FoundSubject }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(EMPTY)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const open = useMutation({
    mutationFn: (body: Body) => unwrap(api.POST('/v1/cases', { body })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['queue'] })
      void client.invalidateQueries({ queryKey: ['cases'] })
    },
  })
  const off = missingOf(draft)
  const press = () => {
    const { category, source, reason, reference } = draft
    if (category === null || off !== undefined) return
    const named = reference.trim() === '' ? {} : { reference: reference.trim() }
    open.mutate({ subject: found.subject, category, source, reason: reason.trim(), ...named })
  }
  if (open.isSuccess) return <Result opened={open.data} />
  return (
    <Panel title={words.opening.why}>
      <Stack gap="md">
        <Fields draft={draft} onChange={change} />
        <EffectPreview
          sentence={off ?? sentenceOf(found)}
          button={words.opening.open}
          tone="plain"
          busy={false}
          off={off}
          sending={open.isPending}
          onPress={press}
        />
        {open.isError && <ProblemNote error={open.error} />}
      </Stack>
    </Panel>
  )
}

function Fields({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  return (
    <>
      <Group gap="sm" align="flex-end">
        <Select
          label={words.opening.source}
          data={choicesOf(words.opening.sources)}
          value={draft.source}
          allowDeselect={false}
          onChange={(value) => value !== null && onChange({ source: value as Body['source'] })}
        />
        <Select
          label={words.opening.category}
          data={choicesOf(words.categories)}
          value={draft.category}
          searchable
          style={{ flex: '1 1 260px', maxWidth: 420 }}
          onChange={(value) => onChange({ category: value as Body['category'] | null })}
        />
        <TextInput
          label={words.opening.reference}
          value={draft.reference}
          maxLength={REFERENCE_MAX}
          style={{ flex: '1 1 200px', maxWidth: 320 }}
          onChange={({ currentTarget: { value } }) => onChange({ reference: value })}
        />
      </Group>
      <Textarea
        label={words.opening.reason}
        autosize
        minRows={2}
        maxLength={REASON_MAX}
        value={draft.reason}
        onChange={({ currentTarget: { value } }) => onChange({ reason: value })}
      />
    </>
  )
}

function missingOf({ category, reason }: Draft): string | undefined {
  if (category === null) return words.opening.chooseCategory
  return reason.trim() === '' ? words.opening.writeReason : undefined
}

const sentenceOf = (found: FoundSubject): string =>
  (found.openCaseId === null ? words.opening.says : words.opening.saysJoin)({
    who: found.handle === null ? found.subject.id : `@${found.handle}`,
    reach: reachOf(found),
    caseId: found.openCaseId ?? '',
  })

/** The result, which stays until its reader goes on. */
function Result({ opened: { caseId, opened, mayOpen } }: { opened: Opened }) {
  return (
    <Panel title={words.opening.result}>
      <Stack gap="xs" role="status">
        <Text fw={600}>{(opened ? words.opening.opened : words.opening.joined)({ caseId })}</Text>
        {mayOpen ? (
          <Link to="/cases/$caseId" params={{ caseId }}>
            {words.opening.show({ caseId })}
          </Link>
        ) : (
          <Text>{words.opening.needsClearance}</Text>
        )}
      </Stack>
    </Panel>
  )
}
