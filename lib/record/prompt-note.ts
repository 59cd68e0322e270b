/** What the note of a measurement begins with that says which prompts were sent. */
export const promptNoteLead = 'prompts: '
