//! A web archive, page by page.

use super::Work;
use super::file::Opened;
use anyhow::Context;
use crawler::importers::{Read, Refusal, Refused, web_archive};
use evidence::warc::{Records, Response, Step};
use model::{Capture, PageRequest, PublicUrl, Purpose};
use std::fs::File;
use std::io::{BufReader, Seek};

impl Work<'_> {
    pub(super) async fn pages(&mut self, opened: &Opened) -> anyhow::Result<()> {
        let file = File::open(&opened.path).context("opening the file")?;
        if !opened.head.starts_with(web_archive::ZIP.as_bytes()) {
            return self.archive_file(file, 0).await;
        }
        let mut zip = zip::ZipArchive::new(BufReader::new(file)).context("opening the WACZ")?;
        let mut done = 0;
        for number in 0..zip.len() {
            let mut part = zip.by_index(number).context("reading the WACZ")?;
            let name = part.name().unwrap_or_default().to_ascii_lowercase();
            let packed = part.compressed_size();
            if [".warc", ".warc.gz"].iter().any(|ending| name.ends_with(ending)) {
                // A part of a zip cannot be searched through; a file beside it can.
                let mut whole = tempfile::tempfile().context("making a file for what passes")?;
                std::io::copy(&mut part, &mut whole).context("unpacking the WACZ")?;
                drop(part);
                whole.rewind()?;
                self.archive_file(whole, done).await?;
            }
            done += packed;
        }
        Ok(())
    }

    /// Takes the pages of one WARC; `before` bytes of the whole import are done already.
    async fn archive_file(&mut self, file: File, before: u64) -> anyhow::Result<()> {
        let records = Records::new(BufReader::new(file), 0).context("opening the web archive")?;
        for step in records {
            match step.context("reading the web archive")? {
                Step::Record { offset, length, record } => {
                    if let Some(response) = record.response() {
                        self.report.counts.rows += 1;
                        let taken = match response {
                            Ok(response) => self.response(response).await?,
                            Err(why) => Err(Refusal::new(why.to_string())),
                        };
                        if let Err(why) = taken {
                            self.report.refuse(vec![Refused { at: offset, why }]);
                        }
                    }
                    (self.progress)(before + offset + length);
                }
                Step::Damage { offset, broken, .. } => {
                    self.report.counts.rows += 1;
                    let why = Refusal::new(format!("damaged: {broken}"));
                    self.report.refuse(vec![Refused { at: offset, why }]);
                }
            }
        }
        Ok(())
    }

    /// Takes one page, or says why not. Only pages that a platform could be read from are kept.
    async fn response(&mut self, response: Response) -> anyhow::Result<Result<(), Refusal>> {
        let seen = response.at;
        let capture = match capture(response) {
            Ok(capture) => capture,
            Err(why) => return Ok(Err(why)),
        };
        if let Err(why) = web_archive::is_page(&capture) {
            return Ok(Err(why));
        }
        if !self.may_keep(seen) || seen > self.shop.now() {
            let why = "recorded longer ago than anything may be kept, or in the future";
            return Ok(Err(Refusal::new(why)));
        }
        let stored = self.archive.keep(capture).await.context("keeping a page")?;
        Ok(match web_archive::read(&self.shop.platforms, &stored) {
            Ok(reading) => {
                let read = Read { readings: vec![reading], refused: Vec::new() };
                self.record(&stored, read).await?;
                Ok(())
            }
            Err(why) => Err(why),
        })
    }
}

/// The page as a capture, with a word on which record it is.
fn capture(response: Response) -> Result<Capture, Refusal> {
    let address =
        PublicUrl::parse(&response.target).map_err(|why| Refusal::new(why.to_string()))?;
    let mut request = PageRequest::new(address.clone(), Purpose::Newest);
    let media = response.headers.iter().find(|(name, _)| name == "content-type");
    let media = media.map(|(_, value)| value.to_lowercase()).unwrap_or_default();
    request.accept = web_archive::accept(&media, &response.body);
    let mut headers = response.headers;
    headers.push(("x-imported-record".to_owned(), response.record_id));
    headers.extend(response.digest.map(|digest| ("x-imported-digest".to_owned(), digest)));
    Ok(Capture::new(request, address, response.at, response.status, headers, response.body.into()))
}
