import clustergate from 'clustergate'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [clustergate({ cluster: 'config/cluster.yaml' })],
  test: {
    reporters: [
      'default',
      'clustergate/reporters/terminal',
      ['clustergate/reporters/junit', { outputFile: 'reports/junit.xml' }],
      ['clustergate/reporters/json', { outputFile: 'reports/clustergate.json' }],
      ['clustergate/reporters/html', { outputFile: 'reports/slo.html' }],
    ],
  },
})
