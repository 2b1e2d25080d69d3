"""Files that exist become data folders and observations: one module for each layout."""
