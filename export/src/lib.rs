//! Writes a selection in formats that other systems read.
