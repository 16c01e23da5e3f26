import { MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Flagger, Wanted } from '../api/shapes.ts'
import { toInstant } from '../components/local-time.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'

type Area = Flagger['areas'][number]
const AREAS = Object.entries(words.categories).map(([value, label]) => ({ value: value as Area, label }))
const MAX = { name: 200, contact: 500, email: 254, coordinator: 200, reference: 200 } as const
type Field = keyof typeof MAX
const FIELDS = Object.keys(MAX) as Field[]

interface Draft extends Record<Field, string> {
  areas: Area[]
  /** A local time, in the form of the browser's date and time field. */
  expires: string
}

const EMPTY: Draft = { name: '', contact: '', email: '', coordinator: '', reference: '', areas: [], expires: '' }

/** The form by which a trusted flagger is proposed, as its coordinator awarded the status. */
export function ProposeFlagger() {
  const [draft, setDraft] = useState(EMPTY)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const wanted = toWanted(draft)
  return (
    <Stack gap="sm" maw={480} className="no-print">
      {FIELDS.map((field) => (
        <TextInput
          key={field}
          label={words.flaggers[field]}
          value={draft[field]}
          maxLength={MAX[field]}
          onChange={({ currentTarget: { value } }) => change({ [field]: value })}
        />
      ))}
      <MultiSelect
        label={words.flaggers.categories}
        data={AREAS}
        value={draft.areas}
        onChange={(areas) => change({ areas: AREAS.flatMap(({ value }) => (areas.includes(value) ? [value] : [])) })}
      />
      <TextInput
        type="datetime-local"
        label={words.flaggers.expires}
        description={ZONE}
        inputWrapperOrder={['label', 'input', 'description']}
        value={draft.expires}
        w={220}
        onChange={({ currentTarget: { value } }) => change({ expires: value })}
      />
      <Text size="sm" c="dimmed">
        {wanted === undefined ? words.flaggers.missing : words.flaggers.applies}
      </Text>
      <ProposeChangeForm wanted={wanted} button={words.flaggers.propose} />
    </Stack>
  )
}

/** Returns the change, or undefined while a field is missing. */
function toWanted({ email, areas, expires, ...texts }: Draft): Wanted | undefined {
  const isFilled = Object.values(texts).every((text) => text.trim() !== '')
  if (!isFilled || areas.length === 0 || expires === '') return undefined
  return {
    ...{ kind: 'flagger', ...texts, areas, expiresAt: toInstant(expires) },
    ...(email.trim() !== '' && { email: email.trim() }),
  }
}
