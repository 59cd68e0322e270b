import { parseAst } from 'rolldown/parseAst'

/**
 * Takes definitions that most documents do not need out of the code that Ajv wrote, into CommonJS modules that are
 * loaded when the first document needs them: to read them takes longer than to read a document.
 * @param code constants and functions; each function is of one schema, which its first `schemaN` is
 * @param schemasOf the schemas of each part, by its name
 * @param pathOf the path of a part from the module with the rest
 * @returns the rest, which needs a function `load`, and the code of each part
 */
export function splitValidators(code, schemasOf, pathOf) {
  const declarations = declarationsIn(code)
  const partOf = ownersOf(declarations, schemasOf)
  place(declarations, partOf)
  const parts = Object.keys(schemasOf).map((name) => partWith(name, declarations, partOf))
  const rest = [...declarations].filter(([name]) => !partOf.has(name)).map(([, { text }]) => text)
  const loaders = parts.flatMap(({ name, needed, entries }, index) => [
    `let part${index}`,
    `const load${index} = () => (part${index} ??= load(${JSON.stringify(pathOf(name))})({ ${needed.join(', ')} }))`,
    ...entries.map(
      (entry) =>
        `function ${entry}(data, context) { const judge = load${index}().${entry}; const isValid = judge(data, context); ${entry}.errors = judge.errors; return isValid }`,
    ),
  ])
  return {
    code: [...rest, ...loaders].join('\n'),
    parts: Object.fromEntries(parts.map(({ name, text }) => [name, text])),
  }
}

/** Declarations by name, each with the names of others that it uses. */
function declarationsIn(code) {
  const declarations = new Map()
  for (const node of parseAst(code).body) {
    const { type, start, end } = node
    if (type === 'ExpressionStatement') continue
    const name = node.id ?? node.declarations?.[0].id ?? node.specifiers[0].local
    declarations.set(name.name, { text: code.slice(start, end), type })
  }
  for (const [name, declaration] of declarations) {
    const names = declaration.type === 'ImportDeclaration' ? [] : identifiersIn(declaration.text)
    declaration.uses = new Set(names.filter((each) => each !== name && declarations.has(each)))
  }
  return declarations
}

function identifiersIn(text) {
  return text.match(/[A-Za-z_$][\w$]*/g)
}

/** The part of each function that belongs to one. */
function ownersOf(declarations, schemasOf) {
  const nameOf = new Map()
  for (const [name, schemas] of Object.entries(schemasOf)) {
    for (const schema of schemas) nameOf.set(JSON.stringify(schema), name)
  }
  const owners = new Map()
  for (const [name, { type, uses }] of declarations) {
    if (type !== 'FunctionDeclaration') continue
    const own = [...uses].find((each) => /^schema\d+$/.test(each))
    const { text = '' } = declarations.get(own) ?? {}
    const owner = nameOf.get(text.replace(/^const \w+ = |;$/g, ''))
    if (owner !== undefined) owners.set(name, owner)
  }
  return owners
}

/** Puts what only one part uses into that part. */
function place(declarations, partOf) {
  const owned = new Map(partOf)
  const users = new Map([...declarations.keys()].map((name) => [name, new Set()]))
  const mark = (name, user) => {
    for (const used of declarations.get(name).uses) {
      if (owned.has(used) || users.get(used).has(user)) continue
      users.get(used).add(user)
      mark(used, user)
    }
  }
  for (const [name, { text }] of declarations) {
    if (owned.has(name)) mark(name, owned.get(name))
    else if (text.startsWith('const judge')) {
      users.get(name).add('')
      mark(name, '')
    }
  }
  for (const [name, [user, ...others]] of users) {
    const isImport = declarations.get(name).type === 'ImportDeclaration'
    if (user && others.length === 0 && !isImport) partOf.set(name, user)
  }
}

function partWith(name, declarations, partOf) {
  const isIn = (each) => partOf.get(each) === name
  const own = [...declarations].filter(([each]) => isIn(each))
  const outside = [...declarations].filter(([each]) => !isIn(each))
  const needed = [...new Set(own.flatMap(([, { uses }]) => [...uses]))].filter(
    (each) => !isIn(each),
  )
  const entries = own
    .map(([each]) => each)
    .filter((each) => outside.some(([, { uses }]) => uses.has(each)))
  const text = [
    `module.exports = ({ ${needed.join(', ')} }) => {`,
    ...own.map(([, declaration]) => declaration.text),
    `return { ${entries.join(', ')} }`,
    '}',
  ].join('\n')
  return { name, needed, entries, text }
}
