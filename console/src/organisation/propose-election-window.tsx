import { Chip, Group, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ElectionWindow, Wanted } from '../api/shapes.ts'
import { toInstant } from '../components/local-time.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { deskNow } from '../shell/desk-clock.ts'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'

type Tag = ElectionWindow['tags'][number]
const TAGS = Object.keys(words.account.tags) as Tag[]
const ID_MAX = 256
const ACCOUNTS_MAX = 500
const AHEAD_MAX_MS = 180 * 86_400_000

interface Draft {
  tags: Tag[]
  accounts: string[]
  /** Times are local, in the form of the browser's date and time field. */
  from: string
  until: string
}

const EMPTY: Draft = { tags: [], accounts: [], from: '', until: '' }

/** The form by which a window is proposed: for whom, from when, until when and why. */
export function ProposeElectionWindow() {
  const [draft, setDraft] = useState(EMPTY)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const missing = listMissingInput(draft)
  return (
    <Stack gap="sm" className="no-print">
      <Tags tags={draft.tags} onChange={(tags) => change({ tags })} />
      <TagsInput
        label={words.elections.accounts}
        description={words.elections.accountsHint}
        inputWrapperOrder={['label', 'input', 'description']}
        value={draft.accounts}
        maxTags={ACCOUNTS_MAX}
        maxLength={ID_MAX}
        maw={480}
        acceptValueOnBlur
        onChange={(accounts) => change({ accounts })}
      />
      <Group gap="sm" align="flex-start">
        <Moment label={words.elections.begins} value={draft.from} onChange={(from) => change({ from })} />
        <Moment label={words.elections.ends} value={draft.until} onChange={(until) => change({ until })} />
      </Group>
      <Text size="sm" c="dimmed">
        {missing ?? words.elections.opens}
      </Text>
      <ProposeChangeForm
        wanted={missing === undefined ? toWanted(draft) : undefined}
        button={words.elections.propose}
      />
    </Stack>
  )
}

const Tags = ({ tags, onChange }: { tags: readonly Tag[]; onChange: (tags: Tag[]) => void }) => (
  <div>
    <Text size="sm" fw={600} mb={4}>
      {words.elections.tags}
    </Text>
    <Chip.Group multiple value={[...tags]} onChange={(chosen) => onChange(TAGS.filter((tag) => chosen.includes(tag)))}>
      <Group gap="xs" role="group" aria-label={words.elections.tags}>
        {TAGS.map((tag) => (
          <Chip key={tag} value={tag} variant="outline">
            {words.account.tags[tag]}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  </div>
)

const Moment = ({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) => (
  <TextInput
    type="datetime-local"
    label={label}
    description={ZONE}
    inputWrapperOrder={['label', 'input', 'description']}
    value={value}
    w={220}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
  />
)

const toWanted = ({ tags, accounts, from, until }: Draft): Wanted => ({
  kind: 'election_window',
  from: toInstant(from),
  until: toInstant(until),
  accounts: accounts.map((id) => id.trim()),
  tags,
})

/** Names the first missing input, or answers undefined when the window can be proposed. The desk checks the same. */
function listMissingInput({ tags, accounts, from, until }: Draft): string | undefined {
  if (tags.length + accounts.length === 0) return words.elections.missing.who
  const [begins, ends] = [Date.parse(from), Date.parse(until)]
  if (Number.isNaN(begins) || Number.isNaN(ends)) return words.elections.missing.times
  if (ends <= begins || ends <= deskNow()) return words.elections.missing.enforcement
  return ends > deskNow() + AHEAD_MAX_MS ? words.elections.missing.far : undefined
}
