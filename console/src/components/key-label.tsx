import { TextInput } from '@mantine/core'
import { words } from '../words/words.ts'

/** The field for the label of a new passkey. */
export const KeyLabel = ({ value, onChange }: { value: string; onChange: (label: string) => void }) => (
  <TextInput
    label={words.enrol.label}
    placeholder={words.enrol.labelExample}
    value={value}
    maxLength={100}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
