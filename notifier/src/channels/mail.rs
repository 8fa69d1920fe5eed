//! Mail: through an SMTP server, or as `.eml` files where none is configured.

use super::file::Folder;
use super::{Channel, file_name};
use crate::{DeliverError, Options, Security, SetupError, Smtp};
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use model::Message;
use secrecy::ExposeSecret;
use std::path::Path;
use std::time::Duration;

/// Where mail goes.
enum Way {
    Server(AsyncSmtpTransport<Tokio1Executor>, String),
    Folder(Folder),
}

/// The mail channel.
pub(crate) struct Mail {
    from: Mailbox,
    domain: String,
    way: Way,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").finish_non_exhaustive()
    }
}

impl Mail {
    /// Reads the settings; connects only when there is something to deliver.
    pub(crate) fn new(options: &Options, folder: &Path) -> Result<Self, SetupError> {
        let from: Mailbox =
            options.from.parse().map_err(|_| SetupError::From(options.from.clone()))?;
        let domain = from.email.domain().to_owned();
        let way = match &options.smtp {
            Some(smtp) => Way::Server(transport(smtp)?, smtp.host.clone()),
            None => Way::Folder(Folder::new(folder)?),
        };
        Ok(Self { from, domain, way })
    }

    fn write(&self, message: &Message) -> Result<lettre::Message, DeliverError> {
        let permanent = |what: &str, why: &dyn std::fmt::Display| {
            DeliverError::Permanent(format!("{what} is not usable: {why}"))
        };
        let to: Mailbox = message.to.parse().map_err(|e| permanent("the recipient", &e))?;
        let date = std::time::UNIX_EPOCH
            + Duration::from_millis(u64::try_from(message.created_at.ms()).unwrap_or(0));
        lettre::Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&message.subject)
            .date(date)
            .message_id(Some(format!("<{}@{}>", message.id, self.domain)))
            .multipart(body(message)?)
            .map_err(|e| permanent("the message", &e))
    }
}

/// Text, HTML where there is any, and files.
fn body(message: &Message) -> Result<MultiPart, DeliverError> {
    let text = SinglePart::plain(message.text.clone());
    let words = match &message.html {
        Some(html) => MultiPart::alternative_plain_html(message.text.clone(), html.clone()),
        None => MultiPart::mixed().singlepart(text),
    };
    if message.attachments.is_empty() {
        return Ok(words);
    }
    let mut all = MultiPart::mixed().multipart(words);
    for file in &message.attachments {
        let kind = ContentType::parse(&file.media_type).map_err(|why| {
            DeliverError::Permanent(format!("{} is no media type: {why}", file.media_type))
        })?;
        all = all.singlepart(Attachment::new(file.name.clone()).body(file.text.clone(), kind));
    }
    Ok(all)
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, SetupError> {
    let wrong = |why: String| SetupError::Smtp(why);
    let tls = |smtp: &Smtp| -> Result<TlsParameters, SetupError> {
        let mut parameters = TlsParameters::builder(smtp.host.clone());
        if let Some(path) = &smtp.ca_file {
            let pem = std::fs::read(path)
                .map_err(|e| wrong(format!("{} cannot be read: {e}", path.display())))?;
            let authority = Certificate::from_pem(&pem)
                .map_err(|e| wrong(format!("{} is no certificate: {e}", path.display())))?;
            parameters = parameters.add_root_certificate(authority);
        }
        parameters.build().map_err(|e| wrong(e.to_string()))
    };
    let (tls, usual) = match smtp.security {
        Security::None => (Tls::None, 25),
        Security::Starttls => (Tls::Required(tls(smtp)?), 587),
        Security::Tls => (Tls::Wrapper(tls(smtp)?), 465),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port.unwrap_or(usual))
        .tls(tls)
        .timeout(Some(Duration::from_secs(30)));
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        let secret = password.expose_secret().to_owned();
        builder = builder.credentials(Credentials::new(user.clone(), secret));
    }
    Ok(builder.build())
}

#[async_trait::async_trait]
impl Channel for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn help(&self) -> String {
        match &self.way {
            Way::Server(_, host) => format!("sends mail through {host}"),
            Way::Folder(folder) => {
                format!("no mail server is set: writes .eml files into {}", folder.path().display())
            }
        }
    }

    async fn deliver(&self, message: &Message) -> Result<String, DeliverError> {
        let mail = self.write(message)?;
        match &self.way {
            Way::Folder(folder) => {
                let path = folder.write(&file_name(message, "eml"), &mail.formatted()).await?;
                Ok(format!("written to {path}"))
            }
            Way::Server(server, _) => match server.send(mail).await {
                Ok(answer) => {
                    let words: Vec<_> = answer.message().collect();
                    Ok(format!("{} {}", answer.code(), words.join(" ")))
                }
                Err(why) if why.is_permanent() => Err(DeliverError::Permanent(why.to_string())),
                Err(why) => Err(DeliverError::Transient(why.to_string())),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::message;
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

    #[tokio::test]
    async fn without_a_server_mail_is_an_eml_file_with_a_stable_message_id() {
        let folder = tempfile::tempdir().unwrap();
        let mail = Mail::new(&Options::default(), folder.path()).unwrap();
        let message = message("mail", "Ada <ada@police.example>");
        mail.deliver(&message).await.unwrap();
        mail.deliver(&message).await.unwrap();
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(files[0].as_ref().unwrap().path()).unwrap();
        assert!(text.contains(&format!("Message-ID: <{}@localhost>", message.id)), "{text}");
        assert!(text.contains("Two new posts."));
        assert!(text.contains("filename=\"notice.json\""));
    }

    #[tokio::test]
    async fn an_address_that_is_none_is_permanent() {
        let folder = tempfile::tempdir().unwrap();
        let mail = Mail::new(&Options::default(), folder.path()).unwrap();
        let refused = mail.deliver(&message("mail", "nobody")).await.unwrap_err();
        assert!(matches!(refused, DeliverError::Permanent(_)), "{refused:?}");
    }

    /// A mail server that answers one conversation with a scripted reply to the message itself.
    async fn server(reply: &'static str) -> u16 {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let (read, mut write) = stream.into_split();
            write.write_all(b"220 mail.example\r\n").await.unwrap();
            let (mut lines, mut inside) = (BufReader::new(read).lines(), false);
            while let Ok(Some(line)) = lines.next_line().await {
                let answer = match line.as_str() {
                    "." => {
                        inside = false;
                        reply
                    }
                    _ if inside => continue,
                    "DATA" => {
                        inside = true;
                        "354 go on"
                    }
                    _ => "250 ok",
                };
                write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
        });
        port
    }

    async fn check(reply: &'static str) -> Result<String, DeliverError> {
        let port = server(reply).await;
        let smtp = Smtp {
            host: "127.0.0.1".into(),
            port: Some(port),
            security: Security::None,
            user: None,
            password: None,
            ca_file: None,
        };
        let options = Options { smtp: Some(smtp), ..Options::default() };
        let folder = tempfile::tempdir().unwrap();
        let mail = Mail::new(&options, folder.path()).unwrap();
        mail.deliver(&message("mail", "ada@police.example")).await
    }

    #[tokio::test]
    async fn the_servers_answer_decides() {
        assert_eq!(check("250 queued as 77").await.unwrap(), "250 queued as 77");
        assert!(matches!(check("451 later").await, Err(DeliverError::Transient(_))));
        assert!(matches!(check("550 no such user").await, Err(DeliverError::Permanent(_))));
    }
}
