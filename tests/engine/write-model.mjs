/**
 * Writes a tiny llama model with random weights as GGUF (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md,
 * version 3): real to every engine that reads the format, and a few hundred kilobytes. What it generates is noise.
 *
 *   node write-model.mjs model.gguf
 */
import { writeFileSync } from 'node:fs'

const architecture = { embedding: 64, feedForward: 128, heads: 4, blocks: 2, context: 2048 }

// The types of GGUF's values and of its tensors.
const types = { uint32: 4, float32: 6, string: 8, array: 9, int32: 5 }
const tensorTypeF32 = 0
const alignment = 32

/** Pseudo random numbers from a seed (mulberry32), so that each run writes the same file. */
function randomFrom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A vocabulary for llama.cpp's SentencePiece tokenizer: control tokens, all bytes, and the printable characters. */
function vocabulary() {
  // Token types: 1 normal, 2 unknown, 3 control, 6 byte.
  const tokens = [
    ['<unk>', 2],
    ['<s>', 3],
    ['</s>', 3],
  ]
  for (let byte = 0; byte < 256; byte++) {
    tokens.push([`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, 6])
  }
  // U+2581 represents a space.
  tokens.push(['\u2581', 1])
  for (let code = 33; code < 127; code++) tokens.push([String.fromCharCode(code), 1])
  return tokens
}

function tensors(vocabularySize) {
  const { embedding, feedForward, blocks } = architecture
  const all = [
    ['token_embd.weight', [embedding, vocabularySize]],
    ['output_norm.weight', [embedding]],
    ['output.weight', [embedding, vocabularySize]],
  ]
  for (let block = 0; block < blocks; block++) {
    all.push(
      [`blk.${block}.attn_norm.weight`, [embedding]],
      [`blk.${block}.attn_q.weight`, [embedding, embedding]],
      [`blk.${block}.attn_k.weight`, [embedding, embedding]],
      [`blk.${block}.attn_v.weight`, [embedding, embedding]],
      [`blk.${block}.attn_output.weight`, [embedding, embedding]],
      [`blk.${block}.ffn_norm.weight`, [embedding]],
      [`blk.${block}.ffn_gate.weight`, [embedding, feedForward]],
      [`blk.${block}.ffn_up.weight`, [embedding, feedForward]],
      [`blk.${block}.ffn_down.weight`, [feedForward, embedding]],
    )
  }
  return all
}

/** Appends little-endian values. */
class Writer {
  parts = []
  length = 0

  bytes(buffer) {
    this.parts.push(buffer)
    this.length += buffer.length
  }
  number(size, write) {
    const buffer = Buffer.alloc(size)
    write(buffer)
    this.bytes(buffer)
  }
  uint32(value) {
    this.number(4, (buffer) => buffer.writeUInt32LE(value))
  }
  uint64(value) {
    this.number(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value)))
  }
  float32(value) {
    this.number(4, (buffer) => buffer.writeFloatLE(value))
  }
  string(text) {
    const bytes = Buffer.from(text)
    this.uint64(bytes.length)
    this.bytes(bytes)
  }
  pad() {
    this.bytes(Buffer.alloc((alignment - (this.length % alignment)) % alignment))
  }
}

function metadata(vocabularyTokens) {
  const { embedding, feedForward, heads, blocks, context } = architecture
  return [
    ['general.architecture', 'string', 'llama'],
    ['general.name', 'string', 'tiny-random'],
    ['general.file_type', 'uint32', 0],
    ['llama.context_length', 'uint32', context],
    ['llama.embedding_length', 'uint32', embedding],
    ['llama.block_count', 'uint32', blocks],
    ['llama.feed_forward_length', 'uint32', feedForward],
    ['llama.attention.head_count', 'uint32', heads],
    ['llama.attention.head_count_kv', 'uint32', heads],
    ['llama.attention.layer_norm_rms_epsilon', 'float32', 1e-5],
    ['llama.rope.dimension_count', 'uint32', embedding / heads],
    ['llama.vocab_size', 'uint32', vocabularyTokens.length],
    ['tokenizer.ggml.model', 'string', 'llama'],
    ['tokenizer.ggml.tokens', 'string[]', vocabularyTokens.map(([text]) => text)],
    ['tokenizer.ggml.scores', 'float32[]', vocabularyTokens.map((_, index) => -index)],
    ['tokenizer.ggml.token_type', 'int32[]', vocabularyTokens.map(([, type]) => type)],
    ['tokenizer.ggml.bos_token_id', 'uint32', 1],
    ['tokenizer.ggml.eos_token_id', 'uint32', 2],
    ['tokenizer.ggml.unknown_token_id', 'uint32', 0],
  ]
}

function writeValue(writer, type, value) {
  if (type === 'int32') writer.number(4, (buffer) => buffer.writeInt32LE(value))
  else writer[type](value)
}

export function writeModel(file) {
  const random = randomFrom(1)
  const vocabularyTokens = vocabulary()
  const entries = metadata(vocabularyTokens)
  const shapes = tensors(vocabularyTokens.length)
  const writer = new Writer()
  writer.bytes(Buffer.from('GGUF'))
  writer.uint32(3)
  writer.uint64(shapes.length)
  writer.uint64(entries.length)
  for (const [key, type, value] of entries) {
    const element = type.replace('[]', '')
    writer.string(key)
    if (element !== type) {
      writer.uint32(types.array)
      writer.uint32(types[element])
      writer.uint64(value.length)
      for (const each of value) writeValue(writer, element, each)
      continue
    }
    writer.uint32(types[type])
    writeValue(writer, type, value)
  }
  const sizeOf = (shape) => shape.reduce((product, each) => product * each, 1) * 4
  let offset = 0
  for (const [name, shape] of shapes) {
    writer.string(name)
    writer.uint32(shape.length)
    for (const size of shape) writer.uint64(size)
    writer.uint32(tensorTypeF32)
    writer.uint64(offset)
    offset += Math.ceil(sizeOf(shape) / alignment) * alignment
  }
  writer.pad()
  for (const [name, shape] of shapes) {
    const values = new Float32Array(sizeOf(shape) / 4)
    const isNorm = name.includes('norm')
    for (let index = 0; index < values.length; index++) {
      values[index] = isNorm ? 1 : (random() - 0.5) * 0.2
    }
    writer.bytes(Buffer.from(values.buffer))
    writer.pad()
  }
  writeFileSync(file, Buffer.concat(writer.parts))
}

if (process.argv[1] === import.meta.filename) writeModel(process.argv[2] ?? 'model.gguf')
