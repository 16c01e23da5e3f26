/**
 * The kinds of entries that ordinary work writes all day. A reader may leave them out; this is the one list of them.
 * No kind about an approval, a restore, a limit, a right or a change of the organisation is among them.
 */
export const ROUTINE_KINDS: readonly string[] = [
  ...['views_recorded', 'facts_read', 'reports_received', 'signal_received', 'rule_spoke', 'alerted'],
  ...['case_claimed', 'case_lapsed', 'case_released', 'case_noted', 'enforcement_previewed', 'enforcement_offered'],
  ...['session_began', 'shift_started', 'break_started', 'break_ended', 'shift_ended'],
]
