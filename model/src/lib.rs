//! The vocabulary of routewatch and its rules.
//!
//! This crate holds what every other crate talks about. It does no input or output, never waits,
//! and takes the time, ids and chance as parameters. It must not know that HTTP, SQL, tantivy or
//! mail exist. Begin reading at [`post`], then [`assessment`], then [`referral`].
//!
//! # Glossary
//! - **Platform** a service with public posts; **Source** one place on it that we watch (channel,
//!   hashtag, profile, search, feed); **Visit** one attempt to read a Source.
//! - **Capture** the bytes of one public page at one moment, with SHA-256, headers, time:
//!   immutable evidence. **Reading** what an adapter made of a Capture: posts, accounts, next page,
//!   and *complaints* about what it could not read.
//! - **Import** a file collected elsewhere, brought in as captures.
//! - **Account** who posts (a **Handle** is its name; renames keep the Account). **Post** one
//!   published item, with its **Revisions**. **Sighting** that a Post or Account was seen, or found
//!   gone, in a Capture.
//! - **Lead** that an offer names a place that is not watched; **Candidate** such a place, scored, until
//!   somebody accepts or refuses it.
//! - **Alarm** that something is wrong with what we see of a Source, or of all Sources of a host.
//! - **Succession** that an Account which is gone came back under another name; its **Likenesses** say why.
//! - **Contact** a phone, handle, link or wallet offered in a post, normalised. **Route** the
//!   places offered. **Advert** one offer however often posted: posts grouped by near-identical
//!   text or shared Contact. **Network** accounts tied by Adverts and Contacts.
//! - **Assessment** the classifier's opinion of a Post: Score, Label, Services, Signals with spans,
//!   versions. **Review** a person's opinion, with reason. **Case** an analyst's folder.
//! - **Watch** a saved search; **Alert** new hits for it; **Digest** the mail that carries alerts.
//! - **Referral** a request that a platform act: Draft → Approved → Sent → Outcome. **Recipient**
//!   where it goes; **Notice** the document; **Receipt** proof of sending.
//! - **AuditEntry** who did what, when, why, to which record. **Retention** until when a record
//!   may be kept, and why.

pub mod account;
pub mod address;
pub mod advert;
pub mod alarm;
pub mod alert;
pub mod assessment;
pub mod audit;
pub mod candidate;
pub mod capture;
pub mod case;
pub mod clock;
pub mod contact;
pub mod ids;
pub mod import;
pub mod names;
pub mod person;
pub mod post;
pub mod presence;
pub mod reading;
pub mod referral;
pub mod retention;
pub mod review;
pub mod route;
pub mod sighting;
pub mod source;
pub mod span;
pub mod succession;
pub mod visit;
pub mod watch;

pub use account::{Account, AccountProfile};
pub use address::PublicUrl;
pub use advert::{Advert, Network, Tie, TieKind};
pub use alarm::{Alarm, AlarmEvidence, AlarmKind, AlarmState};
pub use alert::{Alert, Message, MessageState};
pub use assessment::{Assessment, Label, Reason, Score, Service};
pub use audit::{Action, AuditEntry};
pub use candidate::{Candidate, CandidateState, Lead, LeadCount, LeadKind, PostLeads};
pub use capture::{Capture, Location, StoredCapture};
pub use case::{Case, CaseState};
pub use clock::{Clock, Entropy, Timestamp};
pub use contact::{Contact, ContactKind, Price};
pub use ids::{
    AccountId, AdvertId, AlarmId, AlertId, AuditId, CaptureId, CaseId, ContactId, ImportId,
    MessageId, NetworkId, PersonId, PostId, ReferralId, ReviewId, SightingId, SourceId, VisitId,
    WatchId,
};
pub use import::{Import, ImportCounts};
pub use names::{Country, Handle, Language, Platform};
pub use person::{Person, Role};
pub use post::{Media, Post, Revision};
pub use presence::{Presence, PresenceState};
pub use reading::{AccountSeen, Complaint, PageRequest, PageState, PostSeen, Purpose, Reading};
pub use referral::{
    ApprovedReferral, Notice, Outcome, Receipt, Recipient, Referral, ReferralState,
};
pub use retention::{Category, Retention};
pub use review::Review;
pub use route::Route;
pub use sighting::{Finding, Sighting, Subject, Witness};
pub use source::{Source, SourceKind, SourceState};
pub use span::Span;
pub use succession::{Likeness, Succession, SuccessionState};
pub use visit::{Filled, Visit, VisitOutcome};
pub use watch::{Query, Watch};
