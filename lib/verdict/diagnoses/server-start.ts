import type { Subject } from '../../record/measurement.ts'

/** How to start the server of each type so that other machines reach it. */
export function startCommand({ workerType, model = 'MODEL', port = 1234 }: Subject): string {
  const commands: Readonly<Record<string, string>> = {
    lm_studio: `start LM Studio: \`open -a "LM Studio"\` and switch its server on ("Serve on Local Network"), or \`lms server start --port ${port}\``,
    ollama: `start Ollama: \`OLLAMA_HOST=0.0.0.0:${port} ollama serve\``,
    llama_cpp: `start llama.cpp: \`llama-server -m ${model} --host 0.0.0.0 --port ${port}\``,
    vllm: `start vLLM: \`vllm serve ${model} --host 0.0.0.0 --port ${port}\``,
  }
  return commands[workerType ?? ''] ?? `start the server on port ${port}`
}

/** The same where the type may not be known: then of each type. */
export function startCommands(subject: Subject): string[] {
  if (subject.workerType !== undefined) return [startCommand(subject)]
  const commands = serverTypes.map((workerType) => startCommand({ ...subject, workerType }))
  return [`start its server, whichever it is: ${commands.join('; ')}`]
}

const serverTypes = ['lm_studio', 'ollama', 'llama_cpp', 'vllm']

/** How to get a model into memory, by type of server. */
export function loadCommand({ workerType, model = 'MODEL' }: Subject): string {
  const commands: Readonly<Record<string, string>> = {
    lm_studio: `load it in LM Studio: \`lms get ${model}\` and \`lms load ${model}\``,
    ollama: `\`ollama pull ${model}\` and \`ollama run ${model}\``,
    llama_cpp: `start llama.cpp with it: \`llama-server -m ${model}\` (\`--alias\` sets the name that it lists)`,
    vllm: `start vLLM with it: \`vllm serve ${model}\` (\`--served-model-name\` sets the name that it lists)`,
  }
  return commands[workerType ?? ''] ?? `load the model ${model} on the worker`
}
