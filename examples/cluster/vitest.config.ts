import clustergate from 'clustergate'
import { defineConfig } from 'vitest/config'

export default defineConfig({ plugins: [clustergate({ cluster: 'cluster.json' })] })
