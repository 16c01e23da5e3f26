/** Cases that wait for a time. */
export const snoozes = {
  title: 'Snoozed',
  none: 'Not snoozed.',
  until: (at: string, by: string) => `until ${at}, by ${by}`,
  end: (caseId: string) => `Bring ${caseId} back`,
  how: {
    passed: (at: string, _by: string | null) => `Back in its queue since ${at}.`,
    ended: (at: string, by: string | null) => `Brought back by ${by ?? 'a lead'}, ${at}.`,
  },
  fields: { until: 'Snooze until', reason: 'What the case waits for' },
  snooze: 'Snooze case',
} as const
