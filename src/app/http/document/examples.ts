import { INTAKE_EXAMPLES } from './intake-examples.ts'
import { PEOPLE_EXAMPLES, SIGNATURE } from './people-examples.ts'

/** Of what somebody was shown. */
const MATERIAL = '7b1f0c52f2a04d6c8f3f1c9f6f0f0a7be0f3ad5a6d0f1f7f2f1a1c0d9e8b7a65'

/** What is sent to an operation and what comes back, by the operation's name. Tests hold them against its schemas. */
export const EXAMPLES: Readonly<Record<string, { request?: unknown; answer?: unknown }>> = {
  ...INTAKE_EXAMPLES,
  ...PEOPLE_EXAMPLES,
  pauseAutomation: { request: { source: 'link-classifier', reason: 'it hides the pages of a real shop' } },
  matchProtectionList: {
    request: {
      tag: 'public_office',
      list: [{ handles: ['@minister_vale'], ids: [], domains: ['transport.harbour.example'] }],
    },
    answer: {
      matches: [
        {
          accountId: 'vale',
          handle: 'minister_vale',
          displayName: 'Ada Vale',
          reach: 43_500_000,
          by: 'handle_and_domain',
          doubts: [],
          isTagged: false,
        },
      ],
      unmatched: 0,
    },
  },
  judgeProtectionListSample: { request: { wrong: ['user-900'] } },
  translateContent: { request: { to: 'en' }, answer: { text: 'The ferry is late again.', from: 'pt', to: 'en' } },
  referCase: {
    request: {
      kind: 'child_safety',
      authority: 'NCMEC CyberTipline',
      reference: '201534882',
      sentAt: '2026-05-04T09:20:00Z',
      what: 'Two pictures by hash and reference, the account by its id.',
      pieces: ['e-12', 'm-9'],
    },
  },
  placePreservationHold: {
    request: {
      subject: { kind: 'account', id: 'user-900' },
      reason: 'Evidence in an investigation.',
      authority: 'Police of Harbour',
      reference: 'HP-2026-118',
      until: '2027-05-04T00:00:00Z',
    },
  },
  lookAtSealed: {
    request: { reason: 'To say which of two hashes the authority asked for.' },
    answer: {
      id: 'e-12',
      mediaType: 'image/png',
      sha256: MATERIAL,
      reference: 'vault:7',
      link: { address: 'https://harbour.example/vault/7', until: '2026-05-04T09:05:00Z' },
      why: null,
    },
  },
  checkMatches: {
    answer: {
      media: [
        {
          mediaId: 'm-9',
          result: 'matches',
          matches: [{ listId: 'ml-2', list: 'Hotline 2026-11', ref: 'ma-12', refusal: null }],
        },
      ],
      goodUntil: '2026-05-04T09:05:00Z',
    },
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
  takeLesserMeasure: {
    request: {
      ...{ caseId: 'c-7', policyId: 'scam', action: 'lock', signature: SIGNATURE },
      reason: 'It posts a new link each minute, and no second reviewer is on duty yet.',
    },
  },
  prepareProposal: { request: { caseId: 'c-7', policyId: 'scam', action: 'lock', interim: true } },
  undoUnconfirmed: { request: { reason: 'The document is forged.' } },
  giveOwnVerdict: { request: { conclusion: 'no_violation', rationale: 'It is the ministry itself.' } },
  approveOrder: { request: { signature: SIGNATURE } },
  declineOrder: { request: { material: MATERIAL, reason: 'It is the ministry itself.' } },
  takeDuty: { request: { material: MATERIAL } },
  confirmOrder: {
    request: { signature: SIGNATURE, reason: 'Looked at it: the fake is gone, the ministry is there.' },
  },
  signOrder: { request: { signature: SIGNATURE } },
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
      lawDueAt: null,
      countries: null,
      agreeBy: null,
      heldUntil: '2026-05-04T07:25:00.000Z',
      isShut: false,
      confirmBy: null,
      platformHeldUntil: null,
      successorOf: null,
      lesser: false,
      ground: null,
      unconfirmed: false,
      reason: null,
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
      waits: [
        {
          for: 'hold',
          says: 'its hold to end, in which anybody on duty can stop it',
          until: '2026-05-04T07:25:00.000Z',
          candidates: null,
        },
      ],
      moves: [
        { from: null, to: 'proposed', by: 'heron', at: '2026-05-04T07:00:00.000Z' },
        { from: 'proposed', to: 'awaiting_approval', by: 'heron', at: '2026-05-04T07:00:00.000Z' },
        { from: 'awaiting_approval', to: 'held', by: 'wren', at: '2026-05-04T07:20:00.000Z' },
      ],
      appeals: [],
    },
  },
  searchDesk: {
    answer: {
      items: [
        {
          kind: 'case',
          id: 'c-7',
          subject: { kind: 'content', id: 'post-771' },
          accountId: 'user-900',
          state: 'open',
          queue: 'general',
          category: 'SCAMS_AND_FRAUD',
          language: 'en',
          region: 'IE',
          returned: false,
          breached: false,
          escalated: false,
          appealId: null,
          campaignId: null,
          reportCount: 3,
          reporterCount: 2,
          openedAt: '2026-05-04T07:00:01.204Z',
          dueAt: '2026-05-05T07:00:01.204Z',
          lawDueAt: null,
          closedAt: null,
          claimedBy: null,
          claimedUntil: null,
          excerpt: 'Last tickets, write to me.',
        },
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
  proposeCampaign: {
    request: {
      policyId: 'spam',
      order: { action: 'suspend', durationMs: 2_592_000_000 },
      foundBy: 'All accounts made on 3 May whose name is a word and four digits, as the platform lists them.',
      rationale: 'They post the same link, each within a minute of the other.',
      list: 'account:user-31\naccount:user-32\naccount:user-33\n',
    },
  },
  judgeCampaignSample: { request: { conclusion: 'violation' } },
  approveCampaign: { request: { signature: SIGNATURE } },
  declineCampaign: { request: { reason: 'Four of those drawn for me are a school class.' } },
  stopCampaign: { request: { reason: 'A school writes that its pupils are among them.' } },
  closeFinding: { request: { reason: 'She renamed it herself; I asked her on the phone.' } },
  addChannel: {
    request: { kind: 'slack', name: 'On-call room', address: 'https://hooks.slack.example/T1/B2/x', takes: 'calls' },
  },
  changeWebhookSecret: {
    request: { reason: 'The old one was written to a log.' },
    answer: {
      changeId: 'h-9',
      expiresAt: '2026-05-11T07:00:00Z',
      secret: 'whsec_bm90IGEgc2VjcmV0LCBvbmx5IGFuIGV4YW1wbGUhIQ==',
      fingerprint: MATERIAL,
    },
  },
  addMyChannel: { request: { kind: 'mail', name: 'My mail', address: 'wren@desk.example', takes: 'digest' } },
  acceptRestore: { request: { reason: 'Its followers left in the meantime; they were told.' } },
  proposeChange: {
    request: {
      change: { kind: 'protection', subject: { kind: 'account', id: 'user-900' }, approvals: 2, holdMs: 1_800_000 },
      reason: 'It is the only voice of the island while the mast is down.',
    },
  },
  declineChange: { request: { reason: 'The election is not over yet.' } },
  stopChange: { request: { reason: 'The election is not over yet.' } },
}
