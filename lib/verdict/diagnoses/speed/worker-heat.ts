/** How to find out on a worker why it is slow. */
export function findBusyProcesses(ids: string): string {
  return `check on ${ids} what is busy and how hot it is: \`top\`; \`pmset -g therm\`, \`sudo powermetrics --samplers thermal\` (macOS), \`nvidia-smi -q -d PERFORMANCE\` (NVIDIA)`
}

export const coolDown =
  'let it cool down between runs, give it air, and leave power saving off: `sudo pmset -a lowpowermode 0` (macOS), `sudo nvidia-smi -pm 1` (NVIDIA)'
