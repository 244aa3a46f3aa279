"""Long work with files: inputs of any form, a journal, rejects, and exports."""
