import { TextInput } from '@mantine/core'

/** The most characters of the reason for a view. */
export const VIEW_REASON_CHARS_MAX = 500

interface Props {
  label: string
  value: string
  /** In characters, as the desk takes it. */
  max?: number
  onChange: (reason: string) => void
}

/** The one-line field for a reason, beside the button that needs it. */
export const ReasonField = ({ label, value, max = 2_000, onChange }: Props) => (
  <TextInput
    label={label}
    value={value}
    maxLength={max}
    // No basis: in a column that would be a height.
    style={{ flex: '1 1 auto', minWidth: 'min(240px, 100%)', maxWidth: 480 }}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
