// Generated from the schemas by `npm run generate`. Do not edit.

import { server as lm_studio } from '../servers/lm-studio.ts'
import { server as ollama } from '../servers/ollama.ts'
import { server as llama_cpp } from '../servers/llama-cpp.ts'
import { server as vllm } from '../servers/vllm.ts'
import { server as sglang } from '../servers/sglang.ts'
import { server as openai } from '../servers/openai.ts'
import { server as simulated } from '../servers/simulated.ts'

/** The modules of all types of servers, by type. */
export const serverModules = { lm_studio, ollama, llama_cpp, vllm, sglang, openai, simulated } as const
