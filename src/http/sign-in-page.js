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

for (const [id, act] of Object.entries({ 'sign-in': signIn, 'sign-out': signOut, enrol })) {
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
