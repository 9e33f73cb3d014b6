"""The codebook: what a researcher looks for, as data that refuses to load when it contradicts itself."""
