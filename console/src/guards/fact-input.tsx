import { Checkbox, Input, NumberInput, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core'
import type { FactRow } from '../api/shapes.ts'
import { readSeparators } from '../components/format.ts'
import { words } from '../words/words.ts'
import type { FactValues } from './trial-facts.ts'

type Value = NonNullable<FactValues[keyof FactValues]> | null

interface Props {
  row: FactRow
  value: Value
  onChange: (value: Value) => void
}

/** The most characters of a text that the desk takes as a fact. */
const FACT_CHARS_MAX = 1_024
const TAGS = Object.keys(words.account.tags)

/** The field for the value of a fact in a trial, by its type; empty: unknown. A fact of the platform may be absent. */
export function FactInput(props: Props) {
  const { row, value, onChange } = props
  if (row.type === 'bool') return <YesOrNo {...props} />
  return (
    <Stack gap={4}>
      {row.type === 'list<string>' ? <Tags {...props} /> : <TextOrNumber {...props} />}
      {row.absentable && (
        <Checkbox
          size="xs"
          label={words.guards.absentAt}
          aria-label={`${row.name}: ${words.guards.absentAt}`}
          checked={value === ABSENT}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? ABSENT : null)}
        />
      )}
    </Stack>
  )
}

/** The value of a fact that the platform does not have. */
const ABSENT = 'absent'

function TextOrNumber({ row, value, onChange }: Props) {
  const shared = {
    label: row.name,
    description: row.unit === '' ? row.doc : `${row.doc} (${row.unit})`,
    placeholder: value === ABSENT ? words.guards.absent : words.guards.notKnown,
  }
  if (row.type === 'string') {
    return (
      <TextInput
        {...shared}
        value={typeof value === 'string' && value !== ABSENT ? value : ''}
        maxLength={FACT_CHARS_MAX}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
      />
    )
  }
  return (
    <NumberInput
      {...shared}
      value={typeof value === 'number' ? value : ''}
      allowDecimal={row.type === 'double'}
      {...readSeparators()}
      step={row.type === 'double' ? 0.05 : 1}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}

const YesOrNo = ({ row, value, onChange }: Props) => (
  <Input.Wrapper label={row.name} description={row.doc} labelElement="div">
    <SegmentedControl
      mt={4}
      size="xs"
      aria-label={row.name}
      value={value === ABSENT ? ABSENT : typeof value === 'boolean' ? String(value) : 'null'}
      data={[
        { value: 'true', label: words.guards.yes },
        { value: 'false', label: words.guards.no },
        { value: 'null', label: words.guards.notKnown },
        ...(row.absentable ? [{ value: ABSENT, label: words.guards.absent }] : []),
      ]}
      onChange={(next) => onChange(next === 'null' ? null : next === ABSENT ? ABSENT : next === 'true')}
    />
  </Input.Wrapper>
)

const Tags = ({ row, value, onChange }: Props) => (
  <>
    <TagsInput
      label={row.name}
      description={row.doc}
      data={row.name === 'account.tags' ? TAGS : []}
      value={Array.isArray(value) ? value : []}
      disabled={!Array.isArray(value)}
      onChange={onChange}
    />
    <Checkbox
      size="xs"
      label={words.guards.tagsUnknown}
      aria-label={`${row.name}: ${words.guards.tagsUnknown}`}
      checked={value === null}
      onChange={({ currentTarget }) => onChange(currentTarget.checked ? null : [])}
    />
  </>
)
