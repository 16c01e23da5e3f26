/** Of what platforms send and are answered, by the operation's name. */
export const INTAKE_EXAMPLES = {
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
      parentId: 'post-768',
      media: [
        { kind: 'image', mediaType: 'image/jpeg', alternativeText: 'A quay in the rain.', reference: 'photo-31' },
      ],
      createdAt: '2026-05-04T06:30:00Z',
      factsAt: '2026-05-04T07:00:00Z',
    },
    answer: { id: 'post-772', outcome: 'recorded' },
  },
  receiveSignal: {
    request: {
      id: 'sig-771',
      subject: { kind: 'content', id: 'post-771' },
      category: 'SCAMS_AND_FRAUD',
      at: '2026-05-04T06:59:58Z',
      kind: 'classifier',
      classifier: 'fake-shops',
      version: '2026-04',
      score: 0.982,
    },
    answer: { id: 'sig-771', signalId: 'z-1', source: 'link-classifier', receivedAt: '2026-05-04T07:00:00.204Z' },
  },
  receiveAppeal: {
    request: {
      id: 'appeal-31',
      orderId: 'o-12',
      appellantId: 'user-900',
      words: 'Those tickets were real: the theatre sold them through us.',
      language: 'en',
    },
    answer: {
      id: 'appeal-31',
      appealId: 'y-1',
      orderId: 'o-12',
      subject: { kind: 'account', id: 'user-900' },
      state: 'open',
      receivedAt: '2026-05-04T07:00:00.204Z',
      dueAt: '2026-05-07T07:00:00.204Z',
      endedAt: null,
      reason: null,
      judgeable: true,
    },
  },
  judgeAppeal: {
    request: { outcome: 'overturn', reason: 'The theatre confirms that it sold them.' },
    answer: { appealId: 'y-1', caseId: 'c-9', orderId: 'o-12', state: 'overturned' },
  },
}
