/** Of what somebody was shown. */
const MATERIAL = '7b1f0c52f2a04d6c8f3f1c9f6f0f0a7be0f3ad5a6d0f1f7f2f1a1c0d9e8b7a65'

/** What is sent to an operation and what comes back, by the operation's name. Tests hold them against its schemas. */
export const EXAMPLES: Readonly<Record<string, { request?: unknown; answer?: unknown }>> = {
  receiveReport: {
    request: {
      id: 'r-20418',
      subject: { kind: 'content', id: 'post-771' },
      ground: 'terms',
      category: 'SCAMS_AND_FRAUD',
      reporterId: 'user-52',
      reportedAt: '2026-05-04T09:00:00+02:00',
      comment: 'Sells tickets that do not exist.',
      language: 'en',
      region: 'IE',
      evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'Last tickets, write to me.' }],
    },
    answer: { id: 'r-20418', reportId: 'r-1', caseId: 'c-1', receivedAt: '2026-05-04T07:00:01.204Z' },
  },
  tellAccount: {
    request: {
      handle: 'harbour_news',
      displayName: 'Harbour News',
      reach: 48_200,
      verified: true,
      tags: ['newsroom'],
      createdAt: '2019-03-01T08:00:00Z',
      items: 5_310,
      factsAt: '2026-05-04T07:00:00Z',
    },
    answer: { id: 'user-900', outcome: 'recorded' },
  },
  tellContent: {
    request: {
      accountId: 'user-900',
      kind: 'post',
      text: 'The ferry is late again.',
      language: 'en',
      createdAt: '2026-05-04T06:30:00Z',
      factsAt: '2026-05-04T07:00:00Z',
    },
    answer: { id: 'post-772', outcome: 'recorded' },
  },
  addNote: { request: { text: 'The same words as in c-4.' } },
  decideCase: {
    request: {
      draftId: 'draft-7',
      conclusion: 'violation',
      policyId: 'scam',
      rationale: 'Asks for money in advance for tickets that were never sold.',
      actions: [{ action: 'remove' }, { action: 'suspend', durationMs: 604_800_000 }],
    },
  },
  previewOrder: { request: { caseId: 'c-7', policyId: 'scam', action: 'deactivate' } },
  takeLesserMeasure: { request: { caseId: 'c-7', policyId: 'scam', action: 'lock' } },
  giveOwnVerdict: { request: { conclusion: 'no_violation', rationale: 'It is the ministry itself.' } },
  approveOrder: { request: { material: MATERIAL } },
  declineOrder: { request: { material: MATERIAL, reason: 'It is the ministry itself.' } },
  takeDuty: { request: { material: MATERIAL } },
  confirmOrder: { request: { material: MATERIAL, reason: 'Looked at it: the fake is gone, the ministry is there.' } },
  identifyOrder: { request: { handle: '@minister_vaIe', accountId: 'user-77' } },
  assessOrder: {
    request: {
      whoSpeaks: 'Somebody who calls himself a minister.',
      publicInterest: 'None: the ministry speaks from another account.',
      harm: 'People send money to it.',
      alternatives: 'A label would not stop the payments.',
    },
  },
  beginFreeze: { request: { reason: 'Somebody suspends newsrooms with a stolen laptop.' } },
  stopOrder: { request: { reason: 'This is the newsroom itself, not the copy of it.' } },
  restoreOrder: { request: { cause: 'mistake', reason: 'The wrong account of two with one name.' } },
  previewRestores: {
    request: { by: { kind: 'staff', id: 's-12' }, since: '2026-05-04T05:00:00Z', until: '2026-05-04T07:00:00Z' },
  },
  startRestores: { request: { reason: 'Decided from a stolen laptop.' } },
  acceptRestore: { request: { reason: 'Its followers left in the meantime; they were told.' } },
  startShift: { request: { plannedMinutes: 480 } },
}
