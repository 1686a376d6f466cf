"""The register in the order of columns that the national child-information system takes."""
