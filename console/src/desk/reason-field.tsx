import { TextInput } from '@mantine/core'

interface Props {
  label: string
  value: string
  /** In characters, as the desk takes it. */
  max?: number
  onChange: (reason: string) => void
}

/** Why somebody does it, in a line beside the button it is needed for. */
export const ReasonField = ({ label, value, max = 2_000, onChange }: Props) => (
  <TextInput
    label={label}
    value={value}
    maxLength={max}
    style={{ flex: '1 1 240px', maxWidth: 480 }}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
