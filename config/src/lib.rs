//! Settings: the shipped files, and the code that loads and checks them.
