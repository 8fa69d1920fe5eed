//! The meanings that words of all languages share.
//!
//! A term in any language stands for one concept; signals and the model only see concepts, so what
//! is learnt in one language helps in the others. The list is closed: a lexicon that names another
//! concept does not load.

macro_rules! concepts {
    ($($variant:ident $code:literal $gloss:literal),+ $(,)?) => {
        /// A meaning shared over languages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the gloss beside each one says what it means")]
        pub enum Concept { $($variant),+ }

        impl Concept {
            /// All concepts.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its code, as lexicons and reasons write it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it means, in English.
            #[must_use]
            pub const fn gloss(self) -> &'static str {
                match self { $(Self::$variant => $gloss),+ }
            }
        }
    };
}

concepts! {
    Vessel "vessel" "boat or ship",
    Lorry "lorry" "lorry or trailer",
    Car "car" "car or van",
    Aeroplane "aeroplane" "by plane",
    Walking "walking" "on foot",
    Crossing "crossing" "irregular crossing",
    Game "game" "'game': a crossing attempt",
    Passage "passage" "offers to take people across",
    RouteLeg "route_leg" "a leg of a smuggling corridor",
    Place "place" "place on a corridor",
    Border "border" "border",
    Smuggler "smuggler" "smuggler or guide",
    Broker "broker" "broker or agent",
    PerHead "per_head" "price per head",
    Escrow "escrow" "money held by a third person until arrival",
    Hawala "hawala" "informal money transfer",
    PayAfter "pay_after" "payment after arrival",
    NoAdvance "no_advance" "no advance payment",
    Money "money" "sum of money",
    Guarantee "guarantee" "guarantee",
    Retry "retry" "another attempt free of charge",
    Capacity "capacity" "places left",
    Departure "departure" "departure soon",
    SeaConditions "sea_conditions" "sea or weather as a sales point",
    Comfort "comfort" "comfort as a sales point",
    Arrived "arrived" "others arrived safely",
    Families "families" "families and children welcome",
    Discount "discount" "price as a sales point",
    Trust "trust" "trust as a sales point",
    Paper "paper" "passport or other paper",
    Forged "forged" "forged or bought paper",
    Registered "registered" "said to be in the system",
    Visa "visa" "visa",
    NoInterview "no_interview" "without interview, examination or embassy",
    Residence "residence" "residence permit",
    Marriage "marriage" "marriage for papers",
    JobContract "job_contract" "work contract or sponsorship",
    StatusBypass "status_bypass" "despite a ban or without papers",
    RecruitDriver "recruit_driver" "drivers or skippers wanted",
    PilotFree "pilot_free" "free or cheaper for the one who steers",
    ContactPrivate "contact_private" "asks for private messages",
    Messenger "messenger" "messenger named",
    Traveller "traveller" "code word for travellers",
    Community "community" "code word of the community",
    Asking "asking" "asks for advice, a price or a person",
    SeekPerson "seek_person" "searches for a missing person",
    Reported "reported" "reported speech or research",
    Migrants "migrants" "press word for migrants",
    Arrest "arrest" "police, arrest or court",
    Death "death" "deaths or shipwreck",
    Warning "warning" "warns of fraud or danger",
    Rescue "rescue" "rescue",
    Helper "helper" "aid organisation",
    Licence "licence" "licence or registration",
    Booking "booking" "tickets and booking",
    LegalService "legal_service" "lawyer, consulate or study",
    Pilgrimage "pilgrimage" "pilgrimage",
    OrdinaryTransport "ordinary_transport" "ordinary transport",
    Play "play" "games, films, sport or food",
    We "we" "we, our (who speaks)",
    You "you" "you, your (who is spoken to)",
    Myself "self" "I, my, me (who speaks)",
    They "they" "he, she, they (who is spoken of)",
    Kin "kin" "family and children",
    Weekday "weekday" "day or time of the week",
    Goods "goods" "goods, food or animals",
    Study "study" "school, course or university",
    Work "work" "work, wages or employer",
    Past "past" "told as past",
    Negation "negation" "not, no, never",
}

impl Concept {
    /// The concept of that code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.code() == code)
    }

    /// Its place in [`Concept::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// How far a term alone decides; as the lexicons write it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize, serde::Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Hardly ever said in another sense.
    Alone,
    /// Counts together with others.
    Together,
    /// An ordinary word too.
    Weak,
    /// Speaks for another frame than an offer.
    Against,
}
