//! Fetches public pages politely and reads the posts in them.
