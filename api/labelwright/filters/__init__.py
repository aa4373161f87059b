"""The filter and ordering language of the data manager: read into a typed tree, compiled for one dialect."""
