/**
 * JSON in the format of the repository's formatter: objects on several lines, arrays of scalars on one if
 * they fit, so that a generated file needs no second pass.
 */
export function printJson(value) {
  return `${print(value, 0, 0)}\n`
}

const lineWidth = 100

/**
 * @param {number} depth levels of indentation
 * @param {number} column where the value starts
 */
function print(value, depth, column) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return Array.isArray(value) ? printArray(value, depth, column) : printObject(value, depth)
}

function printArray(items, depth, column) {
  const isFlat = items.every((item) => isScalar(item) || isFlatArray(item))
  const line = `[${items.map((item) => print(item, depth, 0)).join(', ')}]`
  // The comma that may follow counts as well.
  if (isFlat && column + line.length + 1 <= lineWidth) return line
  const indent = '  '.repeat(depth + 1)
  const lines = items.map((item) => indent + print(item, depth + 1, indent.length))
  return `[\n${lines.join(',\n')}\n${'  '.repeat(depth)}]`
}

function printObject(object, depth) {
  const entries = Object.entries(object)
  if (entries.length === 0) return '{}'
  const indent = '  '.repeat(depth + 1)
  const lines = entries.map(([key, value]) => {
    const start = `${indent}${JSON.stringify(key)}: `
    return start + print(value, depth + 1, start.length)
  })
  return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`
}

function isScalar(value) {
  return value === null || typeof value !== 'object'
}

function isFlatArray(value) {
  return Array.isArray(value) && value.every(isScalar)
}
