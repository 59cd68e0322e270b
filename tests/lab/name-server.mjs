// A name server that gives the same address for every name, or never responds without one.
import { createSocket } from 'node:dgram'

const [address] = process.argv.slice(2)
const server = createSocket('udp4')
server.on('message', (query, { port, address: from }) => {
  if (address === undefined) return
  const question = query.subarray(12, query.indexOf(0, 12) + 5)
  const isOfIpv4 = question.readUInt16BE(question.length - 4) === 1
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(isOfIpv4 ? 1 : 0, 6)
  header.writeUInt32BE(0, 8)
  // The name of the question, type A, class IN, 60 s, four bytes.
  const fields = [0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]
  server.send(Buffer.concat([header, question, Buffer.from(isOfIpv4 ? fields : [])]), port, from)
})
server.bind(53, '127.0.0.1')
