// A real Bluesky network (PLC, PDS, AppView, Ozone) on loopback, and a small control server through
// which tests/suite/bluesky.rs lets things happen in it. Prints the control server's address.
import { createServer } from 'node:http'
import { TestNetwork } from '@atproto/dev-env'

const network = await TestNetwork.create({ dbPostgresSchema: 'routewatch' })
const people = network.getSeedClient()
const names = ['alice', 'bob', 'carol', 'dave']
for (const name of names) {
  await people.createAccount(name, {
    handle: `${name}.test`, email: `${name}@people.example`, password: `${name}-password`,
  })
}
const posts = {}
const say = async (name, text) => {
  const post = await people.post(people.dids[name], text)
  ;(posts[name] ??= []).push(post.ref.uriStr)
}
await say('alice', 'Two places left for Friday, call +44 7700 900123')
await say('alice', 'قارب سريع، مكانان فقط يوم الجمعة')
await say('alice', 'The ferry timetable changes on Monday')
for (let n = 0; n < 130; n++) await say('bob', `Notice number ${n} of many, so that paging is needed`)
await say('carol', 'This account will be taken down')
await say('dave', 'This account will change its name')
await network.processAll()

const deeds = {
  // Deletes the newest post of somebody.
  async delete_post(name) {
    const uri = posts[name].at(-1)
    await people.deletePost(people.dids[name], { toString: () => uri, rkey: uri.split('/').at(-1) })
    return { uri }
  },
  async take_down(name) {
    await network.bsky.ctx.dataplane.takedownActor({ did: people.dids[name], ref: 'test' })
    return {}
  },
  async rename(name) {
    await people.updateHandle(people.dids[name], `${name}-renamed.test`)
    return {}
  },
  async post(name) {
    await say(name, 'One more post after the first visit')
    return { uri: posts[name].at(-1) }
  },
}

const server = createServer(async (request, response) => {
  const [, deed, name] = request.url.split('/')
  try {
    let answer = { appview: network.bsky.url, dids: people.dids, posts }
    if (deed) {
      answer = await deeds[deed](name)
      await network.processAll()
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer))
  } catch (why) {
    response.statusCode = 500
    response.end(String(why?.stack ?? why))
  }
})
server.listen(0, '127.0.0.1', () => console.log(`control http://127.0.0.1:${server.address().port}`))
