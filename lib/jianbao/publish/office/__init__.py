"""Word and Excel of a page, made of what the finished page shows and of nothing else."""
