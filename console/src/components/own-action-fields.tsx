import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { titleOf } from './format-action.ts'
import { words } from '../words/words.ts'
import type { OwnChoice, OwnRule, Parameter, Typed } from './own-action.ts'

/** The length from which a text gets several lines. */
const LINE_CHARS_MAX = 200

interface Props {
  rule: OwnRule
  value: OwnChoice
  /** The desk's faults of the parameters, by name. */
  faults: Readonly<Record<string, string>>
  onChange: (value: OwnChoice) => void
}

/** Returns what an action of the organisation's own takes, and whether that comes back. */
export function lossesOf({ takes, reversible }: OwnRule): string {
  const losses = takes.map((loss) => words.ownActions.losses[loss])
  return reversible ? words.ownActions.takes({ losses }) : words.ownActions.takesForGood({ losses })
}

/** The fields for the parameters of an action of the organisation's own, and for whether it ends. */
export function OwnActionFields({ rule, value, faults, onChange }: Props) {
  return (
    <>
      {rule.end === 'optional' && (
        <Checkbox
          label={words.ownActions.endless}
          checked={value.isEndless}
          onChange={(event) => onChange({ ...value, isEndless: event.currentTarget.checked })}
        />
      )}
      {rule.parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          typed={value.typed[parameter.name]}
          fault={faults[parameter.name]}
          onType={(typed) => onChange({ ...value, typed: { ...value.typed, [parameter.name]: typed } })}
        />
      ))}
    </>
  )
}

interface FieldProps {
  parameter: Parameter
  typed: Typed | undefined
  fault: string | undefined
  onType: (typed: Typed) => void
}

function ParameterField(props: FieldProps) {
  const { parameter, typed, fault, onType } = props
  const { kind, required, title } = parameter
  const field = { label: titleOf(title), error: fault }
  switch (kind) {
    case 'boolean':
      return <Checkbox {...field} checked={typed === true} onChange={(event) => onType(event.currentTarget.checked)} />
    case 'number':
    case 'integer':
      return (
        <NumberInput
          {...field}
          withAsterisk={required}
          value={typeof typed === 'number' || typeof typed === 'string' ? typed : ''}
          allowDecimal={kind === 'number'}
          clampBehavior="none"
          w={200}
          onChange={onType}
        />
      )
    case 'array':
      return <ListField {...props} />
    default:
      return <TextField {...props} />
  }
}

function TextField({ parameter: { title, values, required, lengthMax }, typed, fault, onType }: FieldProps) {
  const value = typeof typed === 'string' ? typed : ''
  const field = { label: titleOf(title), withAsterisk: required, error: fault }
  if (values !== null)
    return (
      <Select
        {...field}
        data={values}
        value={value === '' ? null : value}
        clearable={!required}
        allowDeselect={!required}
        onChange={(chosen) => onType(chosen ?? '')}
      />
    )
  const text = { ...field, value, maxLength: lengthMax }
  return lengthMax > LINE_CHARS_MAX ? (
    <Textarea {...text} autosize minRows={2} onChange={(event) => onType(event.currentTarget.value)} />
  ) : (
    <TextInput {...text} onChange={(event) => onType(event.currentTarget.value)} />
  )
}

function ListField({ parameter: { title, values, required }, typed, fault, onType }: FieldProps) {
  const entries = Array.isArray(typed) ? typed : []
  const field = { label: titleOf(title), withAsterisk: required, error: fault }
  if (values !== null) return <MultiSelect {...field} data={values} value={entries} clearable onChange={onType} />
  return (
    <Textarea
      {...field}
      description={words.ownActions.oneALine}
      value={entries.join('\n')}
      autosize
      minRows={2}
      onChange={(event) => onType(event.currentTarget.value.split('\n'))}
    />
  )
}
