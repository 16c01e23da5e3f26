import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { KEY_SCOPES } from '../api/choices.ts'
import type { KeyScope, Wanted } from '../api/shapes.ts'
import { choicesOf } from '../components/choices.ts'
import { usePlatforms } from '../components/subject-name.tsx'
import { words } from '../words/words.ts'
import { registeredQuery } from './queries.ts'

/** In characters, as the desk takes them. */
const NAME_MAX = 100
const SOURCE_MAX = 64
const SOURCE = /^[a-z][a-z0-9-]*$/

export interface KeyDraft {
  name: string
  scopes: readonly KeyScope[]
  /** With the scope signals: their source. */
  source: string
  /** With the scope orders: the authority. */
  authorityId: string | null
  platform: string
}

export const EMPTY: KeyDraft = { name: '', scopes: [], source: '', authorityId: null, platform: 'default' }

/** The fields of a new key. A key for signals names their source, one for orders the authority, and nothing else. */
export function KeyFields({ draft, onChange }: { draft: KeyDraft; onChange: (draft: KeyDraft) => void }) {
  const { name, scopes, source, platform } = draft
  const platforms = usePlatforms()
  const change = (part: Partial<KeyDraft>) => onChange({ ...draft, ...part })
  return (
    <Stack gap="sm" maw={480}>
      <TextInput
        label={words.apiKeys.fields.name}
        value={name}
        maxLength={NAME_MAX}
        autoComplete="off"
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <Checkbox.Group
        label={words.apiKeys.fields.scopes}
        value={[...scopes]}
        onChange={(chosen) => change({ scopes: KEY_SCOPES.filter((scope) => chosen.includes(scope)) })}
      >
        <Stack gap={4} mt={4}>
          {KEY_SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} label={words.apiKeys.scopes[scope]} />
          ))}
        </Stack>
      </Checkbox.Group>
      {scopes.includes('signals') && (
        <TextInput
          label={words.apiKeys.fields.source}
          description={words.apiKeys.sourceHint}
          inputWrapperOrder={['label', 'input', 'description']}
          value={source}
          maxLength={SOURCE_MAX}
          autoComplete="off"
          onChange={({ currentTarget }) => change({ source: currentTarget.value })}
        />
      )}
      {scopes.includes('orders') && <Authority draft={draft} change={change} />}
      {platforms && (
        <Select
          label={words.apiKeys.fields.platform}
          description={words.apiKeys.platformHint}
          inputWrapperOrder={['label', 'input', 'description']}
          data={choicesOf(platforms)}
          value={platform}
          allowDeselect={false}
          onChange={(chosen) => change({ platform: chosen ?? EMPTY.platform })}
        />
      )}
    </Stack>
  )
}

function Authority({ draft, change }: { draft: KeyDraft; change: (part: Partial<KeyDraft>) => void }) {
  const found = useQuery(registeredQuery)
  return (
    <Select
      label={words.apiKeys.fields.authority}
      data={(found.data ?? []).map(({ id, name, country }) => ({ value: id, label: `${name} (${country}, ${id})` }))}
      value={draft.authorityId}
      onChange={(authorityId) => change({ authorityId })}
    />
  )
}

/** Names the first missing input, or answers undefined when the key can be proposed. The desk checks the same. */
export function missingIn({ name, scopes, source, authorityId }: KeyDraft): string | undefined {
  const { missing } = words.apiKeys
  if (name.trim() === '') return missing.name
  if (scopes.length === 0) return missing.scopes
  if (scopes.includes('orders') && scopes.length > 1) return missing.ordersAlone
  if (scopes.includes('orders') && authorityId === null) return missing.authority
  if (scopes.includes('signals') && !SOURCE.test(source)) return missing.source
  return undefined
}

/** The change that makes this key. */
export const toWanted = ({ name, scopes, source, authorityId, platform }: KeyDraft, fingerprint: string): Wanted => ({
  kind: 'key',
  name: name.trim(),
  scopes: [...scopes],
  ...(scopes.includes('signals') && { source }),
  ...(scopes.includes('orders') && authorityId !== null && { authorityId }),
  ...(platform !== EMPTY.platform && { platform }),
  fingerprint,
})
