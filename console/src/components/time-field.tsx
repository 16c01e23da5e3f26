import { TextInput } from '@mantine/core'
import { ZONE } from '../words/language.ts'

interface Props {
  label: string
  hint?: string
  value: string
  onChange: (at: string) => void
}

/** Browsers then take years of four digits, as every clock of the desk does. */
const MAX = '9999-12-31T23:59'

/** The field for a moment, in the time zone of the browser, which it names. */
export const TimeField = ({ label, hint, value, onChange }: Props) => (
  <TextInput
    label={label}
    type="datetime-local"
    description={hint === undefined ? ZONE : `${ZONE}. ${hint}`}
    value={value}
    max={MAX}
    maw={240}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
