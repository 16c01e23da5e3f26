import { Chip, Collapse, Group, MultiSelect, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useRef } from 'react'
import type { Case, Preview } from '../api/shapes.ts'
import { listCountries } from '../components/countries.ts'
import { DAY_MS } from '../components/durations.ts'
import { formatCountry } from '../components/format.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { ChooseGround } from './choose-ground.tsx'
import { type Draft, type Policy, takesCountries } from './draft.ts'

const DAYS_MAX = 3_650
const COUNTRIES = listCountries().map((code) => ({ value: code, label: formatCountry(code) }))

interface Props {
  draft: Draft
  policies: readonly Policy[]
  reviewed: Case
  /** The desk's last answer on whether irreversible harm is a ground. */
  harm: Preview['harm']
  onChange: (part: Partial<Draft>) => void
}

/** The fields for the policy, with its text, and the action. */
export function ChooseAction({ draft, policies, reviewed, harm, onChange }: Props) {
  const policy = policies.find(({ id }) => id === draft.policyId)
  const actions = policy?.actions.filter(({ on }) => on.includes('account') || on.includes(reviewed.subject.kind)) ?? []
  const rule = actions.find(({ action }) => action === draft.action)
  const policyField = useRef<HTMLInputElement>(null)
  const actionGroup = useRef<HTMLDivElement>(null)
  useLetters({ p: () => policyField.current?.focus(), a: () => actionGroup.current?.querySelector('input')?.focus() })
  return (
    <Stack gap="sm">
      <Select
        ref={policyField}
        label={words.review.policy}
        data={policies.map(({ id, title }) => ({ value: id, label: title }))}
        value={draft.policyId}
        searchable
        onChange={(policyId) => onChange({ policyId, action: null, ground: null })}
      />
      <Collapse expanded={policy !== undefined}>
        <Text size="sm" c="dimmed" maw="72ch">
          {policy?.text}
        </Text>
      </Collapse>
      {draft.conclusion === 'violation' && actions.length > 0 && (
        <Chip.Group
          value={draft.action}
          onChange={(value) => onChange({ action: actions.find(({ action }) => action === value)?.action ?? null })}
        >
          <Group ref={actionGroup} gap="xs" role="radiogroup" aria-label={words.review.action}>
            {actions.map(({ action }) => (
              <Chip key={action} value={action} variant="outline">
                {words.actions[action]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      {rule?.end === 'required' && (
        <NumberInput
          label={words.review.duration}
          suffix={` ${
            words.review
              .days({ count: draft.durationMs / DAY_MS })
              .split(' ')
              .at(-1) ?? ''
          }`}
          value={draft.durationMs / DAY_MS}
          min={1}
          max={DAYS_MAX}
          clampBehavior="strict"
          w={160}
          onChange={(days) => typeof days === 'number' && days >= 1 && onChange({ durationMs: days * DAY_MS })}
        />
      )}
      {takesCountries(draft, policy) && <Countries codes={draft.countries} onChange={onChange} />}
      <ChooseGround draft={draft} policy={policy} reviewed={reviewed} harm={harm} onChange={onChange} />
      {draft.action === 'label' && (
        <TextInput
          label={words.review.label}
          value={draft.label}
          maxLength={64}
          onChange={(event) => onChange({ label: event.currentTarget.value })}
        />
      )}
    </Stack>
  )
}

/** The field for the countries in which the subject is hidden; none: everywhere. */
const Countries = ({ codes, onChange }: { codes: string[]; onChange: Props['onChange'] }) => (
  <MultiSelect
    label={words.review.countries}
    description={words.review.countriesHint}
    data={COUNTRIES}
    value={codes}
    searchable
    clearable
    nothingFoundMessage={words.review.noCountry}
    onChange={(countries) => onChange({ countries })}
  />
)
