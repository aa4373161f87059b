"""Import and export formats, one a file. Pure: bytes and records in, records and bytes out."""
