//! What investigators see: pages and the JSON API.
