use super::*;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// An authority made for the occasion, and a site on loopback that it vouches for as `site.example`.
struct Vouched {
    folder: tempfile::TempDir,
    port: u16,
}

impl Vouched {
    async fn start() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["site.example".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .unwrap();
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever does not trust us ends the handshake; the next one may.
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let _ = stream.read(&mut [0; 4096]).await;
                let answer =
                    b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecure";
                let _ = stream.write_all(answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { folder, port }
    }

    async fn get(&self, name: &str, trusting: bool) -> Result<Capture, FetchError> {
        let options = Options {
            allow: vec![format!("{name}:{}", self.port)],
            ca_file: trusting.then(|| self.folder.path().join("ca.pem")),
            robots: false,
            ..Options::default()
        };
        let (fetcher, _) = super::targets::with_names(&[&["127.0.0.1"]], options);
        get(&fetcher, &format!("https://{name}:{}/", self.port)).await
    }
}

#[tokio::test]
async fn a_page_comes_over_tls_from_whom_the_authority_vouches_for_and_from_nobody_else() {
    let site = Vouched::start().await;
    let page = site.get("site.example", true).await.unwrap();
    assert_eq!((page.status, page.body.as_ref()), (200, &b"secure"[..]));
    for (name, trusting) in [("site.example", false), ("other.example", true)] {
        let reason = transient(site.get(name, trusting).await);
        assert!(reason.contains("certificate"), "{name}: {reason}");
    }
}
