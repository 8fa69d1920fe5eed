//! A file of rows, a sheet at a time.

use super::Work;
use anyhow::Context;
use bytes::Bytes;
use crawler::importers::{self, Rows};
use crawler::sheets::{Cutting, Sheet, Sheets};
use model::{Capture, PageRequest, PublicUrl, Purpose};
use std::fs::File;
use std::io::BufReader;

/// Media type under which a sheet is kept.
const fn media_type(cutting: Cutting) -> &'static str {
    match cutting {
        Cutting::Lines => "application/x-ndjson",
        Cutting::Table => "text/csv",
        Cutting::Chats => "application/json",
    }
}

impl Work<'_> {
    pub(super) async fn rows(&mut self, rows: &'static dyn Rows) -> anyhow::Result<()> {
        self.too_old()?;
        let file = File::open(&self.order.file).context("opening the file")?;
        let mut sheets = Sheets::new(BufReader::with_capacity(256 * 1024, file), rows.cutting());
        // Reading one sheet takes a moment; a thread that may block does it.
        loop {
            let (next, rest) = tokio::task::spawn_blocking(move || {
                let next = sheets.next();
                (next, sheets)
            })
            .await
            .context("cutting the file")?;
            sheets = rest;
            let Some(sheet) = next else { return Ok(()) };
            self.sheet(rows, sheet?).await?;
        }
    }

    async fn sheet(&mut self, rows: &'static dyn Rows, sheet: Sheet) -> anyhow::Result<()> {
        let Sheet { bytes, first_byte, rows: places } = sheet;
        let end = first_byte + bytes.len() as u64;
        let capture = self.capture(bytes, first_byte, media_type(rows.cutting()))?;
        let stored = self.archive.keep(capture).await.context("keeping a piece of the file")?;
        self.report.counts.rows += places.len() as u64;
        let read = importers::read(rows, &stored, &places, &self.order.hints);
        self.record(&stored, read).await?;
        (self.progress)(end);
        Ok(())
    }

    fn capture(&self, bytes: Bytes, first_byte: u64, media: &str) -> anyhow::Result<Capture> {
        let import = &self.import;
        let mut address = PublicUrl::parse("https://imports.invalid/")?.url().clone();
        if let Ok(mut path) = address.path_segments_mut() {
            path.push(&import.sha256).push(&import.file);
        }
        address.set_query(Some(&format!("from={first_byte}")));
        let address = PublicUrl::from_url(address)?;
        let request = PageRequest::new(address.clone(), Purpose::Newest);
        let headers = vec![("content-type".to_owned(), media.to_owned())];
        Ok(Capture::new(request, address, import.collected_at, 200, headers, bytes))
    }
}
