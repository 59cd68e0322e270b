import { defineConfig } from 'vitest/config'
import clustergate from './lib/index.ts'

export default defineConfig({
  plugins: [clustergate()],
  resolve: { alias: { clustergate: new URL('./lib/index.ts', import.meta.url).pathname } },
  test: {
    reporters: [
      'default',
      './reporters/terminal.ts',
      './reporters/junit.ts',
      './reporters/json.ts',
    ],
  },
})
