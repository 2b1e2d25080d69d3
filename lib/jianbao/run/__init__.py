"""Execute the notebooks: what to make (plan), checked parameters, kernels, and the register of runs."""
