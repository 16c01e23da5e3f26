// The page of `countersign restore --offline`, on which two people sign. The browser runs this file unbuilt.
const { startAuthentication } = globalThis.SimpleWebAuthnBrowser
const element = (id) => document.getElementById(id)

async function call(path, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.detail)
  return answer
}

/** First whose key it is, then what that person signs: who signs stands in what is signed. */
async function prepare() {
  const { id } = await startAuthentication({ optionsJSON: await call('/begin', {}) })
  const { signings } = await call('/prepare', { credentialId: id })
  element('text').textContent = signings[0].text
  element('sign').hidden = false
  return signings
}

async function sign(signings) {
  let said = ''
  for (const { signingId, options: optionsJSON } of signings) {
    const { response } = await startAuthentication({ optionsJSON })
    const { clientDataJSON, authenticatorData, signature } = response
    said = (await call('/sign', { signingId, clientDataJSON, authenticatorData, signature })).said
  }
  element('sign').hidden = true
  return said
}

let prepared = Promise.resolve([])
const acts = {
  read: async () => {
    prepared = prepare()
    await prepared
    return 'Read it, then sign it.'
  },
  sign: async () => sign(await prepared),
}
for (const [id, act] of Object.entries(acts)) {
  element(id).addEventListener('click', () => {
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
