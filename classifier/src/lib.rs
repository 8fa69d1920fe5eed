//! Says how much a post looks like an advert, in which language, what it offers, and why.
