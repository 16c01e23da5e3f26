// What the pages /sign-in and /enrol do. It runs in the browser, as it stands; the console will do the same and more.
const { startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser
const element = (id) => document.getElementById(id)

async function call(method, path, body) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) })
  const answer = response.status === 204 ? {} : await response.json()
  if (!response.ok) throw new Error(answer.detail)
  return answer
}

async function signIn() {
  const optionsJSON = await call('POST', '/v1/sign-in/begin')
  const { id, response } = await startAuthentication({ optionsJSON })
  const { clientDataJSON, authenticatorData, signature } = response
  await call('POST', '/v1/sign-in/finish', { credentialId: id, clientDataJSON, authenticatorData, signature })
  const { pseudonym } = await call('GET', '/v1/me')
  return `You are signed in as ${pseudonym}.`
}

async function signOn() {
  const { url } = await call('POST', '/v1/sign-on/begin')
  location.assign(url)
  return 'You are being sent to sign in …'
}

async function signOut() {
  await call('POST', '/v1/sign-out')
  return 'You are signed out.'
}

async function enrol() {
  const invitation = location.hash.slice(1)
  const optionsJSON = await call('POST', '/v1/enrolments/begin', { invitation })
  const { id, response } = await startRegistration({ optionsJSON })
  const { clientDataJSON, attestationObject, transports = [] } = response
  const registration = { credentialId: id, clientDataJSON, attestationObject }
  const label = element('label').value || 'passkey'
  const made = await call('POST', '/v1/enrolments/finish', { invitation, label, transports, registration })
  // The invitation is used: it need not stand in the address any longer.
  history.replaceState(null, '', location.pathname)
  const said = `Your passkey's fingerprint is ${made.fingerprint}.`
  return made.changeId === null
    ? `${said} It counts. Sign in with it at ${location.origin}/sign-in.`
    : `${said} Somebody else must agree first (${made.changeId}): they will ask you for it.`
}

/** Where each act is done, and which words of one's own it takes. */
const ACTS = {
  agree: { path: (about) => `/v1/orders/${about}/approve`, words: 'reason' },
  confirm: { path: (about) => `/v1/orders/${about}/confirm`, words: 'reason' },
  resume: { path: (about) => `/v1/orders/${about}/resume` },
  reinstate: { path: (about) => `/v1/orders/${about}/reinstate` },
  change_agree: { path: (about) => `/v1/changes/${about}/agree` },
  freeze_extend: { path: (about) => `/v1/freezes/${about}/extend` },
  restore_second: {
    path: (about) => (about.startsWith('b-') ? `/v1/restores/${about}/start` : `/v1/orders/${about}/restore`),
    words: 'reason',
  },
  keys: { path: (about) => `/v1/key-lists/${about.replace('keys:', '')}/sign` },
  exception_agree: { path: (about) => `/v1/cases/${about}/answer`, words: 'answer', more: { agrees: true } },
}

const wanted = new URLSearchParams(location.search)

/** What would be signed: prepared anew each time, for it is good once and for five minutes. */
async function prepare() {
  const [act, about] = [wanted.get('act'), wanted.get('about')]
  if (!Object.hasOwn(ACTS, act)) throw new Error('The address says nothing that is signed.')
  const signing = await call('POST', '/v1/signings', { act, about })
  element('text').textContent = signing.text
  element('words').hidden = ACTS[act].words === undefined
  element('sign').disabled = false
  return signing
}

let prepared

/** Signs what stands on the page and nothing else, and does it. */
async function sign() {
  const { signingId, options: optionsJSON } = await prepared
  const { path, words, more = {} } = ACTS[wanted.get('act')]
  const said = element('reason').value.trim()
  const { id, response } = await startAuthentication({ optionsJSON })
  const { clientDataJSON, authenticatorData, signature } = response
  const body = { ...more, ...(words !== undefined && said !== '' ? { [words]: said } : {}) }
  const assertion = { signingId, credentialId: id, clientDataJSON, authenticatorData, signature }
  await call('POST', path(wanted.get('about')), { ...body, signature: assertion })
  element('sign').disabled = true
  return 'Signed, and done.'
}

if (element('sign') !== null) {
  prepared = prepare()
  prepared.catch((error) => {
    element('said').textContent = `There is nothing to sign. ${error.message}`
  })
}

for (const [id, act] of Object.entries({ sign, 'sign-in': signIn, 'sign-on': signOn, 'sign-out': signOut, enrol })) {
  element(id)?.addEventListener('click', () => {
    element('said').textContent = '…'
    act().then(
      (text) => {
        element('said').textContent = text
      },
      (error) => {
        element('said').textContent = `Not done. ${error.message}`
      },
    )
  })
}
