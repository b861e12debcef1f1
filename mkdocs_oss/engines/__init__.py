"""The rooms that know an engine: MkDocs and its kin, Markdown blocks, plain export."""
