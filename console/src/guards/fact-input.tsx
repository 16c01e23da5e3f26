import { Checkbox, Input, NumberInput, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core'
import type { FactRow } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import type { FactValues } from './trial-facts.ts'

type Value = NonNullable<FactValues[keyof FactValues]> | null

interface Props {
  row: FactRow
  value: Value
  onChange: (value: Value) => void
}

const WIDTH = 260
const TAGS = Object.keys(words.account.tags)

/** The field for the value of a fact in a trial, by its type; empty: unknown. */
export function FactInput({ row, value, onChange }: Props) {
  switch (row.type) {
    case 'bool':
      return <YesOrNo row={row} value={value} onChange={onChange} />
    case 'list<string>':
      return <Tags row={row} value={value} onChange={onChange} />
    case 'string':
      return (
        <TextInput
          w={WIDTH}
          label={row.name}
          description={row.doc}
          placeholder={words.guards.notKnown}
          value={typeof value === 'string' ? value : ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
        />
      )
    case 'int':
    case 'double':
      return (
        <NumberInput
          w={WIDTH}
          label={row.name}
          description={row.unit === '' ? row.doc : `${row.doc} (${row.unit})`}
          placeholder={words.guards.notKnown}
          value={typeof value === 'number' ? value : ''}
          allowDecimal={row.type === 'double'}
          thousandSeparator=","
          step={row.type === 'double' ? 0.05 : 1}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        />
      )
  }
}

const YesOrNo = ({ row, value, onChange }: Props) => (
  <Input.Wrapper w={WIDTH} label={row.name} description={row.doc} labelElement="div">
    <SegmentedControl
      mt={4}
      aria-label={row.name}
      value={typeof value === 'boolean' ? String(value) : 'null'}
      data={[
        { value: 'true', label: words.guards.yes },
        { value: 'false', label: words.guards.no },
        { value: 'null', label: words.guards.notKnown },
      ]}
      onChange={(next) => onChange(next === 'null' ? null : next === 'true')}
    />
  </Input.Wrapper>
)

function Tags({ row, value, onChange }: Props) {
  const isUnknown = value === null
  return (
    <Stack gap={4} w={WIDTH}>
      <TagsInput
        label={row.name}
        description={row.doc}
        data={TAGS}
        value={Array.isArray(value) ? value : []}
        disabled={isUnknown}
        onChange={onChange}
      />
      <Checkbox
        size="xs"
        label={words.guards.tagsUnknown}
        checked={isUnknown}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? null : [])}
      />
    </Stack>
  )
}
