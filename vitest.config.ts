import { defineConfig } from 'vitest/config'
import clustergate from './lib/index.ts'

export default defineConfig({
  plugins: [clustergate()],
  resolve: { alias: { clustergate: new URL('./lib/index.ts', import.meta.url).pathname } },
  test: {
    // The tests of this repository have a configuration of their own.
    include: [],
    reporters: [
      'default',
      './reporters/terminal.ts',
      './reporters/junit.ts',
      './reporters/json.ts',
    ],
  },
})
