/** Of what somebody was shown. */
const MATERIAL = '7b1f0c52f2a04d6c8f3f1c9f6f0f0a7be0f3ad5a6d0f1f7f2f1a1c0d9e8b7a65'

/** What a passkey answers to what was prepared for it. */
const SIGNATURE = {
  signingId: 'g-31',
  credentialId: 'mL6k0bXvXk1dZ4WQm0mQmV3lTqk1f0r8b7o0g1m2n3o',
  clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0',
  authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAA',
  signature: 'MEUCIQDk1mB0o2Jb9mZ4gk7cVv2xw8Zk3P6o5n4m3l2k1j0iAiB7',
}

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
  answerCase: {
    request: {
      answer: 'She speaks as a minister about the ferries, and everybody should hear what she calls their crews.',
      agrees: true,
      reviewBy: '2026-08-01T00:00:00Z',
      signature: SIGNATURE,
    },
  },
  endException: { request: { reason: 'She left office in July.' } },
  previewOrder: { request: { caseId: 'c-7', policyId: 'scam', action: 'deactivate' } },
  takeLesserMeasure: { request: { caseId: 'c-7', policyId: 'scam', action: 'lock' } },
  giveOwnVerdict: { request: { conclusion: 'no_violation', rationale: 'It is the ministry itself.' } },
  approveOrder: { request: { signature: SIGNATURE } },
  declineOrder: { request: { material: MATERIAL, reason: 'It is the ministry itself.' } },
  takeDuty: { request: { material: MATERIAL } },
  confirmOrder: {
    request: { signature: SIGNATURE, reason: 'Looked at it: the fake is gone, the ministry is there.' },
  },
  identifyOrder: { request: { handle: '@minister_vaIe', accountId: 'user-77' } },
  assessOrder: {
    request: {
      whoSpeaks: 'Somebody who calls himself a minister.',
      publicInterest: 'None: the ministry speaks from another account.',
      harm: 'People send money to it.',
      alternatives: 'A label would not stop the payments.',
    },
  },
  readOrder: {
    answer: {
      id: 'o-12',
      subject: { kind: 'account', id: 'user-900' },
      accountId: 'user-900',
      action: 'deactivate',
      label: null,
      durationMs: null,
      policyId: 'scam',
      caseId: 'c-7',
      decisionId: 'd-9',
      proposedBy: 'heron',
      protected: true,
      state: 'held',
      movedAt: '2026-05-04T07:20:00.000Z',
      proposedAt: '2026-05-04T07:00:00.000Z',
      inEffectAt: null,
      endsAt: null,
      needsAttention: null,
      agreeBy: null,
      heldUntil: '2026-05-04T07:25:00.000Z',
      confirmBy: null,
      platformHeldUntil: null,
      successorOf: null,
      lesser: false,
      expiresAt: '2026-05-04T11:05:00.000Z',
      requirement: {
        approvals: [{ count: 1 }],
        people: 'one other person',
        holdMs: 300_000,
        confirmMs: null,
        identify: true,
        assessment: null,
      },
      asks: '1 approval, a hold of 5m, naming whose account it is',
      guards: [{ id: 'high-reach', errored: false }],
      answers: [{ by: 'wren', answer: 'agree', at: '2026-05-04T07:20:00.000Z', stands: true }],
      moves: [
        { from: null, to: 'proposed', by: 'heron', at: '2026-05-04T07:00:00.000Z' },
        { from: 'proposed', to: 'awaiting_approval', by: 'heron', at: '2026-05-04T07:00:00.000Z' },
        { from: 'awaiting_approval', to: 'held', by: 'wren', at: '2026-05-04T07:20:00.000Z' },
      ],
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
  proposeChange: {
    request: {
      change: { kind: 'protection', subject: { kind: 'account', id: 'user-900' }, approvals: 2, holdMs: 1_800_000 },
      reason: 'It is the only voice of the island while the mast is down.',
    },
  },
  declineChange: { request: { reason: 'The election is not over yet.' } },
  startShift: { request: { plannedMinutes: 480 } },
}
