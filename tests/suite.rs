//! One test binary: linking is the cost on two cores.
