/** An example of a passkey's answer to a prepared signing. */
export const SIGNATURE = {
  signingId: 'g-31',
  credentialId: 'mL6k0bXvXk1dZ4WQm0mQmV3lTqk1f0r8b7o0g1m2n3o',
  clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0',
  authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAA',
  signature: 'MEUCIQDk1mB0o2Jb9mZ4gk7cVv2xw8Zk3P6o5n4m3l2k1j0iAiB7',
}

/** Example requests and responses of the operations about staff, by the name of the operation. */
export const PEOPLE_EXAMPLES: Readonly<Record<string, { request?: unknown; answer?: unknown }>> = {
  revokeSessions: { request: { signature: SIGNATURE }, answer: { revoked: 2 } },
  removeFromRota: { request: { signature: SIGNATURE } },
  keepMyCare: { request: { blur: true, grey: false, mute: true } },
  readMyFacts: {
    answer: {
      at: '2026-05-04T09:00:00Z',
      facts: [
        {
          name: 'actor.minutes_since_break',
          says: 'since they last rested for ten minutes',
          value: 95,
          unit: 'minutes',
          purpose: 'a second look when haste or tiredness is likely; never to rank or report on people',
        },
      ],
    },
  },
  startShift: { request: { plannedMinutes: 480 } },
  readMyShift: {
    answer: {
      beganAt: '2026-05-04T07:00:00Z',
      endedAt: null,
      casesDecided: 31,
      ordersAnswered: 4,
      proposed: 9,
      agreed: 2,
      declined: 1,
      overturned: 0,
      waitsForMe: 0,
      waitsForAgreement: 1,
      waitsForHold: 1,
      waitsForConfirmation: 0,
      waitsForAnswer: 1,
      casesHeld: 1,
      asked: 2,
      transferred: 1,
      givenBack: 0,
      severeToday: 12,
      severeADay: 80,
    },
  },
}
