/** The beginning of the note about prompts. */
export const promptNoteLead = 'prompts: '
