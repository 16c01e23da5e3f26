import { Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core'
import type { Settlement } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { choicesOf } from './choices.ts'

const SHORT_MAX = 200
const REASON_MAX = 2_000
const TEXTS = ['body', 'reference', 'decidedOn'] as const

/** The decision of an out-of-court body as a person types it. */
export type SaidSettlement = Pick<Settlement, 'body' | 'reference' | 'decidedOn' | 'outcome' | 'follows' | 'reason'>

export const emptySettlement = (): SaidSettlement => ({
  ...{ body: '', reference: '', decidedOn: '', reason: '' },
  ...{ outcome: 'appellant', follows: true },
})

export const isWhole = ({ body, reference, decidedOn, reason }: SaidSettlement): boolean =>
  [body, reference, decidedOn, reason].every((text) => text.trim() !== '')

interface Props {
  said: SaidSettlement
  onChange: (said: SaidSettlement) => void
}

/** The fields for the decision of an out-of-court body. */
export const SettlementFields = ({ said, onChange }: Props) => (
  <>
    <Group gap="sm" align="flex-end">
      {TEXTS.map((name) => (
        <TextInput
          key={name}
          label={words.settlements.fields[name]}
          value={said[name]}
          maxLength={SHORT_MAX}
          {...(name === 'decidedOn' && { type: 'date' })}
          onChange={({ currentTarget: { value } }) => onChange({ ...said, [name]: value })}
        />
      ))}
      <Select
        label={words.settlements.outcome}
        data={choicesOf(words.settlements.outcomes)}
        value={said.outcome}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ ...said, outcome: value as Settlement['outcome'] })}
      />
    </Group>
    <Textarea
      label={words.settlements.fields.reason}
      value={said.reason}
      maxLength={REASON_MAX}
      autosize
      minRows={2}
      onChange={({ currentTarget: { value } }) => onChange({ ...said, reason: value })}
    />
    <Checkbox
      label={words.settlements.follows}
      checked={said.follows}
      onChange={({ currentTarget }) => onChange({ ...said, follows: currentTarget.checked })}
    />
  </>
)
